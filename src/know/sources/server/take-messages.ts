import { createHash } from 'node:crypto'
import { isHistory } from '../../../core/event/history.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Actor, Ctx, ToldFact } from '../../../platform/actions/context.ts'
import { makeContext, readShop, type Services } from '../../../platform/actions/services.ts'
import { inTransaction } from '../../../platform/database/connect.ts'
import { identified, tracked } from '../events.ts'
import type { Message } from '../read-message.ts'
import { type Meaning, whoIsMeant } from '../who-is-meant.ts'
import type { Source } from './find-source.ts'
import { countAndNote, type Note } from './keep-notes.ts'
import { keepOrders } from './keep-orders.ts'
import { keepPeople, Raced } from './keep-people.ts'
import { readKnown } from './read-known.ts'
import { joinVisitors, keepVisitors, type VisitorFact } from './visitors.ts'

/** What came in together: the messages that could be read, as they were, and notes about those that could not. */
export type Delivery = {
  readonly messages: readonly { readonly message: Message; readonly raw: unknown }[]
  readonly notes: readonly Note[]
}

const mostTries = 5

/** Keeps all of a delivery in one transaction, or, when it throws, nothing of it. */
export async function takeMessages(services: Services, source: Source, delivery: Delivery, tries = mostTries): Promise<void> {
  try {
    await readShop(services.database)
    await inTransaction(services.database, async (place) =>
      keepDelivery((quiet) => makeContext(services, actorOf(source), source.name, { ...place, quiet }), source, delivery),
    )
  } catch (error) {
    if (tries > 1 && isPassing(error)) return takeMessages(services, source, delivery, tries - 1)
    throw error
  }
}

const actorOf = (source: Source): Actor => ({ kind: 'key', id: `source:${source.id}`, name: source.name, role: 'member' })

/** Another writer was in the way; with another look it goes well. */
function isPassing(error: unknown): boolean {
  if (error instanceof Raced || (error instanceof Problem && (error.code === 'customer.exists' || error.code === 'record.missing')))
    return true
  return error instanceof Error && 'code' in error && (error.code === '40P01' || error.code === '40001')
}

type MakeCtx = (quiet: boolean) => Promise<Ctx>

/** What is history is kept first and in silence: customers made and details changed by it wake no journey either. */
async function keepDelivery(makeCtx: MakeCtx, source: Source, { messages, notes }: Delivery): Promise<void> {
  const ctx = await makeCtx(false)
  const [history = [], news = []] = [true, false].map((old) => messages.filter((m) => isHistory(m.message.occurredAt, ctx.now) === old))
  const later = history.length > 0 ? await keepPart(await makeCtx(true), source, history) : []
  if (news.length > 0) later.push(...(await keepPart(ctx, source, news)))
  const refused = [...notes, ...later].filter((note) => note.refused).length
  const received = messages.length + notes.filter((note) => note.refused).length - refused
  await countAndNote(ctx, source, { received, refused }, [...notes, ...later])
}

async function keepPart(ctx: Ctx, source: Source, messages: Delivery['messages']): Promise<Note[]> {
  const raws = new Map(messages.map(({ message, raw }) => [message, raw]))
  const all = [...raws.keys()]
  const meaning = whoIsMeant(all, await readKnown(ctx, source, all), source.id, ctx.newId)
  const created = await keepPeople(ctx, source, meaning)
  const told = [...(await joinVisitors(ctx, source, meaning.visitors)), ...factsOf(ctx, all, meaning)]
  await ctx.recordAll([...created, ...told])
  await keepVisitors(ctx, source, visitorFactsOf(ctx, all, meaning))
  const orders = await keepOrders(ctx, told)
  return [
    ...meaning.notes.map(({ message, reason, refused }) => ({ reason, refused, message: raws.get(message) })),
    ...orders.map(({ fact, reason }) => ({ reason, refused: false, message: fact.payload })),
  ]
}

/** An alias names somebody and tells nothing more. */
function factsOf(ctx: Ctx, messages: readonly Message[], { owned }: Meaning): ToldFact[] {
  return messages.flatMap((message) => {
    const customerId = owned.get(message)
    return customerId === undefined || message.kind === 'alias' ? [] : [factOf(ctx, message, customerId)]
  })
}

function visitorFactsOf(ctx: Ctx, messages: readonly Message[], { owned }: Meaning): VisitorFact[] {
  return messages.flatMap((message) => {
    const { anonymousId, kind } = message
    return anonymousId === null || kind === 'alias' || owned.has(message) ? [] : [{ anonymousId, fact: factOf(ctx, message, '') }]
  })
}

/** The key that a repeat has too. A message that neither bears one nor says when it happened is always new. */
function keyOf(ctx: Ctx, message: Message): string {
  if (message.key !== null) return message.key
  return message.fingerprint === null ? ctx.newId() : createHash('sha256').update(message.fingerprint).digest('base64url')
}

function factOf(ctx: Ctx, message: Message, customerId: string): ToldFact {
  const isIdentification = message.kind === 'identify'
  const payload = isIdentification ? { traits: message.properties } : { event: message.event, properties: message.properties }
  return {
    customerId,
    kind: isIdentification ? identified.name : tracked.name,
    occurredAt: message.occurredAt,
    payload,
    key: keyOf(ctx, message),
  }
}
