import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { meantCustomer } from '../../../platform/records/need-customer.ts'
import { hangFiles } from '../../../platform/files/hang-files.ts'
import { createTodo } from '../../todos/actions.ts'
import { dueOf } from '../../todos/due.ts'
import type { recordInteraction as definition } from '../actions.ts'
import { kindNamed } from '../interaction-kinds.ts'
import { proposedPromises } from '../proposed-promises.ts'
import { factOf } from './interaction-fact.ts'
import { checkOutcome, type InteractionRow, occurredAt, searchOf, sealedTexts } from './interaction-row.ts'
import { refuseForeignContact } from './refuse-foreign-contact.ts'

type Input = InputOf<typeof definition>

/**
 * Of a customer who was merged meanwhile it is the one that they are now: a form may have been open, or a phone without a net.
 * @throws Problem record.missing, interaction.outcome-of-other, interaction.in-the-future, file.missing
 */
export async function recordInteraction(ctx: Ctx, given: Input): Promise<AnswerOf<typeof definition>> {
  const input = { ...given, customerId: await meantCustomer(ctx, given.customerId) }
  await refuseForeignContact(ctx, input.customerId, input.contactId)
  const id = ctx.newId()
  const attachments = await hangFiles(ctx, { usedBy: usedBy(id), ids: input.attachments, had: [] })
  const row: InteractionRow = sealedTexts(ctx, { ...rowOf(ctx, id, input), attachments })
  checkOutcome(row.kind, row.outcome)
  await insertInteraction(ctx, row)
  await ctx.record(factOf(row))
  const todos: string[] = []
  for (const { words, ...promise } of input.todos) {
    const origin = { kind: 'interaction', id, ...(words ? { words } : {}) }
    todos.push((await ctx.run(createTodo, { ...promise, customerId: input.customerId, origin })).id)
  }
  const told = { summary: input.summary ?? null, nextStep: input.nextStep ?? null, nextStepDue: input.nextStepDue ?? null }
  const promises = proposedPromises(told, { now: ctx.now, timeZone: ctx.shop.timeZone })
  return {
    id,
    customerId: input.customerId,
    todos,
    promises: promises.filter((one) => !input.todos.some((todo) => todo.dueAt === one.dueAt)),
  }
}

/** What the files of an interaction say that they hang on. */
export const usedBy = (id: string): string => `interaction:${id}`

function rowOf(ctx: Ctx, id: string, input: Input): InteractionRow {
  return {
    customer_id: input.customerId,
    id,
    kind: input.kind,
    direction: kindNamed(input.kind)?.hasDirection ? (input.direction ?? 'out') : null,
    occurred_at: occurredAt(ctx, input.occurredAt, ctx.now),
    outcome: input.outcome ?? null,
    summary: input.summary ?? null,
    next_step: input.nextStep ?? null,
    next_step_due: input.nextStepDue ? dueOf(input.nextStepDue, ctx.shop.timeZone).dueAt : null,
    person: input.person ?? null,
    contact_id: input.contactId ?? null,
    minutes: input.minutes ?? null,
    place: input.place ?? null,
    by_id: ctx.actor.id,
    by_name: ctx.actor.name,
    attachments: [],
    version: 1,
    recorded_at: ctx.now,
  }
}

async function insertInteraction(ctx: Ctx, row: InteractionRow): Promise<void> {
  await sql`insert into interactions (customer_id, id, kind, direction, occurred_at, outcome, summary, next_step, next_step_due, person, contact_id,
      minutes, place, by_id, by_name, attachments, source, search, recorded_at, updated_at)
    values (${row.customer_id}, ${row.id}, ${row.kind}, ${row.direction}, ${row.occurred_at}, ${row.outcome}, ${row.summary}, ${row.next_step},
      ${row.next_step_due}, ${row.person}, ${row.contact_id}, ${row.minutes}, ${row.place}, ${row.by_id}, ${row.by_name},
      ${JSON.stringify(row.attachments)}::jsonb, ${ctx.source}, ${searchOf(row)}::tsvector, ${ctx.now}, ${ctx.now})`.execute(ctx.db)
}
