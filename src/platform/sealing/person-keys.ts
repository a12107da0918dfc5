import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Services } from '../actions/services.ts'
import type { Db } from '../database/connect.ts'

type Keeper = Pick<Services, 'sealing' | 'clock'>
type Row = { customer_id: string; wrapped: Buffer; key_version: number }

/** So many at a time, that no statement grows without bound. */
const portion = 5_000

/** The keys that these customers have. Whoever has none, or was erased, is left out. */
export async function readPersonKeys({ sealing }: Pick<Services, 'sealing'>, db: Db, ids: readonly string[]): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>()
  for (let at = 0; at < ids.length; at += portion) {
    const { rows } = await sql<Row>`select customer_id, wrapped, key_version from person_keys
      where customer_id = any(${ids.slice(at, at + portion)}::uuid[])`.execute(db)
    for (const row of rows) found.set(row.customer_id, sealing.unwrap(row.customer_id, { wrapped: row.wrapped, version: row.key_version }))
  }
  return found
}

/** The keys of these customers; whoever has none is given one. In the caller's transaction, in order of customer. */
export async function personKeys(services: Keeper, db: Db, ids: Iterable<string>): Promise<Map<string, Buffer>> {
  const wanted = [...new Set(ids)].sort()
  const found = await readPersonKeys(services, db, wanted)
  const missing = wanted.filter((id) => !found.has(id))
  for (let at = 0; at < missing.length; at += portion) {
    const some = missing.slice(at, at + portion)
    const made = await makeKeys(services, db, some)
    // Whoever was given one by another at the same moment has that one.
    const others = some.filter((id) => !made.has(id))
    for (const [id, key] of [...made, ...(await readPersonKeys(services, db, others))]) found.set(id, key)
  }
  return found
}

/** One customer's key, made where there is none. 32 bytes. */
export async function personKey(services: Keeper, db: Db, customerId: string): Promise<Buffer> {
  const key = (await personKeys(services, db, [customerId])).get(customerId)
  if (!key) throw new Error('a key that was just made is not there')
  return key
}

/** Wraps under the version that the database knows as the newest: another process may have brought a newer one. */
async function makeKeys({ sealing, clock }: Keeper, db: Db, ids: readonly string[]): Promise<Map<string, Buffer>> {
  const { rows: known } = await sql<{ version: number | null }>`select max(version) as version from sealing_keys`.execute(db)
  if ((known[0]?.version ?? 0) > sealing.version()) sealing.reload()
  const made = new Map(ids.map((id) => [id, randomBytes(32)]))
  const rows = [...made].map(([id, key]) => ({ id, ...sealing.wrap(id, key) }))
  const { rows: kept } = await sql<{ customer_id: string }>`insert into person_keys (customer_id, wrapped, key_version, made_at)
    select id, wrapped, version, ${clock()} from unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ wrapped }) => wrapped)}::bytea[],
      ${rows.map(({ version }) => version)}::int[]) t(id, wrapped, version) order by id
    on conflict (customer_id) do nothing returning customer_id`.execute(db)
  const mine = new Set(kept.map((row) => row.customer_id))
  return new Map([...made].filter(([id]) => mine.has(id)))
}
