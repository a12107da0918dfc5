import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { keepVeiled } from '../../../platform/rights/keep-veiled.ts'
import { sealInText } from '../../../platform/sealing/contacts.ts'
import type { changeTodo as definition } from '../actions.ts'
import { type Due, dueOf } from '../due.ts'
import { todoChanged } from '../events.ts'
import { todoSearch } from '../todo-search.ts'
import { findAssignee } from './find-assignee.ts'
import { lockTodo, type TodoRow } from './lock-todo.ts'
import { tellTodo, toldDue } from './tell-todo.ts'

type Input = InputOf<typeof definition>

/**
 * Changes what was sent; nothing is written where nothing differs.
 * @throws Problem record.missing, todo.not-yours, todo.ended, todo.changed-meanwhile, todo.unknown-assignee, rights.dots-moved
 */
export async function changeTodo(ctx: Ctx, sent: Input): Promise<AnswerOf<typeof definition>> {
  const before = await lockTodo(ctx, sent.id)
  const input = await keepVeiled(ctx, before, sent)
  const { id, title } = before
  if (input.version !== undefined && input.version !== before.version) throw new Problem('todo.changed-meanwhile', { title })
  if (before.state !== 'open') throw new Problem('todo.ended', { title })
  const after = { ...before, ...(await changesOf(ctx, input, before.about)) }
  if (isSame(before, after)) return { id, version: before.version }
  await sql`update todos set title = ${after.title}, note = ${after.note}, due_at = ${after.due_at}, whole_day = ${after.whole_day},
      assignee_id = ${after.assignee_id}, assignee_name = ${after.assignee_name}, priority = ${after.priority},
      search = ${todoSearch(after)}::tsvector, updated_at = ${ctx.now}, version = version + 1
    where customer_id = ${before.customer_id} and id = ${id}`.execute(ctx.db)
  await tellTodo(ctx, todoChanged.name, after, {
    ...toldDue(after.due_at, after.whole_day, ctx.shop.timeZone),
    assignee: after.assignee_name,
  })
  return { id, version: before.version + 1 }
}

async function changesOf(ctx: Ctx, input: Input, about: string | null): Promise<Partial<TodoRow>> {
  const due: Due | null = input.dueAt ? dueOf(input.dueAt, ctx.shop.timeZone) : null
  const assignee = input.assigneeId === undefined ? null : await findAssignee(ctx, input.assigneeId, about)
  return {
    ...(input.title === undefined ? {} : { title: sealInText(ctx, input.title) }),
    ...(input.note === undefined ? {} : { note: input.note === null ? null : sealInText(ctx, input.note) }),
    ...(input.dueAt === undefined ? {} : { due_at: due?.dueAt ?? null, whole_day: due?.wholeDay ?? false }),
    ...(assignee ? { assignee_id: assignee.id, assignee_name: assignee.name } : {}),
    ...(input.priority === undefined ? {} : { priority: input.priority }),
  }
}

function isSame(a: TodoRow, b: TodoRow): boolean {
  const told = (row: TodoRow) => JSON.stringify([row.title, row.note, row.due_at, row.whole_day, row.assignee_id, row.priority])
  return told(a) === told(b)
}

/** Hands several to somebody: all of them or none. */
export async function reassignTodos(ctx: Ctx, { ids, assigneeId }: { ids: readonly string[]; assigneeId: string | null }) {
  const changed: string[] = []
  for (const id of [...new Set(ids)].sort()) {
    const { version } = await lockTodo(ctx, id)
    if ((await changeTodo(ctx, { id, assigneeId })).version !== version) changed.push(id)
  }
  return { changed }
}
