import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { disableSource as definition } from '../actions.ts'

/** @throws Problem record.missing */
export async function disableSource(ctx: Ctx, { id }: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const { rows } = await sql<{
    disabled_at: Date
  }>`update sources set disabled_at = coalesce(disabled_at, ${ctx.now}) where id = ${id} returning disabled_at`.execute(ctx.db)
  if (!rows[0]) throw new Problem('record.missing', { what: { zh: '数据来源', en: 'source' } })
  return { id, disabledAt: rows[0].disabled_at.toISOString() }
}
