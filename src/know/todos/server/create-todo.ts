import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { asTsvector, wordsOfText } from '../../../core/kit/search-words.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { currentCustomer } from '../../../platform/event-log/merged-heads.ts'
import { customer } from '../../customers/customer.ts'
import type { createTodo as definition } from '../actions.ts'
import { dueOf } from '../due.ts'
import { todoCreated } from '../events.ts'
import { nobody } from '../todo.ts'
import { findAssignee } from './find-assignee.ts'
import { tellTodo, toldDue } from './tell-todo.ts'

/** @throws Problem record.missing, todo.unknown-assignee */
export async function createTodo(ctx: Ctx, input: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const { title, priority, origin } = input
  const about = input.customerId ? await currentOf(ctx, input.customerId) : null
  const assignee = await findAssignee(ctx, input.assigneeId, about)
  const due = input.dueAt ? dueOf(input.dueAt, ctx.shop.timeZone) : null
  const escalateAt = input.escalateAt ? dueOf(input.escalateAt, ctx.shop.timeZone).dueAt : null
  const id = ctx.newId()
  await sql`insert into todos (customer_id, id, title, note, due_at, whole_day, assignee_id, assignee_name, priority, origin_kind, origin_id, origin_words,
      script, message_id, escalate_at, created_by, created_by_name, search, created_at, updated_at)
    values (${about ?? nobody}, ${id}, ${title}, ${input.note ?? null}, ${due?.dueAt ?? null}, ${due?.wholeDay ?? false}, ${assignee.id}, ${assignee.name},
      ${priority}, ${origin.kind}, ${origin.id ?? null}, ${origin.words ?? null}, ${input.script ?? null}, ${input.messageId ?? null}, ${escalateAt}, ${ctx.actor.id}, ${ctx.actor.name}, ${searchOf(title, input.note)}::tsvector,
      ${ctx.now}, ${ctx.now})`.execute(ctx.db)
  const told = { ...toldDue(due?.dueAt ?? null, due?.wholeDay ?? false, ctx.shop.timeZone), assignee: assignee.name, origin: origin.kind }
  await tellTodo(ctx, todoCreated.name, { about, id, title }, told)
  return { id }
}

/** Under which words a to-do is found. */
export const searchOf = (title: string, note: string | null | undefined): string =>
  asTsvector([...wordsOfText(title), ...wordsOfText((note ?? '').slice(0, 1_000))])

/** Who was merged meanwhile is the one that they are now. */
async function currentOf(ctx: Ctx, named: string): Promise<string> {
  const id = await currentCustomer(ctx.db, named)
  const { rows } = await sql`select 1 from customers where id = ${id}`.execute(ctx.db)
  if (rows.length === 0) throw new Problem('record.missing', { path: 'customerId', what: customer.label })
  return id
}
