import { sql } from 'kysely'
import { Problem } from '../../core/kit/problem.ts'
import type { Db } from '../database/connect.ts'
import type { Sealing, Wrapped } from './sealing.ts'

type Row = Wrapped & { readonly contactVersion: number }
type Keeper = { readonly db: Db; readonly now: Date; readonly services: { readonly sealing: Sealing } }

async function readContactKeys(db: Db): Promise<Row[]> {
  const { rows } =
    await sql<Row>`select version as "contactVersion", wrapped, key_version as version from contact_keys order by contact_keys.version`.execute(
      db,
    )
  return rows
}

/** The keys of contact details, the first of them made at the first start. Of two who start at one moment the second finds the other's. */
export async function takeOrMakeContactKeys({ db, now, services: { sealing } }: Keeper): Promise<void> {
  const kept = await readContactKeys(db)
  if (kept.length === 0) await keepContactKey({ db, now, services: { sealing } }, 1)
  for (const row of kept.length === 0 ? await readContactKeys(db) : kept) sealing.takeContactKey(row, row.contactVersion)
}

async function keepContactKey({ db, now, services: { sealing } }: Keeper, contactVersion: number): Promise<void> {
  const { wrapped, version } = sealing.makeContactKey(contactVersion)
  await sql`insert into contact_keys (version, wrapped, key_version, made_at) values (${contactVersion}, ${wrapped}, ${version}, ${now}) on conflict do nothing`.execute(
    db,
  )
}

/** Those of these versions that another process made. Whether the ring is the right one is judged at the start, and not here. */
export async function takeContactKeys(sealing: Sealing, db: Db, versions: readonly number[]): Promise<void> {
  if (versions.every((version) => sealing.knowsContactKey(version)) || !sealing.hasKeys()) return
  for (const row of await readContactKeys(db))
    try {
      sealing.takeContactKey(row, row.contactVersion)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
    }
}

/** Of a copy that was just restored: its own keys, where it has some and the keys that they are wrapped under came back too. */
export async function takeRestoredContactKeys({ db, services: { sealing } }: Pick<Keeper, 'db' | 'services'>): Promise<void> {
  const { rows: there } = await sql<{ is: boolean }>`select to_regclass('contact_keys') is not null as is`.execute(db)
  if (!there[0]?.is || !sealing.hasKeys()) return
  for (const row of await readContactKeys(db)) sealing.takeContactKey(row, row.contactVersion)
}

/**
 * Every process learns of it with the cards, this one too: a key that is taken before it is committed would stay known here, and
 * seal, where it was rolled back.
 * @returns the version of a new key of contact details
 */
export async function addContactKey(keeper: Keeper): Promise<number> {
  const version = Math.max(0, ...(await readContactKeys(keeper.db)).map(({ contactVersion }) => contactVersion)) + 1
  await keepContactKey(keeper, version)
  return version
}

/** The version that contact details are sealed under when the firm switches that on. */
export async function newestContactKey(db: Db): Promise<number> {
  return (await readContactKeys(db)).at(-1)?.contactVersion ?? 1
}

/** All keys of contact details under the newest key of the ring. */
export async function rewrapContactKeys(sealing: Sealing, db: Db): Promise<void> {
  for (const { contactVersion, ...kept } of await readContactKeys(db)) {
    if (kept.version >= sealing.version()) continue
    const { wrapped, version } = sealing.rewrapContactKey(kept, contactVersion)
    await sql`update contact_keys set wrapped = ${wrapped}, key_version = ${version} where version = ${contactVersion} and key_version < ${version}`.execute(
      db,
    )
  }
}

/** Keys that nothing is sealed under any more but what cannot be changed, once this kind is through too. */
export async function retireContactKeys({ db, now }: Pick<Keeper, 'db' | 'now'>, through: string): Promise<void> {
  await sql`update contact_keys set retired_at = ${now} where retired_at is null and version < (select max(contact_key) from sealed_contacts)
    and not exists (select 1 from sealed_contacts s where s.kind <> ${through} and (s.contact_key = contact_keys.version
      or (s.former_key = contact_keys.version and s.phase <> 'done')))`.execute(db)
}
