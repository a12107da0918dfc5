import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Services } from '../../../platform/actions/services.ts'
import { isUuid } from '../../../core/kit/id.ts'
import { subtractDuration } from '../../../core/kit/duration.ts'
import { folderOf, idOfFile } from './read-import-row.ts'

/** Files that were uploaded and never imported are kept for a week; those of imports, while they can be taken up again or looked at, for a month. */
export async function clearUploads(services: Services): Promise<boolean> {
  const now = services.clock()
  const unused = subtractDuration(now, { amount: 7, unit: 'days' })
  const old = subtractDuration(now, { amount: 30, unit: 'days' })
  const { rows: gone } = await sql<{
    id: string
  }>`delete from imports where state = 'uploaded' and created_at < ${unused} returning id`.execute(services.database.db)
  const { rows: done } = await sql<{
    id: string
  }>`select id from imports where state in ('done', 'undone') and created_at < ${old}`.execute(services.database.db)
  const ended = new Set([...gone, ...done].map(({ id }) => id))
  const folder = folderOf(services.filesFolder)
  for (const name of await readdir(folder)) if (ended.has(idOfFile(name))) await rm(join(folder, name), { force: true })
  await clearStrays(services, unused)
  return false
}

/** Files whose import was rolled back have no row. */
async function clearStrays({ database, filesFolder }: Services, before: Date): Promise<void> {
  const folder = folderOf(filesFolder)
  for (const name of await readdir(folder)) {
    const id = idOfFile(name)
    const { mtime } = await stat(join(folder, name))
    if (!isUuid(id) || mtime >= before) continue
    const { rows } = await sql`select 1 from imports where id = ${id}`.execute(database.db)
    if (rows.length === 0) await rm(join(folder, name), { force: true })
  }
}
