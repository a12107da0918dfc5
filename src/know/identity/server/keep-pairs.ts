import { sql } from 'kysely'
import type { Db } from '../../../platform/database/connect.ts'
import type { PairScore } from '../score-pair.ts'

export type FoundPair = { readonly low: string; readonly high: string; readonly score: PairScore }

/** Two ids in their order. */
export const inOrder = (one: string, other: string): { low: string; high: string } =>
  one < other ? { low: one, high: other } : { low: other, high: one }

/**
 * Keeps pairs that were found, with what speaks for them. What somebody has decided of a pair stays as it is, and so does
 * one that was seen at this very instant: a look over the base comes to the same pair by several keys.
 */
export async function keepPairs(db: Db, found: readonly FoundPair[], now: Date): Promise<void> {
  if (found.length === 0) return
  const rows = found.map(({ low, high, score }) => ({
    low,
    high,
    says: score.says,
    rule: score.rule,
    score: score.score,
    certain: score.isCertain,
    evidence: score.evidence,
  }))
  await sql`insert into match_pairs (low, high, state, says, rule, score, certain, evidence, found_at, seen_at)
    select low, high, 'open', says, rule, score, certain, evidence, ${now}::timestamptz, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(low uuid, high uuid, says text, rule text, score smallint, certain boolean, evidence jsonb)
    order by low, high
    on conflict (low, high) do update set says = excluded.says, rule = excluded.rule, score = excluded.score, certain = excluded.certain,
      evidence = excluded.evidence, seen_at = excluded.seen_at where match_pairs.state = 'open' and (match_pairs.seen_at <> excluded.seen_at or match_pairs.score <> excluded.score or match_pairs.rule <> excluded.rule)`.execute(
    db,
  )
}

/** Takes away open pairs that are alike no longer, or of which one is no customer any more. */
export async function dropPairs(db: Db, pairs: readonly { readonly low: string; readonly high: string }[]): Promise<void> {
  if (pairs.length === 0) return
  await sql`delete from match_pairs p using unnest(${pairs.map((p) => p.low)}::uuid[], ${pairs.map((p) => p.high)}::uuid[]) g(low, high)
    where p.low = g.low and p.high = g.high and p.state = 'open'`.execute(db)
}
