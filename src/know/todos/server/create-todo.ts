import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { meantCustomer } from '../../../platform/records/need-customer.ts'
import { sealInText } from '../../../platform/sealing/contacts.ts'
import type { createTodo as definition } from '../actions.ts'
import { dueOf } from '../due.ts'
import { todoCreated } from '../events.ts'
import { nobody } from '../todo.ts'
import { todoSearch } from '../todo-search.ts'
import { findAssignee } from './find-assignee.ts'
import { tellTodo, toldDue } from './tell-todo.ts'

/** @throws Problem record.missing, todo.unknown-assignee */
export async function createTodo(ctx: Ctx, input: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const { priority, origin } = input
  const kept = (text: string | null | undefined) => (text === null || text === undefined ? null : sealInText(ctx, text))
  const [title, note] = [sealInText(ctx, input.title), kept(input.note)]
  const about = input.customerId ? await meantCustomer(ctx, input.customerId) : null
  const assignee = await findAssignee(ctx, input.assigneeId, about)
  const due = input.dueAt ? dueOf(input.dueAt, ctx.shop.timeZone) : null
  const escalateAt = input.escalateAt ? dueOf(input.escalateAt, ctx.shop.timeZone).dueAt : null
  const id = ctx.newId()
  await sql`insert into todos (customer_id, id, title, note, due_at, whole_day, assignee_id, assignee_name, priority, origin_kind, origin_id, origin_words,
      script, filled_from, message_id, escalate_at, created_by, created_by_name, search, created_at, updated_at)
    values (${about ?? nobody}, ${id}, ${title}, ${note}, ${due?.dueAt ?? null}, ${due?.wholeDay ?? false}, ${assignee.id}, ${assignee.name},
      ${priority}, ${origin.kind}, ${origin.id ?? null}, ${kept(origin.words)}, ${kept(input.script)}, ${input.filledFrom ?? null}::text[], ${input.messageId ?? null}, ${escalateAt}, ${ctx.actor.id}, ${ctx.actor.name}, ${todoSearch({ title, note })}::tsvector,
      ${ctx.now}, ${ctx.now})`.execute(ctx.db)
  const told = { ...toldDue(due?.dueAt ?? null, due?.wholeDay ?? false, ctx.shop.timeZone), assignee: assignee.name, origin: origin.kind }
  await tellTodo(ctx, todoCreated.name, { about, id, title }, told)
  return { id }
}
