import { sql } from 'kysely'
import type { Ctx, ToldFact } from '../../../platform/actions/context.ts'
import type { Card } from '../../../platform/actions/registry.ts'
import { customChanges, customFieldsOf } from '../../../platform/records/custom-values.ts'
import { updateCustomer } from '../../customers/actions.ts'
import { noteGivenKeys } from '../../../platform/records/given-keys.ts'
import { addConsents, followConsents } from '../../../platform/records/consent-records.ts'
import { recordsOfSaid, saidByActor } from '../../../platform/records/said-consents.ts'
import { sharedKeys } from '../../../platform/records/shared-keys.ts'
import { sameValue } from '../../../core/kit/sealed-text.ts'
import { sealNotes } from '../../../platform/sealing/seal-notes.ts'
import { plainValues, sealedFieldsOf, sealValues, withoutDrafts } from '../../../platform/sealing/seal-values.ts'
import { completeCustomer } from '../../customers/complete-customer.ts'
import { customer, emptyValue, writableFields } from '../../customers/customer.ts'
import { columnOf, type Field } from '../../../core/entity/field.ts'
import { searchColumns } from '../../customers/customer-search.ts'
import { customerCreated } from '../../customers/events.ts'
import { identityKeys } from '../../customers/identity-keys.ts'
import { type Meaning, type Person, visitorKey } from '../who-is-meant.ts'
import type { Source } from './find-source.ts'

const fields: Readonly<Record<string, Field>> = customer.fields
/** Columns that are no texts, by the types of their fields. */
const castOf: Readonly<Record<string, string>> = { date: 'date', boolean: 'boolean', person: 'uuid' }

const placed = writableFields.flatMap((name) =>
  fields[name] ? [{ name, column: columnOf(name, fields[name]), type: castOf[fields[name].type] ?? 'text' }] : [],
)

/** Somebody else took a key between our reading and our writing: everything is undone and read again. */
export class Raced extends Error {}

/**
 * Writes what the batch says about people: new customers and named visitors by set, changed details one by one.
 * @returns the facts of the new customers
 * @throws Raced
 */
export async function keepPeople(ctx: Ctx, source: Source, meaning: Meaning): Promise<ToldFact[]> {
  const people = [...meaning.people.values()].map(completed)
  const fresh = people.filter((person) => person.fresh)
  const shared = await sharedKeys(
    ctx.db,
    fresh.flatMap((person) => identityKeys(person.values).map(({ key }) => key)),
  )
  const keys = [
    ...fresh.flatMap((person) =>
      identityKeys(person.values).flatMap(({ key }) => (shared.has(key) ? [] : [{ key, customer_id: person.id }])),
    ),
    ...[...meaning.visitors].map(([visitor, id]) => ({ key: visitorKey(source.id, visitor), customer_id: id })),
    ...[...meaning.claims].map(([key, id]) => ({ key, customer_id: id })),
  ]
  await claimKeys(ctx, keys)
  await insertPeople(ctx, source, await sealed(ctx, fresh))
  await keepKeys(ctx, keys)
  await keepConsents(ctx, source, fresh)
  for (const person of people) if (!person.fresh) await changePerson(ctx, person)
  await noteGivenKeys(
    ctx,
    meaning.given.map((each) => ({ ...each, how: 'source', place: source.name, line: null, importId: null })),
  )
  return fresh.map((person) => ({
    customerId: person.id,
    kind: customerCreated.name,
    occurredAt: ctx.now,
    payload: { source: source.name },
  }))
}

/** What follows for a new customer from what was said; of known ones their update finds it. */
const completed = (person: Person): Person =>
  person.fresh ? { ...person, values: { ...person.values, ...completeCustomer(withoutDrafts(person.values)) } } : person

async function sealed(ctx: Ctx, fresh: readonly Person[]): Promise<Person[]> {
  const values = await sealValues(ctx.services, ctx.db, sealedFieldsOf(ctx.card('customer')), fresh)
  return fresh.map((person, at) => ({ ...person, values: sealNotes(ctx, values[at] ?? person.values) }))
}

type Key = { readonly key: string; readonly customer_id: string }

async function claimKeys(ctx: Ctx, keys: readonly Key[]): Promise<void> {
  if (keys.length === 0) return
  const sorted = [...keys].sort((a, b) => (a.key < b.key ? -1 : 1))
  const { rows } = await sql`insert into identities (key, customer_id)
    select r.key, r.customer_id from jsonb_to_recordset(${JSON.stringify(sorted)}::jsonb) as r(key text, customer_id uuid) on conflict do nothing returning 1`.execute(
    ctx.db,
  )
  if (rows.length < keys.length) throw new Raced()
}

async function insertPeople(ctx: Ctx, source: Source, fresh: readonly Person[]): Promise<void> {
  if (fresh.length === 0) return
  const card = ctx.card('customer')
  const rows = fresh.map(({ id, values }) => ({
    id,
    search_words: searchColumns(values).search,
    pinyin: searchColumns(values).namePinyin,
    origin: source.name,
    ...values,
    custom: customChanges(card, withCustomsRead(card, values)).put,
  }))
  const columns = sql.join(placed.map(({ column }) => sql.id(column)))
  const values = sql.join(placed.map(({ name }) => valueOf(name)))
  const shape = sql.join(placed.map(({ name, type }) => sql`${sql.id(name)} ${sql.raw(type)}`))
  await sql`insert into customers (id, search, name_pinyin, created_at, updated_at, custom, ${columns})
    select r.id, r.search_words::tsvector, r.pinyin, ${ctx.now}, ${ctx.now}, r.custom, ${values}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, search_words text, pinyin text, custom jsonb, ${shape})`.execute(
    ctx.db,
  )
}

/** What was said about consent of new people, and by which source. */
async function keepConsents(ctx: Ctx, source: Source, fresh: readonly Person[]): Promise<void> {
  const said = fresh.flatMap(({ id, values: { email, emailConsent } }) =>
    emailConsent === 'granted' || emailConsent === 'withdrawn'
      ? [{ customerId: id, email: typeof email === 'string' ? email : null, emailConsent: { before: 'unknown', after: emailConsent } }]
      : [],
  )
  if (said.length === 0) return
  const by = { ...saidByActor(ctx), how: 'source', place: source.name }
  await addConsents(
    ctx,
    said.flatMap((each) => recordsOfSaid(each, by)),
  )
  await followConsents(
    ctx,
    said.map(({ customerId }) => customerId),
  )
}

/** A column that is never empty has a value that stands where nothing was said. */
function valueOf(name: string) {
  const empty = emptyValue(name)
  return empty === null ? sql.ref(`r.${name}`) : sql`coalesce(${sql.ref(`r.${name}`)}, ${empty})`
}

async function keepKeys(ctx: Ctx, keys: readonly Key[]): Promise<void> {
  if (keys.length === 0) return
  await sql`insert into customer_identities (customer_id, key)
    select r.customer_id, r.key from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as r(key text, customer_id uuid) on conflict do nothing`.execute(
    ctx.db,
  )
}

async function changePerson(ctx: Ctx, person: Person): Promise<void> {
  const changed = Object.entries(person.values).filter(([name, value]) => !sameValue(person.before[name], value))
  if (changed.length === 0) return
  const card = ctx.card('customer')
  await ctx.run(updateCustomer, { id: person.id, ...plainValues(card, withCustomsRead(card, Object.fromEntries(changed))) })
}

/** Values of the firm's own fields, which come as JSON, as what they mean. */
function withCustomsRead(card: Card, values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const read = customFieldsOf(card).flatMap(({ name }) =>
    typeof values[name] === 'string' ? [[name, JSON.parse(values[name])] as const] : [],
  )
  return { ...values, ...Object.fromEntries(read) }
}
