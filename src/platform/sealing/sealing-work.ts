import { sql } from 'kysely'
import type { Db } from '../database/connect.ts'

export type Doing = 'seal' | 'open' | 'rewrap'

/** Something that is done in portions while everybody goes on: `field:idCard`, `field:<key of a custom field>`, `keys`. */
export type SealingWork = {
  readonly name: string
  readonly doing: Doing
  readonly place: string | null
  readonly after: string | null
  readonly done: number
  readonly total: number
  readonly startedAt: Date
  readonly endedAt: Date | null
}

const columns = sql`name, doing, place, after, done, total, started_at as "startedAt", ended_at as "endedAt"`

export async function readSealingWork(db: Db): Promise<SealingWork[]> {
  const { rows } = await sql<SealingWork>`select ${columns} from sealing_work order by started_at, name`.execute(db)
  return rows
}

/** Begins it, or begins it anew in the other direction: what was done half is undone in the same way. */
export async function startSealingWork(
  { db, now }: { readonly db: Db; readonly now: Date },
  { name, doing, total }: Pick<SealingWork, 'name' | 'doing' | 'total'>,
): Promise<void> {
  await sql`insert into sealing_work (name, doing, total, started_at, updated_at) values (${name}, ${doing}, ${total}, ${now}, ${now})
    on conflict (name) do update set doing = excluded.doing, total = excluded.total, done = 0, place = null, after = null,
      started_at = excluded.started_at, updated_at = excluded.updated_at, ended_at = null`.execute(db)
}

/** The oldest that is under way, ours until the end of the transaction; another process waits here. */
export async function claimSealingWork(db: Db): Promise<SealingWork | null> {
  const { rows } = await sql<SealingWork>`update sealing_work set updated_at = updated_at
    where ended_at is null and name = (select name from sealing_work where ended_at is null order by started_at, name limit 1) returning ${columns}`.execute(
    db,
  )
  return rows[0] ?? null
}

export async function keepSealingWork(
  { db, now }: { readonly db: Db; readonly now: Date },
  { name, place, after, done, endedAt }: Pick<SealingWork, 'name' | 'place' | 'after' | 'done' | 'endedAt'>,
): Promise<void> {
  await sql`update sealing_work set place = ${place}, after = ${after}, done = ${done}, ended_at = ${endedAt}, updated_at = ${now} where name = ${name}`.execute(
    db,
  )
}
