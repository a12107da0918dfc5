import { sql } from 'kysely'
import type { z } from 'zod'
import type { Role } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { listUsers as definition } from '../users.ts'

type Row = {
  id: string
  name: string
  email: string
  role: Role
  own_roles: string[]
  disabled: boolean
  joined: boolean
  created_at: Date
  seen_at: Date | null
  invite_until: Date | null
}

/** Everybody who may or might come in, owners first, in the order in which they were added. */
export async function listUsers(ctx: Ctx): Promise<z.input<(typeof definition)['output']>> {
  const { rows } = await sql<Row>`
    select u.id, u.name, u.email, u.role, u.disabled_at is not null as disabled, u.created_at,
           case when u.role = 'owner' then '{}'::text[] else array(select r.name from role_holders h join roles r on r.id = h.role_id
             where h.user_id = u.id order by r.name) end as own_roles,
           exists (select 1 from auth.accounts a where a.user_id = u.id) as joined,
           (select max(s.created_at) from auth.sessions s where s.user_id = u.id) as seen_at,
           (select max(l.expires_at) from auth.links l where l.user_id = u.id and l.purpose = 'join' and l.used_at is null) as invite_until
    from auth.users u order by array_position(array['owner', 'manager', 'member'], u.role), u.created_at, u.id`.execute(ctx.db)
  return {
    users: rows.map(
      ({
        id,
        name,
        email,
        role,
        own_roles: ownRoles,
        disabled,
        joined,
        created_at: createdAt,
        seen_at: seenAt,
        invite_until: inviteUntil,
      }) => ({
        id,
        name,
        email,
        role,
        ownRoles,
        state: disabled ? 'disabled' : joined ? 'active' : 'invited',
        you: ctx.actor.id === `user:${id}`,
        createdAt: createdAt.toISOString(),
        lastSignInAt: seenAt?.toISOString() ?? null,
        inviteUntil: inviteUntil?.toISOString() ?? null,
      }),
    ),
  }
}
