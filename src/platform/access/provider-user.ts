import { sql } from 'kysely'
import { Problem } from '../../core/kit/problem.ts'
import type { Ctx } from '../actions/context.ts'
import { asSystem, type Services } from '../actions/services.ts'
import type { Db } from '../database/connect.ts'
import { addUser } from './keep-user.ts'
import type { Told } from './oidc.ts'
import type { Provider } from './providers.ts'

/**
 * Whose sign-in this is: of the user whom this provider's subject was joined to before; else of the user with the same
 * verified e-mail, who is joined to it now and to no other subject of this provider; else of a newcomer, where they may come.
 * @throws Problem access.provider-stranger, access.provider-unverified, access.provider-other
 */
export async function findProviderUser(services: Services, provider: Provider, told: Told): Promise<string> {
  const known = await joinedUser(services.database.db, provider, told.subject)
  if (known) return await ifEnabled(services.database.db, known)
  const { email } = told
  if (email === null) throw new Problem('access.provider-unverified', { name: provider.name })
  return asSystem(services, 'provider', async (ctx) => {
    const { rows } = await sql<{ id: string }>`select id from auth.users where email = ${email}`.execute(ctx.db)
    const userId = rows[0]?.id ?? (await addNewcomer(ctx, provider, { ...told, email }))
    await joinUser(ctx, provider, userId, told.subject)
    return await ifEnabled(ctx.db, userId)
  })
}

async function joinedUser(db: Db, provider: Provider, subject: string): Promise<string | null> {
  const { rows } = await sql<{ user_id: string }>`
    select user_id from auth.accounts where provider_id = ${provider.id} and account_id = ${subject}`.execute(db)
  return rows[0]?.user_id ?? null
}

async function ifEnabled(db: Db, userId: string): Promise<string> {
  const { rows } = await sql`select 1 from auth.users where id = ${userId} and disabled_at is null`.execute(db)
  if (rows.length === 0) throw new Problem('access.provider-stranger')
  return userId
}

/** An address that a provider gives to somebody new does not open what belonged to whoever had it before. */
async function joinUser(ctx: Ctx, provider: Provider, userId: string, subject: string): Promise<void> {
  const { rows } = await sql`select 1 from auth.accounts where provider_id = ${provider.id} and user_id = ${userId}`.execute(ctx.db)
  if (rows.length > 0) throw new Problem('access.provider-other', { name: provider.name })
  await sql`
    insert into auth.accounts (id, user_id, provider_id, account_id, created_at, updated_at)
    values (${ctx.newId()}, ${userId}, ${provider.id}, ${subject}, ${ctx.now}, ${ctx.now})`.execute(ctx.db)
  await sql`update auth.users set email_verified = true, updated_at = ${ctx.now} where id = ${userId}`.execute(ctx.db)
}

async function addNewcomer(ctx: Ctx, provider: Provider, told: { readonly email: string; readonly name: string | null }): Promise<string> {
  const domain = told.email.slice(told.email.lastIndexOf('@') + 1)
  if (!provider.newcomers || !provider.domains.includes(domain)) throw new Problem('access.provider-stranger')
  return addUser(ctx, { name: told.name ?? told.email.slice(0, told.email.lastIndexOf('@')), email: told.email, role: provider.role })
}
