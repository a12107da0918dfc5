import { sql } from 'kysely'
import { Problem } from '../../core/kit/problem.ts'
import type { Ctx } from '../actions/context.ts'
import type { Services } from '../actions/services.ts'
import type { Db } from '../database/connect.ts'
import { rewrapContactKeys } from './contact-keys.ts'
import { readSealingWork, startSealingWork } from './sealing-work.ts'

export const rewrapName = 'keys'

/**
 * Makes a new key-encryption key, under which the persons' keys are wrapped anew in portions by a tick. The older keys stay:
 * whatever is still wrapped under one of them can be opened, in a backup too. With keys in REGULARS_KEY the newest of them
 * is gone over to.
 * @throws Problem sealing.at-work, sealing.keys-outside
 */
export async function rotateKeys(ctx: Ctx): Promise<{ version: number }> {
  const { db, now, services } = ctx
  await sql`select pg_advisory_xact_lock(7236, 21)`.execute(db)
  const works = await readSealingWork(db)
  if (works.some(({ name, endedAt }) => name === rewrapName && endedAt === null)) throw new Problem('sealing.at-work')
  const version = services.sealing.addVersion()
  const proof = services.sealing.proofs().get(version) ?? ''
  await sql`insert into sealing_keys (version, proof, made_at) values (${version}, ${proof}, ${now}) on conflict do nothing`.execute(db)
  await startSealingWork(ctx, { name: rewrapName, doing: 'rewrap', total: await countOlder(db, version) })
  return { version }
}

export async function countOlder(db: Db, version: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from person_keys where key_version < ${version}`.execute(db)
  return rows[0]?.n ?? 0
}

type Row = { customer_id: string; wrapped: Buffer; key_version: number }

/**
 * Wraps a portion of persons' keys under the newest version. A key that was changed or erased meanwhile is left alone.
 * @returns how many were older
 */
export async function rewrapPortion({ sealing }: Pick<Services, 'sealing'>, db: Db, limit: number): Promise<number> {
  const { rows: newest } = await sql<{ version: number | null }>`select max(version) as version from sealing_keys`.execute(db)
  if ((newest[0]?.version ?? 0) > sealing.version()) sealing.reload()
  const { rows } = await sql<Row>`select customer_id, wrapped, key_version from person_keys where key_version < ${sealing.version()}
    order by key_version, customer_id limit ${limit}`.execute(db)
  await rewrapContactKeys(sealing, db)
  if (rows.length === 0) return 0
  const again = rows.map((row) => {
    const key = sealing.unwrap(row.customer_id, { wrapped: row.wrapped, version: row.key_version })
    return { id: row.customer_id, was: row.key_version, ...sealing.wrap(row.customer_id, key) }
  })
  await sql`update person_keys k set wrapped = r.wrapped, key_version = r.version
    from unnest(${again.map(({ id }) => id)}::uuid[], ${again.map(({ was }) => was)}::int[], ${again.map(({ wrapped }) => wrapped)}::bytea[],
      ${again.map(({ version }) => version)}::int[]) r(id, was, wrapped, version)
    where k.customer_id = r.id and k.key_version = r.was and k.customer_id = any(${again.map(({ id }) => id)}::uuid[])`.execute(db)
  return rows.length
}
