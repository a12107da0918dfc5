import { sql } from 'kysely'
import { Problem } from '../../core/kit/problem.ts'
import { asSystem, readShop, type Services } from '../actions/services.ts'
import { setPassword } from './keep-user.ts'
import { readLink, useLink } from './one-time-links.ts'
import { judgePassword } from './judge-password.ts'

type Invited = { readonly name: string; readonly email: string }

async function readInvited(services: Services, userId: string | null): Promise<Invited> {
  const { rows } = await sql<Invited>`select name, email from auth.users where id = ${userId} and disabled_at is null`.execute(
    services.database.db,
  )
  if (!rows[0]) throw new Problem('access.link-used')
  return rows[0]
}

/** For whom the link is, to greet them by name. @throws Problem access.link-used */
export async function readInvitation(services: Services, token: string): Promise<Invited & { shop: string }> {
  const userId = await readLink(services.database.db, 'join', token, services.clock())
  const shop = await readShop(services.database)
  return { ...(await readInvited(services, userId)), shop: shop.name }
}

/**
 * Sets the password of whoever holds the link, and the name if another is given.
 * @returns the user's id @throws Problem access.link-used, access.password-*
 */
export async function joinByLink(
  services: Services,
  input: { token: string; name?: string | undefined; password: string },
): Promise<string> {
  const invited = await readInvitation(services, input.token)
  const holder = await readLink(services.database.db, 'join', input.token, services.clock())
  const hash = await judgePassword(services, holder, input.password, [invited.name, invited.email, invited.shop])
  return asSystem(services, 'join', async (ctx) => {
    const userId = await useLink(ctx.db, 'join', input.token, ctx.now)
    if (!userId) throw new Problem('access.link-used')
    const name = input.name?.trim() || invited.name
    await sql`update auth.users set name = ${name}, updated_at = ${ctx.now} where id = ${userId}`.execute(ctx.db)
    await setPassword(ctx, userId, hash)
    return userId
  })
}
