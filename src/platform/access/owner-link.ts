import { sql } from 'kysely'
import type { Services } from '../actions/services.ts'
import { inTransaction } from '../database/connect.ts'
import { makeLinkToken } from './one-time-links.ts'
import { dropSecondFactor } from './second-factor.ts'

/**
 * The link for the owner that the terminal prints: the welcome page while there is no owner, otherwise one that signs the
 * first owner in. Works once, for 24 hours; a newer one ends it.
 * @param options.forgetSecondFactor for whoever lost the phone: whoever reaches the terminal reaches the data anyway
 * @returns null when there is an owner and only a first one was asked for
 */
export async function makeOwnerLink(
  services: Services,
  options: { url: string; onlyWithoutOwner: boolean; forgetSecondFactor?: boolean },
): Promise<string | null> {
  const now = services.clock()
  return inTransaction(services.database, async ({ db }) => {
    const { rows } = await sql<{
      id: string
    }>`select id from auth.users where role = 'owner' and disabled_at is null order by created_at, id limit 1`.execute(db)
    const owner = rows[0]
    if (!owner) return `${options.url}/welcome?token=${await makeLinkToken(db, 'welcome', null, now)}`
    if (options.onlyWithoutOwner) return null
    if (options.forgetSecondFactor) {
      await dropSecondFactor(db, owner.id)
      await sql`delete from auth.passkeys where user_id = ${owner.id}`.execute(db)
      await sql`delete from auth.sessions where user_id = ${owner.id}`.execute(db)
    }
    return `${options.url}/enter?token=${await makeLinkToken(db, 'enter', owner.id, now)}`
  })
}
