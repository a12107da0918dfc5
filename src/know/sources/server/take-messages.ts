import { isHistory } from '../../../core/event/history.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Actor, Ctx, ToldFact } from '../../../platform/actions/context.ts'
import { makeContext, readShop, type Services } from '../../../platform/actions/services.ts'
import { inTransaction } from '../../../platform/database/connect.ts'
import { isPassing } from '../../../platform/database/is-passing.ts'
import { cardFields } from '../../../platform/records/custom-values.ts'
import { disarmContacts, sealInside } from '../../../platform/sealing/contacts.ts'
import { maskTraits, sealedTraits } from '../mask-traits.ts'
import type { Message } from '../read-message.ts'
import { type Meaning, whoIsMeant } from '../who-is-meant.ts'
import { addTaken, countTaken, noTaken, type Taken } from './count-taken.ts'
import { factsOf, visitorFactsOf } from './facts-of.ts'
import type { Source } from './find-source.ts'
import { joinSame } from './join-same.ts'
import { keepGroups } from './keep-groups.ts'
import { keepNotes, type Note } from './keep-notes.ts'
import { keepOrders, lockOrders } from './keep-orders.ts'
import { keepPeople, Raced } from './keep-people.ts'
import { readKnown } from './read-known.ts'
import { joinVisitors, keepVisitors } from './visitors.ts'
import type { Delivery, Given } from './delivery.ts'

const mostTries = 5

/** Keeps all of a delivery in one transaction, or, when it throws, nothing of it. */
export async function takeMessages(services: Services, source: Source, delivery: Delivery, tries = mostTries): Promise<void> {
  try {
    await readShop(services.database)
    await inTransaction(services.database, async (place) => {
      const makeCtx: MakeCtx = (quiet) => makeContext(services, actorOf(source), source.name, { ...place, quiet })
      await keepDelivery(makeCtx, source, delivery)
    })
  } catch (error) {
    if (tries > 1 && isInTheWay(error)) return takeMessages(services, source, delivery, tries - 1)
    throw error
  }
}

export const actorOf = (source: Source): Actor => ({ kind: 'key', id: `source:${source.id}`, name: source.name, role: 'member' })

/** Another writer was in the way; with another look it goes well. */
export const isInTheWay = (error: unknown): boolean =>
  isPassing(error) || error instanceof Raced || (error instanceof Problem && ['customer.exists', 'record.missing'].includes(error.code))

export type MakeCtx = (quiet: boolean) => Promise<Ctx>

/**
 * What is history is kept first and in silence: customers made and details changed by it wake no journey either.
 * @returns the notes, those that were given too
 */
export async function keepDelivery(makeCtx: MakeCtx, source: Source, delivery: Delivery): Promise<readonly Note[]> {
  const { messages, notes } = disarmContacts(delivery)
  const ctx = await makeCtx(false)
  const [history = [], news = []] = [true, false].map((old) =>
    messages.filter((m) => (m.isOld === true || isHistory(m.message.occurredAt, ctx.now)) === old),
  )
  const parts = [
    history.length > 0 ? await keepPart(await makeCtx(true), source, history) : noTaken,
    news.length > 0 ? await keepPart(ctx, source, news) : noTaken,
  ]
  const taken = parts.reduce(addTaken, noTaken)
  const told = [...notes.map((note) => ({ ...note, message: sealInside(ctx, maskTraits(note.message, sealedOf(ctx))) })), ...taken.notes]
  await keepNotes(ctx, source, told)
  const sealed = sealedOf(ctx)
  const shown = messages.map((given) => ({ ...given, raw: sealInside(ctx, maskTraits(given.raw, sealed)) }))
  await countTaken(ctx, source, { ...delivery, messages: shown }, taken)
  return told
}

/** What is kept sealed stands with its customer alone: not in facts, nor in what is kept of messages to be looked at. */
const sealedOf = (ctx: Ctx) => sealedTraits(cardFields(ctx.card('customer')))
const maskedFact = (ctx: Ctx, fact: ToldFact, sealed: ReadonlySet<string>): ToldFact => ({
  ...fact,
  payload: sealInside(ctx, maskTraits(fact.payload, sealed)),
})
const masked = (ctx: Ctx, facts: readonly ToldFact[], sealed: ReadonlySet<string>) => facts.map((fact) => maskedFact(ctx, fact, sealed))

async function keepPart(ctx: Ctx, source: Source, messages: readonly Given[]): Promise<Taken> {
  const sealed = sealedOf(ctx)
  const raws = new Map(messages.map(({ message, raw }) => [message, sealInside(ctx, maskTraits(raw, sealed))]))
  const all = [...raws.keys()]
  const known = await readKnown(ctx, source, all)
  await lockOrders(ctx, all)
  const meaning = whoIsMeant(all, known, source.id, ctx.newId)
  const created = await keepPeople(ctx, source, meaning)
  await joinSame(ctx, meaning)
  const joined = await joinVisitors(ctx, source, meaning.visitors)
  const told = [...joined, ...masked(ctx, factsOf(ctx, all, meaning), sealed)]
  await ctx.recordAll([...created, ...told])
  await keepGroups(ctx, source, told)
  await keepVisitors(
    ctx,
    source,
    visitorFactsOf(ctx, all, meaning).map((each) => ({ ...each, fact: maskedFact(ctx, each.fact, sealed) })),
  )
  const orders = await keepOrders(ctx, told)
  const notes = [
    ...meaning.notes.map(({ message, reason, refused }) => ({ reason, refused, message: raws.get(message) })),
    ...nobody(all, meaning).map((message) => ({ ...nobodyFound, message: raws.get(message) })),
    ...orders.map(({ fact, reason }) => ({ reason, refused: false, message: fact.payload })),
  ]
  return { notes, found: meaning.owned.size, joinedVisitors: new Set(joined.map((f) => f.visitor)).size, joinedFacts: joined.length }
}

const nobodyFound = { refused: true, reason: { code: 'source.nobody-found', details: {} } } as const

/** Told by phone or e-mail alone, and neither can be read: it cannot wait for a name either. */
function nobody(messages: readonly Message[], { owned }: Meaning): Message[] {
  return messages.filter((m) => m.about !== undefined && m.anonymousId === null && m.kind === 'identify' && !owned.has(m))
}
