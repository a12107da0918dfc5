import { createHash } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { Services } from '../actions/services.ts'
import { type Db, inTransaction } from '../database/connect.ts'

/** A place in the chain: the number of the last entry, and the hash up to it. */
export type ChainPlace = { readonly seq: number; readonly hash: Buffer }

export const beginning: ChainPlace = { seq: 0, hash: Buffer.alloc(32) }

/** Any two programs that chain use the same lock. */
export const chainLock = 7_348_676_301
const portion = 2_000

/**
 * SHA-256 of an entry in its canonical form: a JSON array of its columns in a set order, the instant in UTC to the
 * microsecond. `withheld` stands in it by its seal alone, so that a person's values may go. Anybody may repeat it.
 */
export function digestOf(alias: string): RawBuilder<Buffer> {
  const e = sql.raw(alias)
  return sql<Buffer>`sha256(convert_to(jsonb_build_array(1, ${e}.id, to_char(${e}.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), ${e}.kind, ${e}.actor,
    ${e}.actor_name, ${e}.source, ${e}.address, ${e}.agent, ${e}.action, ${e}.entity, ${e}.subject, ${e}.customer_id, ${e}.outcome, ${e}.code, ${e}.reason, ${e}.records,
    ${e}.ids, ${e}.details, ${e}.seal)::text, 'UTF8'))`
}

/** The hash of a link: SHA-256 of the hash before, the number in eight bytes, the entry's id in sixteen, and its digest. */
export function linkHash(previous: Buffer, seq: number, entryId: string, digest: Buffer): Buffer {
  const number = Buffer.alloc(8)
  number.writeBigUInt64BE(BigInt(seq))
  return createHash('sha256')
    .update(previous)
    .update(number)
    .update(Buffer.from(entryId.replaceAll('-', ''), 'hex'))
    .update(digest)
    .digest()
}

/** The end of the chain; its beginning where old entries were let go and nothing came since. */
export async function readEnd(db: Db): Promise<ChainPlace> {
  const { rows } = await sql<ChainPlace>`(select seq, hash from audit.chain order by seq desc limit 1) union all
    (select seq, hash from audit.cuts order by seq desc limit 1) order by seq desc limit 1`.execute(db)
  return rows[0] ?? beginning
}

/** Where the chain begins. */
export async function readBegin(db: Db): Promise<ChainPlace> {
  const { rows } = await sql<ChainPlace>`select seq, hash from audit.cuts order by seq desc limit 1`.execute(db)
  return rows[0] ?? beginning
}

/**
 * Chains the entries that are new, in the order of their transactions. Writers take no lock and wait for nobody; an entry
 * that is committed late is found by its transaction's number and chained then.
 * @returns how many were chained; none where another chains just then
 */
export async function chainEntries(services: Services, most: number = portion): Promise<number> {
  return inTransaction(services.database, async ({ db }) => {
    const { rows } = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${chainLock}) as mine`.execute(db)
    return rows[0]?.mine ? chainNext(db, most, services.clock()) : 0
  })
}

/** Chains all that there is, for whoever looks afterwards whether anything is left beside the chain: waits for another who chains just then. */
export async function chainAll(services: Services): Promise<void> {
  const next = () =>
    inTransaction(services.database, async ({ db }) => {
      await sql`select pg_advisory_xact_lock(${chainLock})`.execute(db)
      return chainNext(db, portion, services.clock())
    })
  while ((await next()) > 0);
}

async function chainNext(db: Db, most: number, at: Date): Promise<number> {
  const end = await readEnd(db)
  const { from, horizon } = await readHorizon(db)
  const { rows } = await sql<{
    id: string
    xact: string
    digest: Buffer
  }>`select e.id, e.xact::text as xact, ${digestOf('e')} as digest from audit.entries e
    where e.xact >= ${from}::xid8 and not exists (select 1 from audit.chain c where c.entry_id = e.id) order by e.xact, e.id limit ${most}`.execute(
    db,
  )
  if (rows.length === 0) return 0
  const last = rows.at(-1)?.xact ?? horizon
  const upto = rows.length === most && BigInt(last) < BigInt(horizon) ? last : horizon
  await link(db, end, rows, upto, at)
  return rows.length
}

/**
 * From which transaction on entries may be unchained: all below it were over when the newest link was written. In a
 * database that was restored elsewhere the numbers begin anew. `horizon` is the same for now; it is read before the
 * entries, so that whatever is below it can be seen.
 */
async function readHorizon(db: Db): Promise<{ from: string; horizon: string }> {
  const { rows } = await sql<{ upto: string | null; horizon: string }>`
    select (select upto::text from audit.chain order by seq desc limit 1) as upto, pg_snapshot_xmin(pg_current_snapshot())::text as horizon`.execute(
    db,
  )
  const { upto, horizon } = rows[0] ?? { upto: null, horizon: '0' }
  return { horizon, from: upto === null || BigInt(upto) > BigInt(horizon) ? '0' : upto }
}

async function link(db: Db, end: ChainPlace, rows: readonly { id: string; digest: Buffer }[], upto: string, at: Date): Promise<void> {
  let { seq, hash } = end
  const links = rows.map(({ id, digest }) => {
    seq++
    hash = linkHash(hash, seq, id, digest)
    return { seq, entry_id: id, digest: digest.toString('hex'), hash: hash.toString('hex') }
  })
  await sql`insert into audit.chain (seq, entry_id, digest, hash, upto, at)
    select r.seq, r.entry_id, decode(r.digest, 'hex'), decode(r.hash, 'hex'), ${upto}::xid8, ${at}
    from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as r (seq bigint, entry_id uuid, digest text, hash text)`.execute(db)
}
