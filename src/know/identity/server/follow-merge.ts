import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { stamp } from './read-subjects.ts'

type Moved = { readonly from: string; readonly into: string }

type Place = Pick<Ctx, 'db' | 'now' | 'actor'>

/**
 * Pairs follow a merge: those within the merged group are settled; what was decided of a merged customer and a third
 * holds for the survivor and that third as well; and what was open about the merged one is asked anew of the survivor.
 */
export async function followMerge({ db, now, actor }: Place, moved: readonly Moved[]): Promise<void> {
  if (moved.length === 0) return
  const from = sql`${moved.map((each) => each.from)}::uuid[]`
  const given = sql`unnest(${from}, ${moved.map((each) => each.into)}::uuid[]) m(from_id, into_id)`
  await sql`update match_pairs p set state = 'merged', decided_by = ${actor.name}, decided_at = ${now}
    from (select from_id as id, into_id from ${given} union select into_id, into_id from ${given}) a,
      (select from_id as id, into_id from ${given} union select into_id, into_id from ${given}) b
    where p.low = a.id and p.high = b.id and a.into_id = b.into_id`.execute(db)
  await sql`insert into match_pairs (low, high, state, says, rule, score, certain, evidence, found_at, seen_at, decided_by, decided_at, via)
    select distinct on (low, high) least(m.into_id, o.id) as low, greatest(m.into_id, o.id) as high, p.state, p.says, p.rule, p.score, p.certain, p.evidence,
      p.found_at, p.seen_at, p.decided_by, p.decided_at, m.from_id
    from ${given} join match_pairs p on (p.low = m.from_id or p.high = m.from_id) and p.state in ('not-same', 'household')
      cross join lateral (select case when p.low = m.from_id then p.high else p.low end as id) o
    where o.id <> m.into_id order by low, high
    on conflict (low, high) do update set state = excluded.state, decided_by = excluded.decided_by, decided_at = excluded.decided_at, via = excluded.via
      where match_pairs.state = 'open'`.execute(db)
  await sql`delete from match_pairs where state = 'open' and (low = any(${from}) or high = any(${from}))`.execute(db)
}

/** What a merge carried over goes back, and the two are remembered as not the same: somebody has just parted them. */
export async function followUnmerge({ db, now, actor }: Place, parted: readonly Moved[]): Promise<void> {
  if (parted.length === 0) return
  const from = sql`${parted.map((each) => each.from)}::uuid[]`
  const given = sql`unnest(${from}, ${parted.map((each) => each.into)}::uuid[]) m(from_id, into_id)`
  await sql`delete from match_pairs where via = any(${from})`.execute(db)
  await sql`delete from match_pairs where state = 'merged' and low = any(${from}) and high = any(${from})`.execute(db)
  await sql`insert into match_pairs (low, high, state, says, rule, score, certain, evidence, found_at, seen_at, decided_by, decided_at)
    select least(m.from_id, m.into_id), greatest(m.from_id, m.into_id), 'not-same', 'same', 'by-hand', 0, false, '[]'::jsonb,
      ${now}::timestamptz, ${now}::timestamptz, ${actor.name}, ${now}::timestamptz from ${given}
    on conflict (low, high) do update set state = excluded.state, decided_by = excluded.decided_by, decided_at = excluded.decided_at`.execute(
    db,
  )
  await sql`insert into match_queue (customer_id, version) select c.id, ${stamp} from customers c
    where c.id = any(${from}) or c.id = any(${parted.map((each) => each.into)}::uuid[]) order by c.id
    on conflict (customer_id) do update set version = excluded.version`.execute(db)
}
