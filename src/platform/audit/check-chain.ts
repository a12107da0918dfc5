import { sql } from 'kysely'
import type { Services } from '../actions/services.ts'
import type { Db } from '../database/connect.ts'
import { readAnchors } from './anchors.ts'
import { type ChainPlace, chainAll, digestOf, linkHash, readBegin } from './chain-audit.ts'

/**
 * What is wrong with a line of the audit.
 * - altered: it is not what was chained - values-altered, values-missing: so of the values that it withholds
 * - missing: it is gone - relinked: its link in the chain is another - gap: links are gone
 * - inserted: it was never chained although it should be - misdated: it is dated long before its neighbours
 * - cut-off: the chain ends before a place that was anchored - rewritten: it has another hash at an anchored place
 */
export const breakKinds = [
  'altered',
  'values-altered',
  'values-missing',
  'missing',
  'relinked',
  'gap',
  'inserted',
  'misdated',
  'cut-off',
  'rewritten',
] as const
export type BreakKind = (typeof breakKinds)[number]

export type ChainBreak = {
  readonly kind: BreakKind
  readonly seq: number | null
  readonly entryId: string | null
  readonly at: string | null
}

/** How far a look over the chain is. `newest` is the newest instant so far, in milliseconds. */
export type CheckPlace = { readonly seq: number; readonly hash: string; readonly newest: number }

const portion = 5_000
const dayMs = 86_400_000
const mostNamed = 200

type Row = {
  seq: number
  entry_id: string
  digest: Buffer
  hash: Buffer
  chained_at: Date
  there: boolean
  now_digest: Buffer | null
  at: Date | null
  values: 'right' | 'altered' | 'missing'
}

export async function beginCheck(services: Services): Promise<CheckPlace> {
  await chainAll(services)
  return placeOf(await readBegin(services.database.db), 0)
}

const placeOf = ({ seq, hash }: ChainPlace, newest: number): CheckPlace => ({ seq, hash: hash.toString('hex'), newest })

/** Looks at the next portion. `done` says that there was none. */
export async function checkPortion(
  db: Db,
  from: CheckPlace,
): Promise<{ place: CheckPlace; breaks: ChainBreak[]; checked: number; done: boolean }> {
  const { rows } = await sql<Row>`select c.seq, c.entry_id, c.digest, c.hash, c.at as chained_at, e.id is not null as there, e.at,
      case when e.id is not null then ${digestOf('e')} end as now_digest,
      case when e.seal is null and e.withheld is null then 'right'
        when e.withheld is not null then case when encode(sha256(convert_to(e.withheld, 'UTF8')), 'hex') = e.seal then 'right' else 'altered' end
        when exists (select 1 from audit.erasures x where x.customer_id::text = e.subject or x.customer_id = e.customer_id or x.customer_id = e.id) then 'right'
        else 'missing' end as values
    from audit.chain c left join audit.entries e on e.id = c.entry_id where c.seq > ${from.seq} order by c.seq limit ${portion}`.execute(db)
  const breaks: ChainBreak[] = []
  let { seq, newest } = from
  let hash = Buffer.from(from.hash, 'hex')
  for (const row of rows) {
    const named = { seq: row.seq, entryId: row.entry_id, at: row.at?.toISOString() ?? null }
    const found = breaksOf(row, { seq, hash, newest })
    breaks.push(...found.map((kind) => ({ ...named, kind })))
    seq = row.seq
    hash = Buffer.from(row.hash)
    // A date in the future would make all that follow look old.
    if (row.at && row.at.getTime() <= row.chained_at.getTime() + dayMs) newest = Math.max(newest, row.at.getTime())
  }
  return { place: { seq, hash: hash.toString('hex'), newest }, breaks, checked: rows.length, done: rows.length < portion }
}

function breaksOf(row: Row, before: { seq: number; hash: Buffer; newest: number }): BreakKind[] {
  const found: BreakKind[] = []
  const isNext = row.seq === before.seq + 1
  if (!isNext) found.push('gap')
  else if (!linkHash(before.hash, row.seq, row.entry_id, row.digest).equals(row.hash)) found.push('relinked')
  if (!row.there) return [...found, 'missing']
  if (row.now_digest && !row.digest.equals(row.now_digest)) found.push('altered')
  if (row.values === 'altered') found.push('values-altered')
  if (row.values === 'missing') found.push('values-missing')
  const at = row.at?.getTime() ?? 0
  if (at < before.newest - dayMs || at > row.chained_at.getTime() + dayMs) found.push('misdated')
  return found
}

/** What can only be seen at the end: entries beside the chain, and places that were anchored. */
export async function checkEnds(services: Services): Promise<ChainBreak[]> {
  const { db } = services.database
  const { rows: horizons } = await sql<{ horizon: string }>`select pg_snapshot_xmin(pg_current_snapshot())::text as horizon`.execute(db)
  await chainAll(services)
  const { rows } = await sql<{
    id: string
    at: Date
  }>`select e.id, e.at from audit.entries e where e.xact < ${horizons[0]?.horizon ?? '0'}::xid8
    and not exists (select 1 from audit.chain c where c.entry_id = e.id) order by e.at limit ${mostNamed}`.execute(db)
  const beside = rows.map(({ id, at }): ChainBreak => ({ kind: 'inserted', seq: null, entryId: id, at: at.toISOString() }))
  return [...beside, ...(await checkAnchors(services))]
}

async function checkAnchors(services: Services): Promise<ChainBreak[]> {
  const { db } = services.database
  const begin = await readBegin(db)
  const { anchors } = await readAnchors(services)
  const meant = anchors.filter(({ seq }) => seq > begin.seq)
  const { rows } = await sql<{
    seq: number
    hash: Buffer
  }>`select seq, hash from audit.chain where seq = any(${meant.map(({ seq }) => seq)}::bigint[])`.execute(db)
  const { rows: ends } = await sql<{ seq: number | null }>`select max(seq) as seq from audit.chain`.execute(db)
  const hashes = new Map(rows.map((row) => [row.seq, row.hash.toString('hex')]))
  const end = ends[0]?.seq ?? begin.seq
  // One cut is said once, by the first anchor behind it.
  const cut = meant.find(({ seq }) => seq > end)
  const other = meant.find(({ seq, hash }) => seq <= end && hashes.has(seq) && hashes.get(seq) !== hash)
  return [
    ...(other ? [{ kind: 'rewritten' as const, seq: other.seq, entryId: null, at: other.at }] : []),
    ...(cut ? [{ kind: 'cut-off' as const, seq: end + 1, entryId: null, at: cut.at }] : []),
  ]
}
