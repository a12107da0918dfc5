import { type RawBuilder, sql } from 'kysely'

/** One record that goes over into another. `rank` is its place among the merged, from 1. */
export type Pair = { readonly from: string; readonly into: string; readonly merge: string; readonly rank: number }

/** Rows of (p_from, p_into, p_merge, p_rank). */
export function pairRows(pairs: readonly Pair[]): RawBuilder<unknown> {
  return sql`unnest(${pairs.map((p) => p.from)}::uuid[], ${pairs.map((p) => p.into)}::uuid[], ${pairs.map((p) => p.merge)}::uuid[],
    ${pairs.map((p) => p.rank)}::int[]) as p(p_from, p_into, p_merge, p_rank)`
}

/** The same with each survivor as its own pair of rank 0. */
export function withSurvivors(pairs: readonly Pair[]): Pair[] {
  const survivors = new Map(pairs.map((pair) => [pair.into, pair]))
  return [...[...survivors.values()].map((pair) => ({ ...pair, from: pair.into, rank: 0 })), ...pairs]
}

export const fromIds = (pairs: readonly Pair[]) => sql`${pairs.map((p) => p.from)}::uuid[]`
export const intoIds = (pairs: readonly Pair[]) => sql`${[...new Set(pairs.map((p) => p.into))]}::uuid[]`
