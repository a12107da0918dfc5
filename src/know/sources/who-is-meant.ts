import type { NewId } from '../../core/kit/id.ts'
import { identityKey } from '../customers/identity-keys.ts'
import type { Message, Wrong } from './read-message.ts'

export type Values = Readonly<Record<string, unknown>>

/** A customer as the batch leaves it: what was known before, and what the batch says. `fresh` has no row yet. */
export type Person = { readonly id: string; readonly fresh: boolean; readonly before: Values; readonly values: Record<string, unknown> }

export type MessageNote = { readonly message: Message; readonly reason: Wrong; readonly refused: boolean }

/** What was known before the batch. */
export type Known = {
  /** Identity key → customer. */
  readonly owners: ReadonlyMap<string, string>
  /** Fields of the customers whose details the batch may change, by id. */
  readonly records: ReadonlyMap<string, Values>
  /** Identifications that came before, as `customer key`: sent again they must not undo what a later one said. */
  readonly seen: ReadonlySet<string>
  /** Details sent, by message. */
  readonly traits: ReadonlyMap<Message, { readonly values: Readonly<Record<string, string>>; readonly wrong: readonly Wrong[] }>
}

/** The decision about a batch, as it grows. */
export type Meaning = {
  readonly owners: Map<string, string>
  /** New customers and those whose details were sent, by id. */
  readonly people: Map<string, Person>
  /** Whose each message is. A message without an entry is a visitor's whom nobody has named yet. */
  readonly owned: Map<Message, string>
  /** Visitors named for the first time: anonymous id → customer. */
  readonly visitors: Map<string, string>
  /** Further numbers of known customers, told by an alias: key → customer. */
  readonly aliases: Map<string, string>
  readonly notes: MessageNote[]
}

/** The identity of a visitor, whom a source knows by an id of its own making. */
export const visitorKey = (sourceId: string, anonymousId: string) => identityKey('visitor', `${sourceId}:${anonymousId}`)

const contactFields = ['phone', 'email'] as const

export function contactKeys(values: Values): string[] {
  return contactFields.flatMap((name) => (typeof values[name] === 'string' ? [identityKey(name, values[name])] : []))
}

type Desk = Meaning & { readonly sourceId: string; readonly known: Known; readonly newId: NewId }

/**
 * Decides for every message whose it is, in memory: a number (userId) names a customer or makes one; details sent with
 * an unknown number find the customer of that phone or e-mail who has no number yet; a message with both ids names its
 * visitor, for the messages before it too.
 */
export function whoIsMeant(messages: readonly Message[], known: Known, sourceId: string, newId: NewId): Meaning {
  const made = { owners: new Map(known.owners), people: new Map(), owned: new Map(), visitors: new Map(), aliases: new Map(), notes: [] }
  const desk: Desk = { ...made, sourceId, known, newId }
  for (const message of messages) if (message.kind === 'alias') joinAlias(desk, message)
  for (const message of messages) if (message.userId !== null) ownByNumber(desk, message, message.userId)
  // Identifications first: what their visitor did before them in this batch is theirs too.
  const visitors = messages.filter((message) => message.userId === null)
  for (const message of visitors) if (message.kind === 'identify') ownByVisitor(desk, message)
  for (const message of visitors) if (message.kind !== 'identify') ownByVisitor(desk, message)
  const identifications = messages.filter((m) => m.kind === 'identify').sort((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime())
  for (const message of identifications) applyTraits(desk, message)
  return desk
}

function joinAlias(desk: Desk, message: Message): void {
  const [from, to] = [message.previousId, message.userId].map((id) => identityKey('code', id ?? ''))
  const owner = desk.owners.get(from ?? '')
  if (owner === undefined || to === undefined) return
  const other = desk.owners.get(to)
  if (other === undefined) {
    desk.owners.set(to, owner)
    desk.aliases.set(to, owner)
  } else if (other !== owner) {
    desk.notes.push({
      message,
      refused: true,
      reason: { code: 'source.two-people', details: { from: message.previousId, to: message.userId } },
    })
  }
}

function ownByNumber(desk: Desk, message: Message, userId: string): void {
  const key = identityKey('code', userId)
  const id = desk.owners.get(key) ?? takeNumber(desk, message, userId)
  desk.owners.set(key, id)
  desk.owned.set(message, id)
  nameVisitors(desk, message, id)
}

function takeNumber(desk: Desk, message: Message, userId: string): string {
  const contact = ownerByContact(desk, message, (id) => codeOf(desk, id) === null)
  if (contact === undefined) return makePerson(desk, { code: userId })
  personOf(desk, contact).values.code = userId
  return contact
}

function ownByVisitor(desk: Desk, message: Message): void {
  if (message.anonymousId === null) return
  const owner = desk.owners.get(visitorKey(desk.sourceId, message.anonymousId)) ?? ownerByContact(desk, message, () => true)
  const isNamed = contactKeys(desk.known.traits.get(message)?.values ?? {}).length > 0
  const id = owner ?? (isNamed ? makePerson(desk, {}) : undefined)
  if (id === undefined) return
  desk.owned.set(message, id)
  nameVisitors(desk, message, id)
}

function nameVisitors(desk: Desk, message: Message, id: string): void {
  const aliased = message.kind === 'alias' && !desk.owners.has(identityKey('code', message.previousId ?? '')) ? message.previousId : null
  for (const visitor of [message.anonymousId, aliased]) {
    if (visitor === null || desk.owners.has(visitorKey(desk.sourceId, visitor))) continue
    desk.owners.set(visitorKey(desk.sourceId, visitor), id)
    desk.visitors.set(visitor, id)
  }
}

function ownerByContact(desk: Desk, message: Message, suits: (id: string) => boolean): string | undefined {
  const keys = contactKeys(desk.known.traits.get(message)?.values ?? {})
  return keys.map((key) => desk.owners.get(key)).find((id) => id !== undefined && suits(id))
}

const codeOf = (desk: Desk, id: string): unknown =>
  desk.people.get(id)?.values.code ?? (desk.people.get(id)?.before ?? desk.known.records.get(id))?.code ?? null

function personOf(desk: Desk, id: string): Person {
  const person = desk.people.get(id) ?? { id, fresh: false, before: desk.known.records.get(id) ?? {}, values: {} }
  desk.people.set(id, person)
  return person
}

function makePerson(desk: Desk, values: Record<string, unknown>): string {
  const id = desk.newId()
  desk.people.set(id, { id, fresh: true, before: {}, values })
  return id
}

/** Details go to their customer. A phone or e-mail that is another customer's stays with that one, and is noted. */
function applyTraits(desk: Desk, message: Message): void {
  const id = desk.owned.get(message)
  const read = desk.known.traits.get(message)
  if (!read || id === undefined || desk.known.seen.has(`${id} ${message.key}`)) return
  for (const reason of read.wrong) desk.notes.push({ message, reason, refused: false })
  const person = personOf(desk, id)
  for (const [name, value] of Object.entries(read.values)) {
    const key = contactFields.some((field) => field === name) ? identityKey(name, value) : null
    const owner = key === null ? undefined : desk.owners.get(key)
    if (owner !== undefined && owner !== id) {
      desk.notes.push({ message, refused: false, reason: { code: 'source.trait-taken', details: { name, value } } })
      continue
    }
    if (key !== null) desk.owners.set(key, id)
    person.values[name] = value
  }
}
