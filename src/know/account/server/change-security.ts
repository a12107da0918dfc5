import { sql } from 'kysely'
import type { AnswerOf } from '../../../core/action/action.ts'
import { callbackAddress } from '../../../platform/access/oidc.ts'
import { listProviders } from '../../../platform/access/providers.ts'
import { actorMemory } from '../../../platform/access/remember-actors.ts'
import { requireFresh } from '../../../platform/access/require-fresh.ts'
import { forgetPolicy, readPolicy } from '../../../platform/access/security-policy.ts'
import { sessionIsOpen } from '../../../platform/access/sessions.ts'
import { changeOf } from '../../../platform/audit/record-change.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { saveSetting } from '../../../platform/database/save-setting.ts'
import { newcomerRoles, type readSecurity as definition, type SecuritySettings } from '../security.ts'

export async function readSecurity(ctx: Ctx): Promise<AnswerOf<typeof definition>> {
  const providers = await listProviders(ctx.db)
  return {
    settings: await readPolicy(ctx.services.database, ctx.db),
    people: await readPeople(ctx),
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

type Person = AnswerOf<typeof definition>['people'][number]

async function readPeople(ctx: Ctx): Promise<Person[]> {
  const isOpen = sessionIsOpen(ctx.now, await readPolicy(ctx.services.database, ctx.db))
  const { rows } = await sql<Person>`
    select u.id, u.name, u.role, exists (select 1 from auth.authenticators x where x.user_id = u.id) as authenticator,
           (select count(*)::int from auth.passkeys p where p.user_id = u.id) as passkeys,
           (select count(*)::int from auth.sessions s where s.user_id = u.id and ${isOpen}) as sessions
    from auth.users u where u.disabled_at is null and exists (select 1 from auth.accounts a where a.user_id = u.id)
    order by u.name, u.id`.execute(ctx.db)
  return rows
}

/** @throws Problem access.not-fresh */
export async function saveSecurity(ctx: Ctx, input: SecuritySettings): Promise<Record<never, never>> {
  requireFresh(ctx)
  ctx.changed(changeOf('settings', 'security', await readPolicy(ctx.services.database, ctx.db), input))
  await saveSetting(ctx, 'security', input)
  forgetPolicy(ctx.services.database)
  actorMemory(ctx.services.database).forget()
  return {}
}
