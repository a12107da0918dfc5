import { type RawBuilder, sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { SequenceStep } from '../../../core/rule/rule.ts'
import { momentsOf, purchaseKind } from '../../../core/rule/sequence-sql.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { refuseHidden } from '../../../platform/rights/hidden-fields.ts'
import { lastPeriods, type Period } from '../periods.ts'
import type { cohorts as definition } from '../questions.ts'
import { type Ground, groundOf, seenSteps } from './ground.ts'

type Cell = { cohort: number; period: number; customers: number; amount: number | null; facts: number }

/**
 * Which period a fact lies in is told by the instants at which the shop’s periods begin, so that a month’s end is right in
 * every zone and the calendar is not asked for each of ten million rows.
 */
export async function readCohorts(ctx: Ctx, input: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const ground = await groundOf(ctx, input.rule)
  const [start = input.start] = seenSteps(ctx, ground, [input.start], 'start')
  if (isPlain(start)) refuseHidden(ctx, 'firstPurchaseAt')
  const [back = start] = seenSteps(ctx, ground, input.back ? [input.back] : [], 'back')
  const periods = lastPeriods(ctx.now, input.by, input.count, ctx.shop.timeZone)
  const [sizes, cells, future] = await Promise.all([
    sizesOf(start, periods, ground).execute(ctx.db),
    cellsOf(start, back, periods, ground).execute(ctx.db),
    futureOf(back, ground).execute(ctx.db),
  ])
  const counted = cells.rows
  const hasAmounts = isPlain(back) && counted.every((cell) => cell.amount !== null)
  const cellAt = new Map(counted.map((cell) => [`${cell.cohort} ${cell.period}`, cell]))
  const sizeAt = new Map(sizes.rows.map((row) => [row.cohort, row.customers]))
  return {
    asOf: ctx.now.toISOString(),
    rows: counted.reduce((sum, cell) => sum + cell.facts, 0),
    periods: periods.map(({ day, from, to }) => ({ day, from: from.toISOString(), to: to.toISOString(), isOver: to <= ctx.now })),
    cohorts: periods.map(({ day }, i) => ({
      day,
      size: sizeAt.get(i + 1) ?? 0,
      cells: periods.slice(i).map((_, k) => {
        const cell = cellAt.get(`${i + 1} ${i + 1 + k}`)
        return { customers: cell?.customers ?? 0, amount: hasAmounts ? (cell?.amount ?? 0) : null }
      }),
    })),
    earlier: sizeAt.get(0) ?? 0,
    future: future.rows[0]?.n ?? 0,
    hasAmounts,
  }
}

const isPurchase = (step: SequenceStep) => step.did === purchaseKind
/** Any purchase: the customer’s first is among the metrics, and all are in one table. */
const isPlain = (step: SequenceStep) => isPurchase(step) && !step.where && !step.bought

const edgesOf = (periods: readonly Period[]) => sql`${periods.map(({ from }) => from)}::timestamptz[]`

/** Each customer and the period of the first time, 0 before the first period. */
function cohortOf(start: SequenceStep, periods: readonly Period[], ground: Ground): RawBuilder<unknown> {
  if (isPlain(start))
    return sql`select customer_id, width_bucket(first_purchase_at, ${edgesOf(periods)}) as cohort from metrics where first_purchase_at <= ${ground.now}::timestamptz${ground.those(sql`customer_id`)}`
  return sql`select customer_id, width_bucket(min(at), ${edgesOf(periods)}) as cohort from (${momentsOf(start, ground)}) f where true${ground.those(sql`customer_id`)} group by customer_id`
}

function sizesOf(start: SequenceStep, periods: readonly Period[], ground: Ground): RawBuilder<{ cohort: number; customers: number }> {
  return sql`select cohort, count(*) as customers from (${cohortOf(start, periods, ground)}) c group by cohort`
}

function cellsOf(start: SequenceStep, back: SequenceStep, periods: readonly Period[], ground: Ground): RawBuilder<Cell> {
  const own = isPlain(start) && isPlain(back) ? plainCells(start, periods, ground) : mixedCells(start, back, periods, ground)
  return sql`select cohort, period, count(*) as customers, sum(amount)::bigint as amount, sum(facts)::bigint as facts from (${own}) own
    where cohort > 0 and period >= cohort group by 1, 2`
}

function plainCells(start: SequenceStep, periods: readonly Period[], ground: Ground): RawBuilder<unknown> {
  const active = sql`select customer_id, width_bucket(occurred_at, ${edgesOf(periods)}) as period, sum(amount) as amount, count(*) as facts from purchases
    where kind = 'purchase' and amount > 0 and occurred_at >= ${periods[0]?.from}::timestamptz and occurred_at <= ${ground.now}::timestamptz group by 1, 2`
  return sql`select customer_id, cohort, period, amount, facts from (${cohortOf(start, periods, ground)}) c join (${active}) a using (customer_id)`
}

/** Of any two kinds of facts: one pass over both in order of customer, for of a join of two sets the planner knows nothing. */
function mixedCells(start: SequenceStep, back: SequenceStep, periods: readonly Period[], ground: Ground): RawBuilder<unknown> {
  const edges = edgesOf(periods)
  const backs = isPlain(back)
    ? sql`select customer_id, occurred_at as at, amount from purchases where kind = 'purchase' and amount > 0 and occurred_at <= ${ground.now}::timestamptz`
    : sql`select customer_id, at, null::bigint as amount from (${momentsOf(back, ground)}) b`
  const both = sql`select customer_id, at, null::bigint as amount, true as begins from (${momentsOf(start, ground)}) s union all select customer_id, at, amount, false from (${backs}) b`
  return sql`select customer_id, width_bucket(began, ${edges}) as cohort, width_bucket(at, ${edges}) as period, sum(amount) as amount, count(*) as facts
    from (select customer_id, at, amount, begins, min(at) filter (where begins) over (partition by customer_id) as began from (${both}) f where true${ground.those(sql`customer_id`)}) f
    where not begins and began is not null and at >= ${periods[0]?.from}::timestamptz group by 1, 2, 3`
}

function futureOf(step: SequenceStep, { now }: Ground): RawBuilder<{ n: number }> {
  if (isPlain(step))
    return sql`select count(*) as n from purchases where kind = 'purchase' and amount > 0 and occurred_at > ${now}::timestamptz`
  return sql`select count(*) as n from events where kind = ${step.did}::text and occurred_at > ${now}::timestamptz`
}
