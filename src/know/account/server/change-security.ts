import { sql } from 'kysely'
import { type AnswerOf, type Role, roles } from '../../../core/action/action.ts'
import { callbackAddress } from '../../../platform/access/oidc.ts'
import { listProviders } from '../../../platform/access/providers.ts'
import { actorMemory } from '../../../platform/access/remember-actors.ts'
import { requireFresh } from '../../../platform/access/require-fresh.ts'
import { forgetPolicy, readPolicy } from '../../../platform/access/security-policy.ts'
import { changeOf } from '../../../platform/audit/record-change.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { newcomerRoles, type readSecurity as definition, type SecuritySettings } from '../security.ts'

export async function readSecurity(ctx: Ctx): Promise<AnswerOf<typeof definition>> {
  const providers = await listProviders(ctx.db)
  return {
    settings: await readPolicy(ctx.services.database, ctx.db),
    withoutSecondFactor: await countWithout(ctx),
    providers: providers.map(({ id, name, issuer, clientId, newcomers, role, domains, vouches, enabled }) => ({
      id,
      name,
      issuer,
      clientId,
      newcomers,
      vouches,
      enabled,
      domains: [...domains],
      role: newcomerRoles.find((one) => one === role) ?? 'member',
      callback: callbackAddress(ctx.services, id),
    })),
  }
}

async function countWithout(ctx: Ctx): Promise<Record<Role, number>> {
  const { rows } = await sql<{ role: Role; n: number }>`
    select u.role, count(*)::int as n from auth.users u
    where u.disabled_at is null and exists (select 1 from auth.accounts a where a.user_id = u.id)
      and not exists (select 1 from auth.authenticators x where x.user_id = u.id) and not exists (select 1 from auth.passkeys p where p.user_id = u.id)
    group by u.role`.execute(ctx.db)
  const count = (role: Role) => rows.find((row) => row.role === role)?.n ?? 0
  const [owner, manager, member] = roles.map(count)
  return { owner: owner ?? 0, manager: manager ?? 0, member: member ?? 0 }
}

/** @throws Problem access.not-fresh */
export async function saveSecurity(ctx: Ctx, input: SecuritySettings): Promise<Record<never, never>> {
  requireFresh(ctx)
  ctx.changed(changeOf('settings', 'security', await readPolicy(ctx.services.database, ctx.db), input))
  await sql`
    insert into settings (name, value, updated_at) values ('security', ${JSON.stringify(input)}::jsonb, ${ctx.now})
    on conflict (name) do update set value = excluded.value, updated_at = excluded.updated_at`.execute(ctx.db)
  forgetPolicy(ctx.services.database)
  actorMemory(ctx.services.database).forget()
  return {}
}
