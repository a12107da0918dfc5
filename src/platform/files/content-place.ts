import { join } from 'node:path'
import { sql } from 'kysely'
import type { Db } from '../database/connect.ts'

/** Where contents lie, each once, by their hash. */
export const keptFolder = (filesFolder: string): string => join(filesFolder, 'kept')

/** Where they lie until they have come whole. */
export const arrivingFolder = (filesFolder: string): string => join(keptFolder(filesFolder), 'arriving')

export const contentPath = (filesFolder: string, hash: string): string => join(keptFolder(filesFolder), hash.slice(0, 2), hash)

/** Who keeps and who clears one content do so one after the other. Held until the transaction ends. */
export async function holdContent(db: Db, hash: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`file ${hash}`}, 0))`.execute(db)
}
