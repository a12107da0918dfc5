import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { holds } from '../../../platform/rights/decide.ts'
import { todo, type TodoState } from '../todo.ts'

export type TodoRow = {
  customer_id: string
  id: string
  about: string | null
  title: string
  note: string | null
  due_at: Date | null
  whole_day: boolean
  assignee_id: string | null
  assignee_name: string | null
  priority: 'high' | 'normal'
  state: TodoState
  created_by: string
  created_by_name: string
  version: number
}

/** The row under its lock. @throws Problem record.missing, todo.not-yours */
export async function lockTodo(ctx: Ctx, id: string): Promise<TodoRow> {
  const { rows: found } = await sql<{ customer_id: string }>`select customer_id from todos where id = ${id}`.execute(ctx.db)
  const { rows } =
    await sql<TodoRow>`select customer_id, id, about, title, note, due_at, whole_day, assignee_id, assignee_name, priority, state,
      created_by, created_by_name, version from todos where customer_id = ${found[0]?.customer_id ?? null} and id = ${id} for no key update`.execute(
      ctx.db,
    )
  const row = rows[0]
  if (!row) throw new Problem('record.missing', { what: todo.label })
  if (!mayChange(ctx, row)) throw new Problem('todo.not-yours', { title: row.title, name: row.assignee_name ?? '' })
  return row
}

type Owned = Pick<TodoRow, 'assignee_id' | 'created_by'>

/** Whoever is to do it, whoever made it, anybody where it is nobody's, and managers. */
export function mayChange({ actor, sight }: Pick<Ctx, 'actor' | 'sight'>, row: Owned): boolean {
  return row.assignee_id === null || row.assignee_id === actor.id || row.created_by === actor.id || holds(sight, 'oversee')
}
