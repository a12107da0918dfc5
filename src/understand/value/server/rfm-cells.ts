import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { isAnyHidden } from '../../../platform/rights/hidden-fields.ts'
import { seesEveryCustomer } from '../../../platform/rights/sight.ts'
import { groupOf, rfmGroups } from '../scoring.ts'
import { monetaryScore, moneyOf, type Thresholds } from '../thresholds.ts'

/** How many customers have the same three scores, and what they spent; null where that is hidden from the reader. */
export type ScoredCell = {
  readonly recency: number
  readonly frequency: number
  readonly monetary: number
  readonly customers: number
  readonly spend: number | null
  readonly purchases: number | null
}

export const customersIn = (cells: readonly ScoredCell[]): number => cells.reduce((total, cell) => total + cell.customers, 0)

/** Null where it is hidden. */
export const sumOf = (cells: readonly ScoredCell[], what: 'spend' | 'purchases'): number | null =>
  cells.reduce<number | null>((total, { [what]: part }) => (total === null || part === null ? null : total + part), 0)

/** Recency by frequency, every cell, those of nobody too. */
export function gridOf(rows: readonly ScoredCell[], bands: number) {
  const scores = Array.from({ length: bands }, (_, at) => at + 1)
  return scores.flatMap((recency) =>
    scores.map((frequency) => {
      const inside = rows.filter((row) => row.recency === recency && row.frequency === frequency)
      const customers = customersIn(inside)
      const spend = sumOf(inside, 'spend')
      return { recency, frequency, customers, spend, average: spend !== null && customers > 0 ? Math.round(spend / customers) : spend }
    }),
  )
}

/** The eight groups, the most valuable first. */
export function groupsIn(rows: readonly ScoredCell[], bands: number) {
  return rfmGroups.map(({ key }) => {
    const inside = rows.filter((row) => groupOf(row.recency, row.frequency, row.monetary, bands)?.key === key)
    return { key, customers: customersIn(inside), spend: sumOf(inside, 'spend') }
  })
}

/** Edges of what is hidden are too: with the scores they would tell about how much it is. */
export function tellThresholds(ctx: Ctx, taken: Thresholds | null) {
  return (
    taken && {
      takenAt: taken.takenAt.toISOString(),
      customers: seesEveryCustomer(ctx.sight) ? taken.customers : null,
      recency: isAnyHidden(ctx, 'lastPurchaseAt') ? null : taken.recency.map((at) => at.toISOString()),
      frequency: isAnyHidden(ctx, 'purchaseCount') ? null : [...taken.frequency],
      monetary: isAnyHidden(ctx, 'spend') ? null : [...taken.monetary],
    }
  )
}

/** What a customer of `m` (metrics) would have paid without their largest purchase, as far as it counts. */
export const moneyWithoutLargest = ({ settings }: Thresholds): RawBuilder<unknown> => {
  const counted =
    settings.orderCap === null
      ? sql`coalesce(m.largest_purchase, 0)`
      : sql`least(coalesce(m.largest_purchase, 0), ${settings.orderCap}::bigint)`
  return sql`(${moneyOf(settings, 'm')} - ${counted})`
}

/** What the M score without the largest purchase is made of. */
export const largestFields = ['spend', 'refundTotal', 'purchaseCount', 'largestPurchase'] as const

/** Whether one order makes the M score of a customer of `m` who bought at least twice: without it two lower, or more. */
export const oneOrderMakesIt = (taken: Thresholds): RawBuilder<boolean> =>
  sql<boolean>`(m.purchase_count > 1 and m.monetary_score - ${monetaryScore(taken, 'm', moneyWithoutLargest(taken))} >= 2)`
