import type { NewId } from '../../core/kit/id.ts'
import { isContactToken } from '../../core/kit/contact-token.ts'
import { draftParts } from '../../core/kit/sealed-text.ts'
import { haveSameNumbers, identityKey, tellsWho } from '../customers/identity-keys.ts'
import { areApart, bearerNamed, type Named } from '../identity/same-bearer.ts'
import type { Message, Wrong } from './read-message.ts'

export type Values = Readonly<Record<string, unknown>>

/** A customer as the batch leaves it: what was known before, and what the batch says. `fresh` has no row yet. */
export type Person = { readonly id: string; readonly fresh: boolean; readonly before: Values; readonly values: Record<string, unknown> }

export type MessageNote = { readonly message: Message; readonly reason: Wrong; readonly refused: boolean }

type Together = ReadonlyMap<string, readonly (Named & { readonly id: string })[]>

/** What was known before the batch. */
export type Known = {
  /** Identity key → customer. */
  readonly owners: ReadonlyMap<string, string>
  /** Key → who goes by it together with others: a household, or those for whom it was given though it is another's. */
  readonly together?: Together
  /** Keys that a household shares: nobody's alone. */
  readonly shared?: ReadonlySet<string>
  /** Fields of the customers whose details the batch may change, by id. */
  readonly records: ReadonlyMap<string, Values>
  /** Identifications that came before, as `customer key`: sent again they must not undo what a later one said. */
  readonly seen: ReadonlySet<string>
  /** Details sent, by message. */
  readonly traits: ReadonlyMap<Message, { readonly values: Readonly<Record<string, string>>; readonly wrong: readonly Wrong[] }>
}

/** An alias says that two known customers are one. */
export type Same = { readonly message: Message; readonly from: string; readonly into: string }

/** The decision about a batch, as it grows. */
export type Meaning = {
  readonly owners: Map<string, string>
  /** New customers and those whose details were sent, by id. */
  readonly people: Map<string, Person>
  /** Whose each message is. A message without an entry is a visitor's whom nobody has named yet. */
  readonly owned: Map<Message, string>
  /** Which company each group message speaks of. */
  readonly companies: Map<Message, string>
  /** Visitors named for the first time: anonymous id → customer. */
  readonly visitors: Map<string, string>
  /** Further identities of customers, told by an alias or a group: key → customer. */
  readonly claims: Map<string, string>
  readonly same: Same[]
  /** What was given for one customer and is another's. */
  readonly given: { readonly customerId: string; readonly key: string; readonly value: string }[]
  readonly notes: MessageNote[]
}

/** The identity of a visitor, whom a source knows by an id of its own making. */
export const visitorKey = (sourceId: string, anonymousId: string) => identityKey('visitor', `${sourceId}:${anonymousId}`)
/** The identity of a company, which a source knows by an id of its own: it may be the same text as a person's number. */
export const groupKey = (sourceId: string, groupId: string) => identityKey('group', `${sourceId}:${groupId}`)

/** By what somebody is called; see `Named`. */
const namingFields = ['name', 'shortName', 'kind'] as const
const contactFields = ['phone', 'email'] as const
/** Numbers that one bears alone: they tell who is meant, whatever the name. */
const numberFields = ['idCard', 'creditCode'] as const
/** Details that are one customer's alone. */
const ownedFields = [...contactFields, 'wechat', ...numberFields] as const

const keysAmong = (fields: readonly string[], values: Values): string[] =>
  fields.flatMap((name) => (typeof values[name] === 'string' ? [identityKey(name, values[name])] : []))
export const contactKeys = (values: Values) => keysAmong(contactFields, values)

const ownedKey = (name: string, value: unknown): string | null =>
  ownedFields.some((field) => field === name) && tellsWho(name, value) ? identityKey(name, value) : null

/** All keys among these details, those too by which nobody is looked for. */
export function ownedKeys(values: Values): string[] {
  return Object.entries(values).flatMap(([name, value]) => ownedKey(name, value) ?? [])
}

type Desk = Meaning & {
  readonly sourceId: string
  readonly known: Known
  readonly newId: NewId
  /** As known before, and as the batch tells so far. */
  readonly together: Map<string, readonly (Named & { readonly id: string })[]>
}

/**
 * Decides for every message whose it is, in memory: a number (userId) names a customer or makes one; details sent with
 * an unknown number find the customer of that phone or e-mail who has no number yet; a message with both ids names its
 * visitor, for the messages before it too.
 */
export function whoIsMeant(messages: readonly Message[], known: Known, sourceId: string, newId: NewId): Meaning {
  const desk: Desk = {
    owners: new Map(known.owners),
    people: new Map(),
    owned: new Map(),
    companies: new Map(),
    visitors: new Map(),
    claims: new Map(),
    same: [],
    given: [],
    notes: [],
    sourceId,
    known,
    newId,
    together: new Map(known.together),
  }
  // Identifications first: by their details a known customer is found, and what their visitor did before them is theirs.
  const sorted = messages.toSorted((a, b) => Number(b.kind === 'identify') - Number(a.kind === 'identify'))
  const byNumber = Map.groupBy(sorted, (message) => message.userId)
  for (const message of messages) if (message.kind === 'alias') joinAlias(desk, message, byNumber)
  for (const message of sorted) if (message.userId !== null) ownByNumber(desk, message, message.userId)
  for (const message of sorted) if (message.userId === null) ownByVisitor(desk, message)
  for (const message of messages) if (message.groupId !== null && message.kind === 'group') ownCompany(desk, message, message.groupId)
  const telling = messages.filter((m) => m.kind === 'identify' || m.kind === 'group')
  for (const message of telling.sort((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime())) applyTraits(desk, message)
  return desk
}

type ByNumber = ReadonlyMap<string | null, readonly Message[]>

/** The id until now is a number or a visitor's; the id from now on is a number. */
function joinAlias(desk: Desk, message: Message, byNumber: ByNumber): void {
  const { previousId, userId } = message
  if (previousId === null || userId === null || previousId === userId) return
  // Whom this very batch makes known under the id until now is made known first.
  for (const earlier of byNumber.get(previousId) ?? []) if (earlier.kind !== 'alias') ownByNumber(desk, earlier, previousId)
  const owner = desk.owners.get(identityKey('code', previousId)) ?? desk.owners.get(visitorKey(desk.sourceId, previousId))
  const to = identityKey('code', userId)
  const other = desk.owners.get(to)
  if (owner === undefined || owner === other) return
  if (other !== undefined) return void desk.same.push({ message, from: owner, into: other })
  desk.owners.set(to, owner)
  if (codeOf(desk, owner) === null) personOf(desk, owner).values.code = userId
  else desk.claims.set(to, owner)
}

function ownByNumber(desk: Desk, message: Message, userId: string): void {
  const key = identityKey('code', userId)
  const id = desk.owners.get(key) ?? takeNumber(desk, message, userId)
  desk.owners.set(key, id)
  own(desk, message, id)
  nameVisitors(desk, message, id)
}

/** Of a group the details are the company's. */
function own(desk: Desk, message: Message, id: string): void {
  desk.owned.set(message, id)
  if (message.kind !== 'group') introduce(desk, message, id)
}

/** Whoever comes later in the batch finds them by what this message brings, as if it had come in a batch before. */
function introduce(desk: Desk, message: Message, id: string): void {
  const values = detailsOf(desk, message, id)?.values
  if (!values) return
  const person = personOf(desk, id)
  for (const name of namingFields) if (values[name] !== undefined) person.values[name] = values[name]
  for (const key of keysAmong([...numberFields, ...contactFields], values)) {
    if (!desk.known.shared?.has(key) && !desk.owners.has(key)) desk.owners.set(key, id)
    if (desk.owners.get(key) === id) continue
    const others = desk.together.get(key)?.filter((each) => each.id !== id) ?? []
    desk.together.set(key, [...others, { id, ...namedOf(desk, id) }])
  }
  // Whoever comes later with another ID card is another. One that is somebody else's says nothing of them.
  for (const name of numberFields) {
    const value = values[name]
    if (value !== undefined && !isAnothers(desk, id, name, value)) person.values[name] = value
  }
}

function takeNumber(desk: Desk, message: Message, userId: string): string {
  const contact = message.kind === 'group' ? undefined : ownerByContact(desk, message, (id) => codeOf(desk, id) === null)
  if (contact === undefined) return makePerson(desk, { code: userId })
  personOf(desk, contact).values.code = userId
  return contact
}

function ownByVisitor(desk: Desk, message: Message): void {
  const key = ownKey(desk, message)
  if (key === null) return
  const known = message.kind === 'group' ? [] : contactKeys(desk.known.traits.get(message)?.values ?? {})
  const owner = desk.owners.get(key) ?? ownerByContact(desk, message, () => true)
  const id = owner ?? (known.length > 0 ? makePerson(desk, {}) : undefined)
  if (id === undefined) return
  own(desk, message, id)
  if (message.about !== undefined) desk.owners.set(key, id)
  nameVisitors(desk, message, id)
}

/** By what a message without a number is known. */
function ownKey(desk: Desk, { anonymousId, about }: Message): string | null {
  if (anonymousId !== null) return visitorKey(desk.sourceId, anonymousId)
  return about === undefined ? null : identityKey('about', about)
}

function nameVisitors(desk: Desk, message: Message, id: string): void {
  const aliased = message.kind === 'alias' && !desk.owners.has(identityKey('code', message.previousId ?? '')) ? message.previousId : null
  for (const visitor of [message.anonymousId, aliased]) {
    if (visitor === null || desk.owners.has(visitorKey(desk.sourceId, visitor))) continue
    desk.owners.set(visitorKey(desk.sourceId, visitor), id)
    desk.visitors.set(visitor, id)
  }
}

/** A company is known by its id, else by its credit code or a phone or e-mail that is a company's; else it is made. */
function ownCompany(desk: Desk, message: Message, groupId: string): void {
  const key = groupKey(desk.sourceId, groupId)
  const known = desk.owners.get(key)
  const id = known ?? ownerByContact(desk, message, (other) => kindOf(desk, other) === 'company') ?? makeCompany(desk, message, groupId)
  desk.companies.set(message, id)
  introduce(desk, message, id)
  if (known !== undefined) return
  desk.owners.set(key, id)
  desk.claims.set(key, id)
}

/** Until somebody says what it is called, its id stands for its name. */
function makeCompany(desk: Desk, message: Message, groupId: string): string {
  return makePerson(desk, { kind: 'company', name: desk.known.traits.get(message)?.values.name ?? groupId })
}

/**
 * Whose the ID card or credit code of a message is; else whose the phone or e-mail is, if their name is not quite another:
 * families share one. Else whoever of those who go by it bears the name. Nobody who has another such number.
 */
function ownerByContact(desk: Desk, message: Message, suits: (id: string) => boolean): string | undefined {
  const { values = {} } = desk.known.traits.get(message) ?? {}
  const fits = (id: string) => suits(id) && haveSameNumbers(numbersOf(desk, id), values)
  const ownerOf = (among: readonly string[]) => among.map((key) => desk.owners.get(key)).find((id) => id !== undefined && fits(id))
  const bearer = ownerOf(keysAmong(numberFields, values))
  if (bearer !== undefined) return bearer
  const keys = contactKeys(values)
  const owner = ownerOf(keys)
  const isOneOf = keys.filter((key) => desk.owners.get(key) === owner).length
  if (owner !== undefined && (isOneOf > 1 || !areApart(namedOf(desk, owner), values))) return owner
  const named = keys.map((key) => bearerNamed(values, desk.together.get(key) ?? []))
  return named.flatMap((each) => (each !== null && each !== 'several' && fits(each.id) ? each.id : []))[0]
}

const fieldOf = (desk: Desk, id: string, name: string): unknown =>
  desk.people.get(id)?.values[name] ?? (desk.people.get(id)?.before ?? desk.known.records.get(id))?.[name] ?? null
const textOf = (desk: Desk, id: string, name: string): string | null => {
  const value = fieldOf(desk, id, name)
  return typeof value === 'string' ? value : null
}
const namedOf = (desk: Desk, id: string): Named => ({
  name: textOf(desk, id, 'name'),
  shortName: textOf(desk, id, 'shortName'),
  kind: textOf(desk, id, 'kind'),
})
const numbersOf = (desk: Desk, id: string): Values => Object.fromEntries(numberFields.map((name) => [name, fieldOf(desk, id, name)]))
const codeOf = (desk: Desk, id: string) => fieldOf(desk, id, 'code')
const kindOf = (desk: Desk, id: string) => fieldOf(desk, id, 'kind')

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

/** What a message tells of them, unless it was told before. */
function detailsOf(desk: Desk, message: Message, id: string | undefined) {
  return desk.known.seen.has(`${id} ${message.key}`) ? undefined : desk.known.traits.get(message)
}

/** Details go to their customer. A phone, e-mail or number that is another customer's stays with that one, and is noted. */
function applyTraits(desk: Desk, message: Message): void {
  const id = message.kind === 'group' ? desk.companies.get(message) : desk.owned.get(message)
  const read = detailsOf(desk, message, id)
  if (!read) return
  if (id !== undefined || message.about !== undefined) for (const reason of read.wrong) desk.notes.push({ message, reason, refused: false })
  if (id === undefined) return
  const person = personOf(desk, id)
  const taken = new Map(Object.entries(read.values).filter(([name, value]) => isAnothers(desk, id, name, value)))
  for (const [name, value] of taken) {
    desk.notes.push({
      message,
      refused: false,
      reason: { code: 'source.trait-taken', details: { name, value: draftParts(value) || isContactToken(value) ? '••••' : value } },
    })
    give(desk, id, name, value)
  }
  for (const [name, value] of Object.entries(read.values)) {
    if (taken.has(name)) continue
    // A yes is for the address that came with it.
    if (name === 'emailConsent' && value === 'granted' && taken.has('email')) {
      desk.notes.push({ message, refused: false, reason: { code: 'source.consent-elsewhere', details: {} } })
      continue
    }
    const key = ownedKey(name, value)
    if (key !== null && desk.known.shared?.has(key)) give(desk, id, name, value)
    else if (key !== null) desk.owners.set(key, id)
    person.values[name] = value
  }
}

function isAnothers(desk: Desk, id: string, name: string, value: string): boolean {
  const key = ownedKey(name, value)
  const owner = key === null ? undefined : desk.owners.get(key)
  return owner !== undefined && owner !== id
}

/** That it was given for them is noted: with the name they are found again by it. */
function give(desk: Desk, id: string, name: string, value: string): void {
  const key = ownedKey(name, value)
  if (key === null || desk.known.together?.get(key)?.some((each) => each.id === id)) return
  desk.given.push({ customerId: id, key, value })
}
