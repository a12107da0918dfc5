import type { Question } from '../../core/action/action.ts'
import { isUuid } from '../../core/kit/id.ts'
import type { Ctx } from '../actions/context.ts'
import { sealInside } from '../sealing/contacts.ts'
import type { Card } from '../actions/registry.ts'
import { noteReading } from './note-reading.ts'

type Row = { readonly id: string }

/** Whether records of this kind tell of people: customers, and whatever points to one. */
export const tellsOfPeople = ({ entity }: Card): boolean =>
  entity.name === 'customer' || Object.values(entity.fields).some((field) => field.type === 'reference' && field.to === 'customer')

/**
 * A page of a list that was shown. Its ids are kept, at most two hundred as a page has, so that after a theft one can say
 * whose data were seen; what was asked is kept too, and goes with the values of who is erased.
 */
export function noteList(
  ctx: Ctx,
  card: Card,
  rows: readonly Row[],
  query: { readonly search?: string | undefined; readonly fields?: string | undefined },
): void {
  if (!tellsOfPeople(card) || rows.length === 0) return
  const { fields, ...asked } = query
  noteReading(ctx, {
    what: query.search ? 'search' : 'list',
    entity: card.entity.name,
    ids: rows.map((row) => row.id),
    asked: sealInside(ctx, asked),
    ...(fields ? { fields: fields.split(',').slice(0, 100) } : {}),
  })
}

/** One record that was opened; that of a minor is marked, as the law asks who read it. */
export function noteOpened(ctx: Ctx, card: Card, row: Row & { readonly customerId?: unknown; readonly minor?: unknown }): void {
  if (!tellsOfPeople(card)) return
  const customerId = typeof row.customerId === 'string' ? row.customerId : null
  noteReading(ctx, {
    what: 'open',
    entity: card.entity.name,
    subject: row.id,
    customerId,
    ...(row.minor === true ? { details: { minor: true } } : {}),
  })
}

/**
 * What a question told of people. One about a customer joins the opening of that one's page, as all its parts are asked
 * within a moment; others are told by name, with who was in the answer (`Question.people`), or with how many where an item of it
 * says of whom it is by no id.
 */
export function noteAnswer(ctx: Ctx, question: Question, input: unknown, answer: unknown): void {
  const customer = customerIn(question, input)
  if (customer !== null)
    return noteReading(ctx, { what: 'open', entity: 'customer', subject: customer, details: { parts: [question.name] } })
  if (question.people === undefined) return
  const told: unknown = Object(answer)[question.people]
  const items: readonly unknown[] = Array.isArray(told) ? told : told ? [told] : []
  if (items.length === 0) return
  const found = items.map(idsIn)
  const who = found.every((ids) => ids.length > 0) ? { ids: [...new Set(found.flat())] } : { count: items.length }
  noteReading(ctx, { what: question.name, entity: 'customer', ...who, asked: sealInside(ctx, Object(input)) })
}

/** Where an item of an answer says of whom it is; one of nobody that is known yet is told apart by its own id. */
function idsIn(item: unknown): string[] {
  const { customerId, customer, customers, who, records, id }: Readonly<Record<string, unknown>> = Object(item)
  const named = [customerId, ...[customer, who, customers, records].flat().map((one) => Object(one).id)].filter(isUuid)
  return named.length > 0 ? named : [id].filter(isUuid)
}

/** Of `/customers/:id/…`, the customer. */
function customerIn({ path }: Question, input: unknown): string | null {
  const place = /^\/customers\/:(id|customerId)\b/.exec(path)?.[1]
  const id: unknown = place === undefined ? null : Object(input)[place]
  return typeof id === 'string' ? id : null
}
