import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { subtractDuration } from '../../core/kit/duration.ts'
import type { Services } from '../actions/services.ts'
import { inTransaction } from '../database/connect.ts'
import { arrivingFolder, contentPath, holdContent, keptFolder } from './content-place.ts'

const portion = 200

/** Clears files that nothing has used for a day, contents that no file has, and uploads that broke off. */
export async function clearFiles(services: Services): Promise<boolean> {
  const before = subtractDuration(services.clock(), { amount: 1, unit: 'days' })
  const { rows } = await sql<{ id: string; hash: string }>`select id, hash from kept_files
    where used_by is null and created_at < ${before} and coalesce(released_at, created_at) < ${before} limit ${portion}`.execute(
    services.database.db,
  )
  for (const { id, hash } of rows) await clearFile(services, id, hash, before)
  if (rows.length === portion) return true
  await clearStrays(services, before)
  return false
}

/** It may have been put to use since it was looked up. */
async function clearFile(services: Services, id: string, hash: string, before: Date): Promise<void> {
  await inTransaction(services.database, async ({ db }) => {
    await holdContent(db, hash)
    await sql`delete from kept_files where id = ${id} and used_by is null and coalesce(released_at, created_at) < ${before}`.execute(db)
    const { rows } = await sql`select 1 from kept_files where hash = ${hash} limit 1`.execute(db)
    if (rows.length === 0) await rm(contentPath(services.filesFolder, hash), { force: true })
  })
}

async function clearStrays(services: Services, before: Date): Promise<void> {
  const arriving = arrivingFolder(services.filesFolder)
  for (const name of await namesIn(arriving))
    if (await isOlder(join(arriving, name), before)) await rm(join(arriving, name), { force: true })
  for (const folder of await namesIn(keptFolder(services.filesFolder))) {
    if (!/^[0-9a-f]{2}$/.test(folder)) continue
    const hashes = await namesIn(join(keptFolder(services.filesFolder), folder))
    const { rows } = await sql<{ hash: string }>`select distinct hash from kept_files where hash = any(${hashes}::text[])`.execute(
      services.database.db,
    )
    const known = new Set(rows.map((row) => row.hash))
    for (const hash of hashes) if (!known.has(hash)) await clearStray(services, hash, before)
  }
}

async function clearStray(services: Services, hash: string, before: Date): Promise<void> {
  const path = contentPath(services.filesFolder, hash)
  if (!(await isOlder(path, before))) return
  await inTransaction(services.database, async ({ db }) => {
    await holdContent(db, hash)
    const { rows } = await sql`select 1 from kept_files where hash = ${hash} limit 1`.execute(db)
    if (rows.length === 0) await rm(path, { force: true })
  })
}

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => [])

const isOlder = (path: string, before: Date): Promise<boolean> =>
  stat(path).then(
    ({ mtime }) => mtime < before,
    () => false,
  )
