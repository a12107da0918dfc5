import { sql } from 'kysely'
import type { AnswerOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type * as questions from '../questions.ts'

type Month = {
  month: string
  buyers: number
  spend: number
  gini: number | null
  topTen: number | null
  topTenth: number | null
  topFifth: number | null
  reconstructed: boolean
}

export async function concentrationOverTime(ctx: Ctx): Promise<AnswerOf<typeof questions.concentrationOverTime>> {
  const { rows } =
    await sql<Month>`select month::text as month, buyers, spend, gini, top_ten as "topTen", top_tenth as "topTenth", top_fifth as "topFifth", reconstructed
    from value_months order by month`.execute(ctx.db)
  return { asOf: ctx.now.toISOString(), months: rows }
}
