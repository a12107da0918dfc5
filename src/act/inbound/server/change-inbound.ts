import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { customer } from '../../../know/customers/customer.ts'
import { createTodo } from '../../../know/todos/actions.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { answerInbound as answerDefinition, linkInbound as linkDefinition } from '../actions.ts'
import { nobody } from '../inbound-mail.ts'
import { tellReply, withdraw } from './handle-mail.ts'

type Row = {
  customer_id: string
  about: string | null
  kind: string
  state: 'open' | 'done'
  subject: string
  body: string
  from_name: string | null
  from_address: string | null
  received_at: Date
}

async function lockMail(ctx: Ctx, id: string): Promise<Row> {
  const { rows } = await sql<{ customer_id: string }>`select customer_id from inbound_mails where id = ${id}`.execute(ctx.db)
  const locked =
    await sql<Row>`select customer_id, about, kind, state, subject, body, from_name, from_address, received_at from inbound_mails
    where customer_id = ${rows[0]?.customer_id ?? null} and id = ${id} for no key update`.execute(ctx.db)
  const [row] = locked.rows
  if (!row) throw new Problem('record.missing', { what: { zh: '来信', en: 'mail' } })
  return row
}

/** One that stands there already stays as it is. */
export async function setInbound(ctx: Ctx, id: string, state: 'open' | 'done'): Promise<{ id: string; state: 'open' | 'done' }> {
  const row = await lockMail(ctx, id)
  if (row.state !== state) {
    const [at, by, name] = state === 'done' ? [ctx.now, ctx.actor.id, ctx.actor.name] : [null, null, null]
    await sql`update inbound_mails set state = ${state}, done_at = ${at}, done_by = ${by}, done_by_name = ${name}
      where customer_id = ${row.customer_id} and id = ${id}`.execute(ctx.db)
  }
  return { id, state }
}

/** The row goes to its customer, and what the mail asks for is done. @throws Problem inbound.known-already, record.missing */
export async function linkInbound(ctx: Ctx, { id, customerId }: InputOf<typeof linkDefinition>): Promise<AnswerOf<typeof linkDefinition>> {
  const row = await lockMail(ctx, id)
  if (row.about === customerId) return { id, state: row.state }
  if (row.about !== null) throw new Problem('inbound.known-already')
  const known = await sql`select 1 from customers where id = ${customerId} for no key update`.execute(ctx.db)
  if (known.rows.length === 0) throw new Problem('record.missing', { path: 'customerId', what: customer.label })
  // A row's customer is its place; so it leaves one and comes to the other.
  await sql`insert into inbound_mails (customer_id, id, kind, state, from_address, from_name, subject, body, message_id, details, received_at, recorded_at)
    select ${customerId}::uuid, id, kind, case kind when 'unsubscribe' then 'done' else state end, from_address, from_name, subject, body, message_id, details, received_at, recorded_at
    from inbound_mails where customer_id = ${nobody}::uuid and id = ${id}`.execute(ctx.db)
  await sql`delete from inbound_mails where customer_id = ${nobody}::uuid and id = ${id}`.execute(ctx.db)
  if (row.kind === 'reply' || row.kind === 'unsubscribe')
    await tellReply(ctx, customerId, { subject: row.subject, text: row.body }, row.received_at)
  if (row.kind === 'unsubscribe' || row.kind === 'complaint')
    await withdraw(ctx, customerId, null, row.kind === 'complaint' ? 'complaint' : 'reply')
  return { id, state: row.kind === 'unsubscribe' ? 'done' : row.state }
}

/** @throws Problem inbound.not-known, todo.unknown-assignee */
export async function answerInbound(ctx: Ctx, input: InputOf<typeof answerDefinition>): Promise<AnswerOf<typeof answerDefinition>> {
  const row = await lockMail(ctx, input.id)
  if (row.about === null) throw new Problem('inbound.not-known')
  // A to-do is written for people: what is kept sealed stands in it by its mask.
  const shown = (text: string) => ctx.services.sealing.openContacts(text.replaceAll('§3.', '§4.'))
  const body = shown(row.body)
  const title = input.title ?? `答复来信 Answer: ${shown(row.subject) || body.slice(0, 60) || shown(row.from_address ?? '')}`.slice(0, 500)
  const note = body.slice(0, 2_000).trim()
  const { id: todoId } = await ctx.run(createTodo, {
    customerId: row.about,
    title,
    ...(note ? { note } : {}),
    ...(input.dueAt === undefined ? {} : { dueAt: input.dueAt }),
    ...(input.assigneeId === undefined ? {} : { assigneeId: input.assigneeId }),
    priority: 'high',
  })
  await sql`update inbound_mails set todo_id = ${todoId} where customer_id = ${row.customer_id} and id = ${input.id}`.execute(ctx.db)
  await setInbound(ctx, input.id, 'done')
  return { id: input.id, todoId }
}
