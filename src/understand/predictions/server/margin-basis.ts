import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../../platform/database/connect.ts'
import type { MarginBasis } from '../set-body.ts'

/** Of everything sold, the cost must be known for so much: otherwise some were counted by margin and others by a guess. */
const leastCovered = 0.8

/**
 * The gross margin of the shop and how heavily it weighs against a customer's own: as much as an average customer's purchases.
 * Null where too few costs are known, so that lifetime value is told as spend.
 */
export async function readMargin(db: Db): Promise<MarginBasis | null> {
  const { rows } = await sql<{ covered: number | null; share: number | null; weight: number | null }>`select
      sum(covered)::float8 / nullif(sum(revenue), 0)::float8 as covered,
      (sum(gross_margin)::float8 / nullif(sum(revenue - refunds) filter (where gross_margin is not null), 0)::float8) as share,
      (avg(revenue - refunds) filter (where gross_margin is not null and revenue > 0))::float8 as weight
    from customer_profit`.execute(db)
  const { covered = null, share = null, weight = null } = rows[0] ?? {}
  if (covered === null || share === null || weight === null || covered < leastCovered || weight <= 0) return null
  return { share: Math.min(1, Math.max(0, share)), weight }
}

/** The margin of the customer whose row of `customer_profit` is `g`, drawn to the shop's; between 0 and 1. */
export function marginOf(basis: MarginBasis | null | undefined): RawBuilder<number | null> {
  if (!basis) return sql`null::float8`
  const { share, weight } = basis
  return sql`least(1, greatest(0, (coalesce(g.gross_margin, 0) + ${share * weight}::float8)
    / (case when g.gross_margin is null then 0 else greatest(0, g.revenue - g.refunds) end + ${weight}::float8)))`
}

const values = ['clv12', 'clv12_low', 'clv12_high', 'clv36', 'clv36_low', 'clv36_high']

/** Columns of a row `f` of predictions as they are kept: lifetime value at the margin `s.margin`, everything else as it is. */
export const atMargin = (columns: readonly string[]): RawBuilder<unknown> =>
  sql.join(
    columns.map((name) =>
      values.includes(name) ? sql`round(${sql.ref(`f.${name}`)} * coalesce(s.margin, 1))::bigint` : sql`${sql.ref(`f.${name}`)}`,
    ),
  )
