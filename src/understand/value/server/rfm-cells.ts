import { type RawBuilder, sql } from 'kysely'
import { groupOf, rfmGroups } from '../scoring.ts'
import { monetaryScore, moneyOf, type Thresholds } from '../thresholds.ts'

/** How many customers have the same three scores, and what they spent. */
export type ScoredCell = {
  readonly recency: number
  readonly frequency: number
  readonly monetary: number
  readonly customers: number
  readonly spend: number
  readonly purchases: number
}

export const sumOf = (cells: readonly ScoredCell[], what: 'customers' | 'spend' | 'purchases'): number =>
  cells.reduce((total, cell) => total + cell[what], 0)

/** Recency by frequency, every cell, those of nobody too. */
export function gridOf(rows: readonly ScoredCell[], bands: number) {
  const scores = Array.from({ length: bands }, (_, at) => at + 1)
  return scores.flatMap((recency) =>
    scores.map((frequency) => {
      const inside = rows.filter((row) => row.recency === recency && row.frequency === frequency)
      const customers = sumOf(inside, 'customers')
      const spend = sumOf(inside, 'spend')
      return { recency, frequency, customers, spend, average: customers > 0 ? Math.round(spend / customers) : 0 }
    }),
  )
}

/** The eight groups, the most valuable first. */
export function groupsIn(rows: readonly ScoredCell[], bands: number) {
  return rfmGroups.map(({ key }) => {
    const inside = rows.filter((row) => groupOf(row.recency, row.frequency, row.monetary, bands)?.key === key)
    return { key, customers: sumOf(inside, 'customers'), spend: sumOf(inside, 'spend') }
  })
}

export function tellThresholds(taken: Thresholds | null) {
  return (
    taken && {
      takenAt: taken.takenAt.toISOString(),
      customers: taken.customers,
      recency: taken.recency.map((at) => at.toISOString()),
      frequency: [...taken.frequency],
      monetary: [...taken.monetary],
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

/** Whether one order makes the M score of a customer of `m` who bought at least twice: without it two lower, or more. */
export const oneOrderMakesIt = (taken: Thresholds): RawBuilder<boolean> =>
  sql<boolean>`(m.purchase_count > 1 and m.monetary_score - ${monetaryScore(taken, 'm', moneyWithoutLargest(taken))} >= 2)`
