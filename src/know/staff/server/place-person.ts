import { sql } from 'kysely'
import type { InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { findUser } from '../../../platform/access/keep-user.ts'
import { actorMemory } from '../../../platform/access/remember-actors.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { forgetCards } from '../../../platform/actions/live-cards.ts'
import type * as definitions from '../actions.ts'
import { countBelongings } from './read-hand-overs.ts'
import { lockOrganisation, refuseCircles, requireUser } from './change-organisation.ts'

type Input = InputOf<typeof definitions.placePerson>

/** @throws Problem user.missing, department.missing, team.missing, staff.circle */
export async function placePerson(ctx: Ctx, input: Input): Promise<{ id: string }> {
  const { id, departmentId, position, managerId, teamIds } = input
  await lockOrganisation(ctx)
  await findUser(ctx.db, id)
  if (departmentId) await requireDepartment(ctx, departmentId)
  if (managerId) await requireUser(ctx, managerId)
  const sets = [
    ...(departmentId === undefined ? [] : [sql`department_id = ${departmentId}`]),
    ...(position === undefined ? [] : [sql`position = ${position}`]),
    ...(managerId === undefined ? [] : [sql`manager_id = ${managerId}`]),
  ]
  if (sets.length > 0)
    await sql`update auth.users set ${sql.join([...sets, sql`updated_at = ${ctx.now}`])} where id = ${id}`.execute(ctx.db)
  if (teamIds !== undefined) await setTeams(ctx, id, teamIds)
  await refuseCircles(ctx)
  // Rights go by department, team and reports.
  actorMemory(ctx.services.database).forget()
  return { id }
}

async function requireDepartment(ctx: Ctx, id: string): Promise<void> {
  const { rows } = await sql`select 1 from departments where id = ${id}`.execute(ctx.db)
  if (rows.length === 0) throw new Problem('department.missing', { path: 'departmentId' })
}

async function setTeams(ctx: Ctx, userId: string, teamIds: readonly string[]): Promise<void> {
  const wanted = [...new Set(teamIds)]
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from teams where id = any(${wanted}::uuid[])`.execute(ctx.db)
  if ((rows[0]?.n ?? 0) < wanted.length) throw new Problem('team.missing', { path: 'teamIds' })
  await sql`delete from team_members where user_id = ${userId} and team_id <> all(${wanted}::uuid[])`.execute(ctx.db)
  await sql`insert into team_members (team_id, user_id, joined_at) select t, ${userId}::uuid, ${ctx.now}::timestamptz from unnest(${wanted}::uuid[]) t
    on conflict do nothing`.execute(ctx.db)
}

/** For somebody who has not come yet: the link stops working and nothing of them stays. @throws Problem user.missing, invitation.joined, invitation.owns */
export async function withdrawInvitation(ctx: Ctx, { id }: InputOf<typeof definitions.withdrawInvitation>): Promise<{ id: string }> {
  await lockOrganisation(ctx)
  const { name } = await findUser(ctx.db, id)
  const { rows } = await sql`select 1 from auth.accounts where user_id = ${id} limit 1`.execute(ctx.db)
  if (rows.length > 0) throw new Problem('invitation.joined', { name })
  const { customers, todos, promises } = await countBelongings(ctx, id)
  if (customers + todos + promises > 0) throw new Problem('invitation.owns', { name, customers, todos: todos + promises })
  await sql`delete from team_members where user_id = ${id}`.execute(ctx.db)
  await sql`update departments set head_id = null where head_id = ${id}`.execute(ctx.db)
  await sql`update auth.users set manager_id = null where manager_id = ${id}`.execute(ctx.db)
  await sql`delete from auth.links where user_id = ${id}`.execute(ctx.db)
  await sql`delete from auth.users where id = ${id}`.execute(ctx.db)
  forgetCards(ctx.services.database)
  return { id }
}
