import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { todoCancelled, todoDone, todoReopened } from '../events.ts'
import type { TodoState } from '../todo.ts'
import { lockTodo } from './lock-todo.ts'
import { tellTodo } from './tell-todo.ts'

const factOf: Readonly<Record<TodoState, string>> = { open: todoReopened.name, done: todoDone.name, cancelled: todoCancelled.name }

/**
 * Finishes, cancels or reopens. One that stands there already stays as it is and tells nothing.
 * @returns what it is now, and whether that is new
 */
export async function endTodo(ctx: Ctx, id: string, state: TodoState): Promise<{ id: string; state: TodoState; changed: boolean }> {
  const row = await lockTodo(ctx, id)
  if (row.state === state) return { id, state, changed: false }
  const ended = state !== 'open'
  await sql`update todos set state = ${state}, ended_at = ${ended ? ctx.now : null}, ended_by = ${ended ? ctx.actor.id : null},
      ended_by_name = ${ended ? ctx.actor.name : null}, updated_at = ${ctx.now}, version = version + 1
    where customer_id = ${row.customer_id} and id = ${id}`.execute(ctx.db)
  const late = state === 'done' ? { late: row.due_at !== null && row.due_at < ctx.now } : {}
  await tellTodo(ctx, factOf[state], row, late)
  return { id, state, changed: true }
}

/** All of them or none; those that ended before stay as they are. */
export async function finishTodos(ctx: Ctx, { ids }: { readonly ids: readonly string[] }): Promise<{ finished: string[] }> {
  const finished: string[] = []
  for (const id of [...new Set(ids)].sort()) if ((await endTodo(ctx, id, 'done')).changed) finished.push(id)
  return { finished }
}
