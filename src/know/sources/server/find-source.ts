import { sql } from 'kysely'
import { hashToken } from '../../../platform/actions/secrets.ts'
import type { Database } from '../../../platform/database/connect.ts'

export type Source = { readonly id: string; readonly name: string }

/** How long a key is believed without asking again; another process's disabling takes effect within it. */
const keptMs = 1_000
const most = 1_000

type Kept = { readonly at: number; readonly source: Source | null }
const kept = new WeakMap<Database, Map<string, Kept>>()

/** The source in use that this write key belongs to. */
export async function findSource(database: Database, writeKey: string): Promise<Source | null> {
  const hash = hashToken(writeKey)
  const known = kept.get(database)?.get(hash)
  const at = performance.now()
  if (known && at - known.at < keptMs) return known.source
  const { rows } = await sql<Source>`select id, name from sources where key_hash = ${hash} and disabled_at is null`.execute(database.db)
  const source = rows[0] ?? null
  const all = kept.get(database) ?? new Map<string, Kept>()
  if (all.size >= most) all.clear()
  kept.set(database, all.set(hash, { at, source }))
  return source
}
