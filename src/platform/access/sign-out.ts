import { sql } from 'kysely'
import type { Services } from '../actions/services.ts'
import { tokenOf } from './open-auth.ts'
import { actorMemory } from './remember-actors.ts'

/** Ends the session of this cookie, at once. */
export async function signOut(services: Services, cookie: string): Promise<void> {
  const token = tokenOf(services, cookie)
  if (token) await sql`delete from auth.sessions where token = ${token}`.execute(services.database.db)
  actorMemory(services.database).forget()
}
