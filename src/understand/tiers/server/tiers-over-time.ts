import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { addDays, localDate, startOfDay } from '../../../core/kit/local-time.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type * as questions from '../questions.ts'
import type { Scheme } from '../scheme.ts'

/** The last days of this month’s predecessors, and today. */
function monthEnds(today: string, months: number): string[] {
  const days = [today]
  for (let day = addDays(`${today.slice(0, 7)}-01`, -1); days.length <= months; day = addDays(`${day.slice(0, 7)}-01`, -1))
    days.unshift(day)
  return days
}

/** Month by month from the moves alone: every move takes one from a tier and adds one to another. */
export async function tiersOverTime(
  ctx: Ctx,
  { months }: InputOf<typeof questions.tiersOverTime>,
): Promise<AnswerOf<typeof questions.tiersOverTime>> {
  const days = monthEnds(localDate(ctx.now, ctx.shop.timeZone), months)
  const ends = days.map((day) => new Date(Math.min(startOfDay(addDays(day, 1), ctx.shop.timeZone).getTime(), ctx.now.getTime() + 1)))
  const { rows } = await sql<{ n: number; tier: string; customers: number; up: number; down: number }>`with m as (
      select width_bucket(at, ${ends}::timestamptz[]) as n, from_tier, to_tier, direction, reason from tier_moves
    ) select n, tier, sum(change)::int as customers, sum(up)::int as up, sum(down)::int as down from (
      select n, to_tier as tier, 1 as change, (direction = 'up' and reason <> 'scheme')::int as up, (direction = 'down' and reason <> 'scheme')::int as down from m union all
      select n, from_tier, -1, 0, 0 from m where from_tier is not null
    ) c group by n, tier`.execute(ctx.db)
  const counts: Record<string, number> = {}
  const points = days.map((day, i) => {
    const these = rows.filter((row) => row.n === i)
    for (const row of these) counts[row.tier] = (counts[row.tier] ?? 0) + row.customers
    const sum = (of: (row: (typeof these)[number]) => number) => these.reduce((total, row) => total + of(row), 0)
    return { day, counts: { ...counts }, up: sum((row) => row.up), down: sum((row) => row.down) }
  })
  return { asOf: ctx.now.toISOString(), points, labels: await labelsOf(ctx) }
}

/** The name of every tier that ever was, the newest version’s where it had several; the highest first. */
async function labelsOf(ctx: Ctx): Promise<AnswerOf<typeof questions.tiersOverTime>['labels']> {
  const { rows } = await sql<{ body: Scheme }>`select body from tier_schemes where state <> 'draft' order by version desc`.execute(ctx.db)
  const labels = new Map<string, AnswerOf<typeof questions.tiersOverTime>['labels'][number]>()
  for (const { body } of rows)
    for (const { key, label, colour } of body.tiers.toReversed()) if (!labels.has(key)) labels.set(key, { key, label, colour })
  return [...labels.values()]
}
