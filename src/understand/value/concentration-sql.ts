import { type RawBuilder, sql } from 'kysely'

export type Concentration = {
  readonly buyers: number
  readonly spend: number
  readonly gini: number | null
  readonly top_ten: number | null
  readonly top_tenth: number | null
  readonly top_fifth: number | null
}

/**
 * How concentrated the spend of `source` (columns customer_id, spend; buyers only) is. Gini = 2 Σ i·x(i) / (n Σ x) − (n + 1) / n
 * with x ascending (Gini 1912, for a whole population, without the correction for samples). Shares are of all spend; the top
 * tenth of n customers are round(n / 10).
 */
export function concentrationOf(source: RawBuilder<unknown>): RawBuilder<Concentration> {
  const share = (most: RawBuilder<unknown>) =>
    sql`sum(r.spend) filter (where r.n - r.at < ${most})::double precision / nullif(sum(r.spend), 0)::double precision`
  return sql<Concentration>`select count(*) as buyers, coalesce(sum(r.spend), 0)::bigint as spend,
      (2 * sum(r.at::numeric * r.spend) / nullif(count(*) * sum(r.spend), 0) - (count(*) + 1)::numeric / nullif(count(*), 0))::double precision as gini,
      ${share(sql`10`)} as top_ten, ${share(sql`round(r.n / 10.0)`)} as top_tenth, ${share(sql`round(r.n / 5.0)`)} as top_fifth
    from (select s.spend, row_number() over (order by s.spend, s.customer_id) as at, count(*) over () as n from ${source} s) r`
}
