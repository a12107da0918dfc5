import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { isRole } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { type RoleBody, roleBody } from '../../../core/rights/role-body.ts'
import { checkRule } from '../../../core/rule/check-rule.ts'
import { requireFreshFor } from '../../../platform/access/require-fresh.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { subjectsOf } from '../../../platform/rights/subjects.ts'
import type * as definitions from '../actions.ts'
import { standingBody } from './standing-body.ts'

type Row = {
  id: string
  name: string
  description: string | null
  standing: string | null
  body: unknown
  updated_at: Date
  holders: { id: string; name: string }[] | null
}
type Saved = InputOf<typeof definitions.createRole>

export async function listRoles(ctx: Ctx): Promise<AnswerOf<typeof definitions.listRoles>> {
  // Of a standing role those hold it who hold no other.
  const { rows } = await sql<Row>`select r.id, r.name, r.description, r.standing, r.body, r.updated_at,
      (select jsonb_agg(jsonb_build_object('id', u.id, 'name', u.name) order by u.name) from auth.users u where u.disabled_at is null and case
        when r.standing is null then exists (select 1 from role_holders h where h.role_id = r.id and h.user_id = u.id)
        else u.role = r.standing and not exists (select 1 from role_holders h where h.user_id = u.id) end) as holders
    from roles r order by r.standing is null, r.made_at, r.id`.execute(ctx.db)
  return {
    roles: rows.map(({ standing, body, updated_at, holders, ...row }) => {
      const own = standing !== null && isRole(standing) ? standing : null
      return {
        ...row,
        standing: own,
        body: own ? standingBody(ctx.registry, own) : roleBody.parse(body),
        holders: holders ?? [],
        updatedAt: updated_at.toISOString(),
      }
    }),
  }
}

/** @throws Problem role.name-taken, role.unknown-kind, role.unknown-field, role.rows-elsewhere, rule.* */
export async function createRole(ctx: Ctx, input: Saved): Promise<{ id: string }> {
  await requireFreshFor('rights', ctx)
  await checkBody(ctx, input.body)
  await refuseTaken(ctx, input.name, null)
  const id = ctx.newId()
  await sql`insert into roles (id, name, description, body, created_by, made_at, updated_at)
    values (${id}, ${input.name}, ${input.description}, ${JSON.stringify(input.body)}::jsonb, ${ctx.actor.id}, ${ctx.now}, ${ctx.now})`.execute(
    ctx.db,
  )
  return { id }
}

/** @throws Problem role.missing, role.standing, role.own, and what createRole throws */
export async function updateRole(ctx: Ctx, input: InputOf<typeof definitions.updateRole>): Promise<{ id: string }> {
  await requireFreshFor('rights', ctx)
  await lockRole(ctx, input.id)
  refuseOwn(ctx, input.id)
  await checkBody(ctx, input.body)
  await refuseTaken(ctx, input.name, input.id)
  await sql`update roles set name = ${input.name}, description = ${input.description}, body = ${JSON.stringify(input.body)}::jsonb, updated_at = ${ctx.now}
    where id = ${input.id}`.execute(ctx.db)
  return { id: input.id }
}

/** @throws Problem role.missing, role.standing, role.in-use */
export async function deleteRole(ctx: Ctx, { id }: InputOf<typeof definitions.deleteRole>): Promise<{ id: string }> {
  await requireFreshFor('rights', ctx)
  const { name } = await lockRole(ctx, id)
  const { rows } = await sql<{ n: number }>`select count(*) as n from role_holders where role_id = ${id}`.execute(ctx.db)
  const count = rows[0]?.n ?? 0
  if (count > 0) throw new Problem('role.in-use', { name, count })
  await sql`delete from roles where id = ${id}`.execute(ctx.db)
  return { id }
}

/** @throws Problem user.missing, role.missing, role.standing, role.own */
export async function assignRoles(ctx: Ctx, { id, roleIds }: InputOf<typeof definitions.assignRoles>): Promise<{ id: string }> {
  await requireFreshFor('rights', ctx)
  if (ctx.sight.limits && id === ctx.actor.userId) throw new Problem('role.own')
  await lockRoles(ctx)
  const { rows } = await sql`select 1 from auth.users where id = ${id}`.execute(ctx.db)
  if (rows.length === 0) throw new Problem('user.missing')
  for (const roleId of [...new Set(roleIds)].toSorted()) await lockRole(ctx, roleId)
  await sql`delete from role_holders where user_id = ${id} and role_id <> all(${roleIds}::uuid[])`.execute(ctx.db)
  await sql`insert into role_holders (user_id, role_id, given_by, given_at)
    select ${id}::uuid, r, ${ctx.actor.id}::text, ${ctx.now}::timestamptz from unnest(${[...new Set(roleIds)]}::uuid[]) r on conflict do nothing`.execute(
    ctx.db,
  )
  return { id }
}

/** Who is limited cannot widen what limits them. */
function refuseOwn(ctx: Ctx, roleId: string): void {
  if (ctx.sight.limits?.roles.some(({ id }) => id === roleId)) throw new Problem('role.own')
}

/** Changes of roles and of their holders come one after the other, so that none is given out while it is deleted. */
const rolesLock = 7_348_676_219
const lockRoles = (ctx: Ctx) => sql`select pg_advisory_xact_lock(${rolesLock})`.execute(ctx.db)

/** @throws Problem role.missing, role.standing */
async function lockRole(ctx: Ctx, id: string): Promise<{ name: string }> {
  const { rows } = await sql<{
    name: string
    standing: string | null
  }>`select name, standing from roles where id = ${id}`.execute(ctx.db)
  const role = rows[0]
  if (!role) throw new Problem('role.missing')
  if (role.standing !== null) throw new Problem('role.standing', { name: role.name })
  return role
}

async function refuseTaken(ctx: Ctx, name: string, except: string | null): Promise<void> {
  const { rows } = await sql`select 1 from roles where lower(name) = lower(${name}) and id is distinct from ${except}::uuid`.execute(ctx.db)
  if (rows.length > 0) throw new Problem('role.name-taken', { path: 'name', name })
}

/** Every kind, field and rule that a role names is there. */
async function checkBody(ctx: Ctx, body: RoleBody): Promise<void> {
  const kinds = new Set(subjectsOf(ctx.registry).map(({ name }) => name))
  const { me: _, ...dictionary } = await ctx.onlooker.dictionary()
  for (const [kind, grant] of Object.entries(body.grants)) {
    if (!kinds.has(kind)) throw new Problem('role.unknown-kind', { path: `body.grants.${kind}`, name: kind })
    for (const [verb, chosen] of Object.entries(grant))
      for (const [at, scope] of (chosen ?? []).entries()) {
        const path = `body.grants.${kind}.${verb}.${at}`
        if (kind !== 'customer' && scope !== 'all') throw new Problem('role.rows-elsewhere', { path })
        if (typeof scope === 'object') checkRule(scope.rule, dictionary, `${path}.rule`)
      }
  }
  const { fields } = ctx.card('customer')
  for (const name of Object.keys(body.fields))
    if (!fields.has(name)) throw new Problem('role.unknown-field', { path: `body.fields.${name}`, name })
}
