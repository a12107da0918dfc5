import { sql } from 'kysely'
import type { Role } from '../../core/action/action.ts'
import type { Actor } from '../actions/context.ts'
import { hashToken } from '../actions/secrets.ts'
import type { Services } from '../actions/services.ts'

const writtenEveryMs = 60_000

/** Who holds this API key, or null. That it was used is written at most once a minute. */
export async function readKey(services: Services, key: string): Promise<Actor | null> {
  if (!key.startsWith('rk_') || key.length > 100) return null
  const { rows } = await sql<{ id: string; name: string; role: Role; last_used_at: Date | null }>`
    select id, name, role, last_used_at from api_keys where key_hash = ${hashToken(key)} and revoked_at is null`.execute(
    services.database.db,
  )
  const found = rows[0]
  if (!found) return null
  const now = services.clock()
  if (!found.last_used_at || now.getTime() - found.last_used_at.getTime() >= writtenEveryMs) {
    await sql`update api_keys set last_used_at = ${now} where id = ${found.id}`.execute(services.database.db)
  }
  return { kind: 'key', id: `key:${found.id}`, name: found.name, role: found.role }
}
