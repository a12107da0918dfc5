import { CompiledQuery, type RawBuilder, sql } from 'kysely'
import { type About, type Action, mayRun, type Method, verbOf } from '../../core/action/action.ts'
import { isUuid } from '../../core/kit/id.ts'
import { noSuchField } from '../../core/kit/input-reasons.ts'
import { Problem } from '../../core/kit/problem.ts'
import type { Right, Verb } from '../../core/rights/rights.ts'
import type { Actor, Ctx } from '../actions/context.ts'
import type { Registry } from '../actions/registry.ts'
import { markOutOfReach } from '../audit/out-of-reach.ts'
import type { Services } from '../actions/services.ts'
import type { Db } from '../database/connect.ts'
import { lookOf, type Onlooker } from './look-through.ts'
import { readSight } from './read-sight.ts'
import { type Limits, reachOf, type Sight } from './sight.ts'
import { subjectsOf } from './subjects.ts'
import { isVeiled, withShapes } from './veils.ts'

/** An action, a question or another door, as far as rights go. */
export type Asked = Pick<Action, 'role' | 'about' | 'verb' | 'right' | 'fieldsIn' | 'fields' | 'withFieldsOf'> & {
  readonly method: Method
  readonly isQuestion: boolean
}

/**
 * May this actor do it at all? Asked before the input is looked at.
 * @throws Problem access.denied, rights.not-everything, rights.figures-hidden
 */
export async function mayCall(services: Services, actor: Actor, asked: Asked): Promise<Sight> {
  const sight = await readSight(services, actor)
  const verdict = judgeCall(sight, asked, services.registry)
  if (verdict !== 'yes') throw new Problem(verdict)
  return sight
}

export type Verdict = 'yes' | 'access.denied' | 'rights.not-everything' | 'rights.figures-hidden'

/** The one place where it is decided whether a role reaches a verb. */
export function judgeCall({ role, limits }: Sight, asked: Asked, registry: Registry): Verdict {
  if (!limits) return mayRun(role, asked.role) ? 'yes' : 'access.denied'
  if (asked.right && !limits.rights.has(asked.right)) return 'access.denied'
  // What says nothing of whose records it is about is for the standing roles.
  if (asked.about === undefined) return 'access.denied'
  if (asked.about === 'nothing') return asked.right || mayRun(role, asked.role) ? 'yes' : 'access.denied'
  const verb = verbOf(asked, asked.isQuestion)
  for (const [kind, place] of Object.entries(asked.about)) {
    const reach = reachOf(limits, place === '*' ? kind : whoseOf(asked.about, kind, registry), verb)
    if (!reach) return 'access.denied'
    if (place === '*' && !(reach.all && isFree(limits))) return 'rights.not-everything'
  }
  return toldOfHidden(limits, asked) ? 'rights.figures-hidden' : 'yes'
}

/** Whether what a question tells is made of a field that is hidden or masked. */
function toldOfHidden(limits: Limits, { isQuestion, fields: told = [] }: Asked): boolean {
  if (!isQuestion || told.length === 0 || limits.fields.size === 0) return false
  const all = withShapes(limits)
  return told.some((name) => isVeiled(all.get(name)))
}

/** Who reaches every record must not do with them what the own rights keep from them: no field is hidden or read-only. */
const isFree = ({ fields }: Limits) => fields.size === 0

/** Whose rights a part of it goes by: beside another kind the customer is only whose the record is. */
function whoseOf(about: Exclude<About, 'nothing'>, kind: string, registry: Registry): string {
  const other = kind === 'customer' ? Object.keys(about).find((name) => name !== 'customer') : undefined
  return kindOf(other ?? kind, registry)
}

/** A table goes by the kind that it belongs to, or, like `merges`, by the customer. */
function kindOf(kind: string, registry: Registry): string {
  const subjects = subjectsOf(registry)
  if (subjects.some(({ name }) => name === kind)) return kind
  return subjects.find(({ tables }) => tables.includes(kind))?.name ?? 'customer'
}

/**
 * Does it reach the very records and fields that the input names? Asked before anything is written. A record that is out of
 * reach is answered as one that does not exist.
 * @returns the customers that it names
 * @throws Problem record.missing, input.invalid for a hidden field, rights.field-closed
 */
export async function mayReach(
  services: Services,
  onlooker: Onlooker,
  asked: Asked,
  input: unknown,
  db: Db = services.database.questions,
): Promise<string[]> {
  const { limits } = onlooker.sight
  if (!limits) return []
  refuseFields(onlooker, limits, asked, input)
  if (typeof asked.about !== 'object') return []
  const verb = verbOf(asked, asked.isQuestion)
  const customers: string[] = []
  for (const [kind, place] of Object.entries(asked.about)) {
    const places = place === null || place === '*' ? [] : typeof place === 'string' ? [place] : place
    const ids = [...new Set(places.flatMap((path) => valuesAt(input, path)))].filter(isUuid)
    if (ids.length === 0) continue
    await seeAll(services, onlooker, { kind, of: whoseOf(asked.about, kind, services.registry), verb, ids }, db)
    if (kind === 'customer') customers.push(...ids)
  }
  return customers
}

type Looked = { readonly kind: string; readonly of: string; readonly verb: Verb; readonly ids: readonly string[] }

/** @throws Problem record.missing when one of them is out of reach, or is not there at all */
async function seeAll(services: Services, onlooker: Onlooker, { kind, of, verb, ids }: Looked, db: Db): Promise<void> {
  const seen = await seenOf(services, onlooker, { kind, of, verb, ids }, db)
  if (ids.every((id) => seen.has(id))) return
  const card = onlooker.cards.get(kind)
  throw markOutOfReach(new Problem('record.missing', { what: card?.entity.label ?? { zh: '记录', en: 'record' } }))
}

/** Those of the records that this actor reaches with the verb. A customer who became part of one within reach counts as seen. */
async function seenOf(services: Services, onlooker: Onlooker, { kind, of, verb, ids }: Looked, db: Db): Promise<ReadonlySet<string>> {
  const { limits } = onlooker.sight
  if (!limits) return new Set(ids)
  const table = onlooker.cards.get(kind)?.entity.table ?? subjectsOf(services.registry).find(({ name }) => name === kind)?.tables[0] ?? kind
  const look = await lookOf(services, onlooker, verb, of)
  const ask = async (statement: RawBuilder<{ id: string }>) => (await askThrough(look, statement, db)).map(({ id }) => id)
  const seen = new Set(await ask(sql`select id from ${sql.id(table)} where id = any(${[...ids]}::uuid[])`))
  if (kind !== 'customer' || seen.size === ids.length) return seen
  return new Set([
    ...seen,
    ...(await ask(sql`select customer_id as id from merged_customers where customer_id = any(${[...ids]}::uuid[])`)),
  ])
}

/** With somebody's eyes over a connection that is not theirs, such as that of an action under way. */
async function askThrough<R>(look: Awaited<ReturnType<typeof lookOf>>, statement: RawBuilder<R>, db: Db): Promise<R[]> {
  const { sql: text, parameters } = statement.compile(db)
  const seen = look?.rewrite(text, parameters) ?? { text, values: parameters }
  return (await db.executeQuery<R>(CompiledQuery.raw(seen.text, [...seen.values]))).rows
}

/** What the caller of an action sees, in its transaction: of customers those whom the verb reaches, and each field as it is shown to them. */
export async function askWithin<R>(ctx: Ctx, verb: Verb, statement: RawBuilder<R>): Promise<R[]> {
  return askThrough(await lookOf(ctx.services, ctx.onlooker, verb, 'customer'), statement, ctx.db)
}

/** Which of these records of a kind the caller of an action reaches with a verb. */
export async function recordsWithin(ctx: Ctx, verb: Verb, kind: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const { services, onlooker } = ctx
  return seenOf(services, onlooker, { kind, of: kindOf(kind, ctx.registry), verb, ids }, ctx.client ? ctx.db : services.database.questions)
}

/** Which of these customers the caller of an action reaches: for those that it finds by other means than their ids. */
export async function customersWithin(ctx: Ctx, verb: Verb, ids: readonly string[], of = 'customer'): Promise<ReadonlySet<string>> {
  return seenOf(
    ctx.services,
    ctx.onlooker,
    { kind: 'customer', of: kindOf(of, ctx.registry), verb, ids },
    ctx.client ? ctx.db : ctx.services.database.questions,
  )
}

/** Whether the caller holds a right; of the standing roles managers and owners do, and people, keys and rights are the owner's. */
export function holds({ role, limits }: Sight, right: Right): boolean {
  if (limits) return limits.rights.has(right)
  return mayRun(role, right === 'people' || right === 'roles' || right === 'keys' || right === 'backups' ? 'owner' : 'manager')
}

function refuseFields({ cards }: Onlooker, limits: Limits, asked: Asked, input: unknown): void {
  const fields = withShapes(limits)
  const card = cards.get('customer')
  if (fields.size === 0 || !card) return
  const verb = verbOf(asked, asked.isQuestion)
  const places = asked.fieldsIn === undefined ? [] : typeof asked.fieldsIn === 'string' ? [asked.fieldsIn] : asked.fieldsIn
  const given = asked.withFieldsOf === 'customer' ? keysOf(input) : []
  const named = [...(asked.fields ?? []), ...places.flatMap((path) => namesAt(input, path)), ...given]
  for (const name of named) {
    const right = fields.get(name)
    if (right === undefined) continue
    // A hidden field is not there: it is refused as any unknown name is.
    if (right === 'hidden') throw new Problem('input.invalid', { path: name, reason: noSuchField(name) })
    if (asked.isQuestion ? isVeiled(right) : !(right === 'masked' && verb === 'create'))
      throw new Problem('rights.field-closed', { path: name, field: card.fields.get(name)?.field.label ?? name })
  }
}

const keysOf = (value: unknown): string[] =>
  typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [key])) : []

/** All values at a place like `pairs.low`; lists on the way are walked through. */
export function valuesAt(input: unknown, path: string): string[] {
  let found: unknown[] = [input]
  for (const step of path.split('.'))
    found = found.flatMap((value) => flat(typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined))
  return found.filter((value): value is string => typeof value === 'string')
}

const flat = (value: unknown): unknown[] =>
  Array.isArray(value) ? value.flatMap(flat) : value === undefined || value === null ? [] : [value]

/** The names at a place: texts, or the keys of an object. */
function namesAt(input: unknown, path: string): string[] {
  const texts = valuesAt(input, path)
  if (texts.length > 0) return texts.flatMap((text) => text.split(',').map((name) => name.trim()))
  const steps = path.split('.')
  let at: unknown = input
  for (const step of steps) at = typeof at === 'object' && at !== null ? Reflect.get(at, step) : undefined
  return Array.isArray(at) ? [] : keysOf(at)
}
