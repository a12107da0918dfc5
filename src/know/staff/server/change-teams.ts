import { sql } from 'kysely'
import type { InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type * as definitions from '../actions.ts'
import { mostTeams } from '../staff.ts'
import { lockOrganisation } from './change-organisation.ts'

type Done = { id: string }

/** @throws Problem team.name-taken, team.too-many, user.missing */
export async function createTeam(ctx: Ctx, { name, memberIds }: InputOf<typeof definitions.createTeam>): Promise<Done> {
  await lockOrganisation(ctx)
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from teams`.execute(ctx.db)
  if ((rows[0]?.n ?? 0) >= mostTeams) throw new Problem('team.too-many', { most: mostTeams })
  const id = ctx.newId()
  await refuseTaken(ctx, id, name)
  await sql`insert into teams (id, name, made_at) values (${id}, ${name}, ${ctx.now})`.execute(ctx.db)
  await setMembers(ctx, id, memberIds)
  return { id }
}

/** @throws Problem team.missing, team.name-taken, user.missing */
export async function changeTeam(ctx: Ctx, { id, name, memberIds }: InputOf<typeof definitions.changeTeam>): Promise<Done> {
  await lockOrganisation(ctx)
  if (name !== undefined) await refuseTaken(ctx, id, name)
  const { rows } = await sql`update teams set name = coalesce(${name ?? null}::text, name) where id = ${id} returning 1`.execute(ctx.db)
  if (rows.length === 0) throw new Problem('team.missing')
  if (memberIds !== undefined) await setMembers(ctx, id, memberIds)
  return { id }
}

/** @throws Problem team.missing */
export async function removeTeam(ctx: Ctx, { id }: InputOf<typeof definitions.removeTeam>): Promise<Done> {
  const { rows } = await sql`delete from teams where id = ${id} returning 1`.execute(ctx.db)
  if (rows.length === 0) throw new Problem('team.missing')
  return { id }
}

async function refuseTaken(ctx: Ctx, id: string, name: string): Promise<void> {
  const { rows } = await sql`select 1 from teams where lower(name) = lower(${name}) and id <> ${id}`.execute(ctx.db)
  if (rows.length > 0) throw new Problem('team.name-taken', { path: 'name', name })
}

/** Exactly these; who is in it already keeps the day of joining. */
async function setMembers(ctx: Ctx, teamId: string, memberIds: readonly string[]): Promise<void> {
  const wanted = [...new Set(memberIds)]
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from auth.users where id = any(${wanted}::uuid[])`.execute(ctx.db)
  if ((rows[0]?.n ?? 0) < wanted.length) throw new Problem('user.missing', { path: 'memberIds' })
  await sql`delete from team_members where team_id = ${teamId} and user_id <> all(${wanted}::uuid[])`.execute(ctx.db)
  await sql`insert into team_members (team_id, user_id, joined_at) select ${teamId}::uuid, u, ${ctx.now}::timestamptz from unnest(${wanted}::uuid[]) u
    on conflict do nothing`.execute(ctx.db)
}
