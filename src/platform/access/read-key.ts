import { sql } from 'kysely'
import type { Role } from '../../core/action/action.ts'
import { keyScopes } from '../../core/action/key-scopes.ts'
import type { Actor } from '../actions/context.ts'
import { hashToken } from '../actions/secrets.ts'
import type { Services } from '../actions/services.ts'

const writtenEveryMs = 60_000

type Row = { id: string; name: string; role: Role; scopes: unknown; last_used_at: Date | null; last_used_address: string | null }

/** Of a row of `api_keys`: whoever made it is disabled, may know it still, and is kept out by it too. */
export const isMakerDisabled = sql<boolean>`exists (select 1 from auth.users u where 'user:' || u.id::text = api_keys.created_by and u.disabled_at is not null)`

/** Who holds this API key, or null. When and from where it was used is written at most once a minute, and at each new place. */
export async function readKey(services: Services, key: string, address: string): Promise<Actor | null> {
  if (!key.startsWith('rk_') || key.length > 100) return null
  const now = services.clock()
  const { rows } = await sql<Row>`
    select id, name, role, scopes, last_used_at, last_used_address from api_keys
    where key_hash = ${hashToken(key)} and revoked_at is null and (expires_at is null or expires_at > ${now}) and not ${isMakerDisabled}`.execute(
    services.database.db,
  )
  const found = rows[0]
  // Scopes that cannot be read open nothing.
  const scopes = keyScopes.safeParse(found?.scopes)
  if (!found || !scopes.success) return null
  const isOld = !found.last_used_at || now.getTime() - found.last_used_at.getTime() >= writtenEveryMs
  if (isOld || found.last_used_address !== address)
    await sql`update api_keys set last_used_at = ${now}, last_used_address = ${address} where id = ${found.id}`.execute(
      services.database.db,
    )
  return { kind: 'key', id: `key:${found.id}`, name: found.name, role: found.role, scopes: scopes.data }
}
