import { sql } from 'kysely'
import { hashToken } from '../../../platform/actions/secrets.ts'
import type { Services } from '../../../platform/actions/services.ts'
import type { Database } from '../../../platform/database/connect.ts'

export type Source = { readonly id: string; readonly name: string }
/** A source at the door: whether it takes anything now, and from which web pages. */
export type OpenSource = Source & { readonly isPaused: boolean; readonly origins: readonly string[] }

/** How long a key is believed without asking again; another process's disabling takes effect within it. */
const keptMs = 1_000
const most = 1_000

type Kept = { readonly at: number; readonly source: OpenSource | null }
const kept = new WeakMap<Database, Map<string, Kept>>()

/** The source in use that this write key belongs to, or belonged to before a change of key whose respite is not over. */
export async function findSource({ database, clock }: Services, writeKey: string): Promise<OpenSource | null> {
  const hash = hashToken(writeKey)
  const known = kept.get(database)?.get(hash)
  const at = performance.now()
  if (known && at - known.at < keptMs) return known.source
  const { rows } = await sql<OpenSource>`select id, name, paused_at is not null as "isPaused", origins from sources s
    where disabled_at is null and kind = 'segment' and (key_hash = ${hash}
      or exists (select 1 from source_keys k where k.hash = ${hash} and k.source_id = s.id and k.ends_at > ${clock()}))`.execute(
    database.db,
  )
  const source = rows[0] ?? null
  const all = kept.get(database) ?? new Map<string, Kept>()
  if (all.size >= most) all.clear()
  kept.set(database, all.set(hash, { at, source }))
  return source
}
