import { sql } from 'kysely'
import type { Reach } from '../../../core/kit/outgoing-doors.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { hostsOfProvider, probeProvider } from '../../../platform/access/oidc.ts'
import { listProviders, type Provider } from '../../../platform/access/providers.ts'
import { actorMemory } from '../../../platform/access/remember-actors.ts'
import { requireFresh } from '../../../platform/access/require-fresh.ts'
import { hashToken } from '../../../platform/actions/secrets.ts'
import type { Services } from '../../../platform/actions/services.ts'
import { changeOf } from '../../../platform/audit/record-change.ts'
import type { Ctx, InputOf } from '../../../platform/actions/context.ts'
import type * as security from '../security.ts'

/** Asks the provider once before it is kept. @throws Problem access.not-fresh, access.provider-…, account.domains-needed */
export async function addProvider(ctx: Ctx, input: InputOf<typeof security.addProvider>): Promise<{ id: string }> {
  requireFresh(ctx)
  const provider = { ...input, id: ctx.newId(), secret: ctx.services.secrets.seal(input.secret) }
  await keep(ctx, provider)
  return { id: provider.id }
}

/** A secret is never sent to another address than the one it was given for. @throws Problem access.provider-missing and as above */
export async function changeProvider(ctx: Ctx, input: InputOf<typeof security.changeProvider>): Promise<{ id: string }> {
  requireFresh(ctx)
  const before = (await listProviders(ctx.db)).find((one) => one.id === input.id)
  if (!before) throw new Problem('access.provider-missing')
  const isElsewhere = before.issuer !== input.issuer || before.clientId !== input.clientId
  if (isElsewhere && input.secret === undefined) throw new Problem('account.secret-needed', { path: 'secret' })
  const secret = input.secret === undefined ? before.secret : ctx.services.secrets.seal(input.secret)
  // Another system's people are not those who were joined to this one.
  if (before.issuer !== input.issuer) await sql`delete from auth.accounts where provider_id = ${input.id}`.execute(ctx.db)
  await keep(ctx, { ...input, secret })
  return { id: input.id }
}

async function keep(ctx: Ctx, provider: Provider): Promise<void> {
  if (provider.newcomers && provider.domains.length === 0) throw new Problem('account.domains-needed', { path: 'domains' })
  if (provider.enabled) await probeProvider(ctx.services, provider)
  const before = (await listProviders(ctx.db)).find((one) => one.id === provider.id)
  ctx.changed(changeOf('providers', provider.id, before ? told(before) : null, told(provider)))
  const { id, name, issuer, clientId, secret, newcomers, role, domains, vouches, enabled } = provider
  await sql`
    insert into auth.providers (id, name, issuer, client_id, secret, newcomers, role, domains, vouches, enabled, made_at, changed_at)
    values (${id}, ${name}, ${issuer}, ${clientId}, ${secret}, ${newcomers}, ${role}, ${[...domains]}::text[], ${vouches}, ${enabled}, ${ctx.now}, ${ctx.now})
    on conflict (id) do update set name = excluded.name, issuer = excluded.issuer, client_id = excluded.client_id, secret = excluded.secret,
      newcomers = excluded.newcomers, role = excluded.role, domains = excluded.domains, vouches = excluded.vouches,
      enabled = excluded.enabled, changed_at = excluded.changed_at`.execute(ctx.db)
}

/** What the audit may tell of it: a secret only that it is another one. */
const told = ({ secret, ...provider }: Provider) => ({ ...provider, secret: hashToken(secret).slice(0, 6) })

/** Those who have no other way in are left without one; whoever came in by a provider is signed out. @throws Problem access.provider-missing */
export async function removeProvider(ctx: Ctx, { id }: InputOf<typeof security.removeProvider>): Promise<Record<never, never>> {
  requireFresh(ctx)
  const { rows } = await sql`delete from auth.providers where id = ${id} returning 1`.execute(ctx.db)
  if (rows.length === 0) throw new Problem('access.provider-missing')
  await sql`
    delete from auth.sessions s using auth.accounts a
    where a.provider_id = ${id} and s.user_id = a.user_id and s.means = 'provider'`.execute(ctx.db)
  await sql`delete from auth.accounts where provider_id = ${id}`.execute(ctx.db)
  actorMemory(ctx.services.database).forget()
  return {}
}

/** Where the program goes when somebody signs in by another system. */
export async function providerReaches(services: Services): Promise<Reach[]> {
  const providers = (await listProviders(services.database.db)).filter(({ enabled }) => enabled)
  const asked = providers.map(async (provider) =>
    (await hostsOfProvider(services, provider)).map((host) => ({ door: 'sign-in' as const, name: provider.name, host })),
  )
  return (await Promise.all(asked)).flat()
}
