import { sql } from 'kysely'
import type { InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { findUser } from '../../../platform/access/keep-user.ts'
import { actorIdOf, userIdOf } from '../../../platform/access/people.ts'
import { actorMemory } from '../../../platform/access/remember-actors.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { disableUser, enableUser } from '../../shop/users.ts'
import type * as definitions from '../hand-over.ts'
import type { HandOverState } from '../hand-over.ts'
import { requireColleagues } from './give-owner.ts'
import { countBelongings, findHandOver, type HandOverRow } from './read-hand-overs.ts'

type Input = InputOf<typeof definitions.handOver>

/**
 * Shuts the account, its sessions and keys at once, and notes what goes to whom; the tick moves it.
 * @throws Problem user.missing, user.last-owner, hand-over.yourself, hand-over.running, hand-over.to-leaver, owner.unknown
 */
export async function beginHandOver(ctx: Ctx, input: Input): Promise<{ id: string }> {
  const user = await findUser(ctx.db, input.id)
  const { customersTo, reason = null } = input
  const todosTo = input.todosTo ?? customersTo
  const restTo = input.restTo === undefined ? (customersTo[0] ?? null) : input.restTo
  if (userIdOf(ctx.actor) === user.id) throw new Problem('hand-over.yourself')
  await checkSuccessors(ctx, user.id, { customersTo, todosTo, restTo: restTo === null ? [] : [restTo] })
  await refuseRunning(ctx, user)
  const { customers, todos, promises, rest } = await countBelongings(ctx, user.id)
  const planned = { customers, todos: todos + promises, rest: rest.reduce((sum, { count }) => sum + count, 0), wasActive: !user.disabled }
  await ctx.run(disableUser, { id: user.id })
  await sql`update api_keys set revoked_at = ${ctx.now} where created_by = ${actorIdOf(user.id)} and revoked_at is null`.execute(ctx.db)
  actorMemory(ctx.services.database).forget()
  const id = ctx.newId()
  await sql`insert into hand_overs (id, from_id, from_name, customers_to, todos_to, rest_to, reason, state, planned, by_id, by_name, begun_at)
    values (${id}, ${user.id}, ${user.name}, ${customersTo}::uuid[], ${todosTo}::uuid[], ${restTo}, ${reason}, 'moving', ${JSON.stringify(planned)}::jsonb,
      ${ctx.actor.id}, ${ctx.actor.name}, ${ctx.now})`.execute(ctx.db)
  return { id }
}

async function checkSuccessors(ctx: Ctx, leaver: string, named: Readonly<Record<string, readonly string[]>>): Promise<void> {
  for (const [path, ids] of Object.entries(named)) {
    if (ids.includes(leaver)) throw new Problem('hand-over.to-leaver', { path })
    await requireColleagues(ctx, ids, path)
  }
}

async function refuseRunning(ctx: Ctx, { id, name }: { readonly id: string; readonly name: string }): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('hand-over'))`.execute(ctx.db)
  const { rows } = await sql`select 1 from hand_overs where from_id = ${id} and state in ('moving', 'undoing')`.execute(ctx.db)
  if (rows.length > 0) throw new Problem('hand-over.running', { name })
}

type State = { id: string; state: HandOverState }

async function turnTo(ctx: Ctx, id: string, from: readonly HandOverState[], state: HandOverState): Promise<HandOverRow> {
  await findHandOver(ctx.db, id)
  const { rows } = await sql<HandOverRow>`update hand_overs set state = ${state}, ended_at = ${state === 'stopped' ? ctx.now : null}
    where id = ${id} and state = any(${[...from]}::text[]) returning *`.execute(ctx.db)
  if (!rows[0]) throw new Problem('hand-over.not-so')
  return rows[0]
}

/** @throws Problem hand-over.missing, hand-over.not-so */
export async function stopHandOver(ctx: Ctx, { id }: InputOf<typeof definitions.stopHandOver>): Promise<State> {
  const { state } = await turnTo(ctx, id, ['moving'], 'stopped')
  return { id, state }
}

/** @throws Problem hand-over.missing, hand-over.not-so, hand-over.running */
export async function resumeHandOver(ctx: Ctx, { id }: InputOf<typeof definitions.resumeHandOver>): Promise<State> {
  const { from_id: from, from_name: name } = await findHandOver(ctx.db, id)
  await refuseRunning(ctx, { id: from, name })
  const { state } = await turnTo(ctx, id, ['stopped'], 'moving')
  return { id, state }
}

/** Lets the person in again where they could come in before; the tick gives back. @throws Problem hand-over.missing, hand-over.not-so */
export async function undoHandOver(ctx: Ctx, { id }: InputOf<typeof definitions.undoHandOver>): Promise<State> {
  const { from_id: from, from_name: name } = await findHandOver(ctx.db, id)
  await refuseRunning(ctx, { id: from, name })
  const { planned, state } = await turnTo(ctx, id, ['done', 'stopped'], 'undoing')
  if (planned.wasActive) await ctx.run(enableUser, { id: from })
  return { id, state }
}
