import { sql } from 'kysely'
import type { Client, Db } from '../../../platform/database/connect.ts'
import { scoreGiven } from '../given-evidence.ts'
import { scorePair } from '../score-pair.ts'
import { type GivenPairs, givenOf } from './given-pairs.ts'
import { keepKeys } from './keep-keys.ts'
import { dropPairs, type FoundPair, inOrder, keepPairs } from './keep-pairs.ts'
import { readRules, type Rules } from './match-rules.ts'
import { type KnownSubject, readSubjects } from './read-subjects.ts'

/** Of a value that more customers share than this, e.g. a phone that was made up, only the look over the whole base tells. */
export const mostSharing = 60

type Place = { readonly db: Db; readonly client: Client }

/**
 * Compares these customers with all others: writes their keys anew, keeps the pairs that are alike, and takes away those
 * of theirs that no longer are.
 */
export async function compareCustomers(place: Place, ids: readonly string[], now: Date): Promise<void> {
  const rules = await readRules(place.db)
  const own = await readSubjects(place.db, ids)
  await keepKeys(place, [...own.values()], rules)
  const given = await givenOf(place.db, ids)
  const wanted = [
    ...(await partnersByKeys(place.db, ids)),
    ...(await partnersByPairs(place.db, ids)),
    ...[...given.values()].flat().map(({ customerId, owner }) => ({ one: customerId, other: owner })),
  ]
  const all = await withOthers(place.db, own, wanted)
  const { found, lost } = judge(rules, all, wanted, given)
  await keepPairs(place.db, found, now)
  await dropPairs(place.db, lost)
}

type Partners = { readonly one: string; readonly other: string }

/** Who shares a key with one of these. */
async function partnersByKeys(db: Db, ids: readonly string[]): Promise<Partners[]> {
  const { rows } = await sql<Partners>`select k.customer_id as one, o.customer_id as other
    from match_keys k cross join lateral (
      select array_agg(x.customer_id) as ids from (select customer_id from match_keys where key = k.key limit ${mostSharing + 1}::int) x
    ) s cross join lateral unnest(s.ids) o(customer_id)
    where k.customer_id = any(${ids}::uuid[]) and k.key >= 0 and cardinality(s.ids) <= ${mostSharing}::int and o.customer_id <> k.customer_id`.execute(
    db,
  )
  return rows
}

async function partnersByPairs(db: Db, ids: readonly string[]): Promise<Partners[]> {
  const { rows } = await sql<Partners>`select low as one, high as other from match_pairs where state = 'open' and low = any(${ids}::uuid[])
    union select low, high from match_pairs where state = 'open' and high = any(${ids}::uuid[])`.execute(db)
  return rows
}

/** Reads those of the partners that are not at hand. */
async function withOthers(db: Db, own: ReadonlyMap<string, KnownSubject>, wanted: readonly Partners[]): Promise<Map<string, KnownSubject>> {
  const missing = new Set(wanted.flatMap(({ one, other }) => [one, other]).filter((id) => !own.has(id)))
  return new Map([...own, ...(await readSubjects(db, [...missing]))])
}

/** Each pair once: alike, or not. */
function judge(
  { rules }: Rules,
  all: ReadonlyMap<string, KnownSubject>,
  wanted: readonly Partners[],
  given: GivenPairs,
): { found: FoundPair[]; lost: { low: string; high: string }[] } {
  const seen = new Set<string>()
  const found: FoundPair[] = []
  const lost: { low: string; high: string }[] = []
  for (const { one, other } of wanted) {
    const pair = inOrder(one, other)
    const key = pair.low + pair.high
    if (seen.has(key)) continue
    seen.add(key)
    const [a, b] = [all.get(pair.low), all.get(pair.high)]
    const known = given.get(key)
    const score = a && b ? (known ? scoreGiven(rules, a, b, known) : scorePair(rules, a, b)) : null
    if (score) found.push({ ...pair, score })
    else lost.push(pair)
  }
  return { found, lost }
}
