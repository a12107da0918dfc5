import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { addDays, localDate, startOfDay } from '../../../core/kit/local-time.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { stageCohorts as definition } from '../questions.ts'

/** Where those are now who first bought in each month, by the shop's clock. */
export async function stageCohorts(ctx: Ctx, { months }: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const { timeZone } = ctx.shop
  const first = [`${localDate(ctx.now, timeZone).slice(0, 7)}-01`]
  while (first.length < months) first.unshift(`${addDays(first[0] ?? '', -1).slice(0, 7)}-01`)
  const begins = first.map((day) => startOfDay(day, timeZone))
  const { rows } = await sql<{ n: number; stage: string; customers: number }>`
    select width_bucket(first_purchase_at, ${begins}::timestamptz[]) as n, stage, count(*) as customers
    from metrics where first_purchase_at is not null and first_purchase_at <= ${ctx.now} and stage is not null group by 1, 2`.execute(
    ctx.db,
  )
  const cohorts = [null, ...begins].map((from, at) => {
    const mine = rows.filter((row) => row.n === at)
    return {
      month: (first[Math.max(0, at - 1)] ?? '').slice(0, 7),
      before: from === null,
      from: from?.toISOString() ?? null,
      until: (begins[at] ?? ctx.now).toISOString(),
      customers: mine.reduce((sum, row) => sum + row.customers, 0),
      counts: Object.fromEntries(mine.map((row) => [row.stage, row.customers])),
    }
  })
  const begun = cohorts.findIndex(({ customers }) => customers > 0)
  return { asOf: ctx.now.toISOString(), cohorts: begun < 0 ? [] : cohorts.slice(begun) }
}
