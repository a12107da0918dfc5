import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'

export type Assignee = { readonly id: string | null; readonly name: string | null }

/**
 * Who is to do it: the one named, nobody for null, oneself where nothing is said, for `owner` whoever the customer belongs to. A program's key or the program itself
 * does nothing by hand, so what they make is nobody's until it is assigned.
 * @throws Problem todo.unknown-assignee
 */
export async function findAssignee(ctx: Ctx, told: string | null | undefined, about: string | null = null): Promise<Assignee> {
  const { actor } = ctx
  if (told === 'owner') return ownerOf(ctx, about)
  if (told === undefined) return actor.kind === 'user' ? { id: actor.id, name: actor.name } : { id: null, name: null }
  if (told === null) return { id: null, name: null }
  if (told === actor.id && actor.kind === 'user') return { id: actor.id, name: actor.name }
  const { rows } = await sql<{
    name: string
  }>`select name from auth.users where 'user:' || id::text = ${told} and disabled_at is null`.execute(ctx.db)
  if (!rows[0]) throw new Problem('todo.unknown-assignee', { path: 'assigneeId' })
  return { id: told, name: rows[0].name }
}

/** Nobody where the customer belongs to nobody, or to somebody who left. */
async function ownerOf(ctx: Ctx, about: string | null): Promise<Assignee> {
  const { rows } = await sql<{ id: string; name: string }>`select u.id, u.name from customers c join auth.users u on u.id = c.owner_id
    where c.id = ${about} and u.disabled_at is null`.execute(ctx.db)
  return rows[0] ? { id: `user:${rows[0].id}`, name: rows[0].name } : { id: null, name: null }
}
