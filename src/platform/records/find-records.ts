import { type CompiledQuery, type RawBuilder, sql } from 'kysely'
import type { Sort } from '../../core/entity/entity.ts'
import { inputReasons, notSortable } from '../../core/kit/input-reasons.ts'
import { Problem } from '../../core/kit/problem.ts'
import { checkRule } from '../../core/rule/check-rule.ts'
import { compileRule } from '../../core/rule/compile-rule.ts'
import { fieldsNamed } from '../../core/rule/fields-named.ts'
import type { Rule } from '../../core/rule/rule.ts'
import type { Ctx } from '../actions/context.ts'
import { runCompiled } from '../database/connect.ts'
import type { Card, PlacedField } from '../actions/registry.ts'
import { type Limits, reachOf } from '../rights/sight.ts'
import { openRows } from '../sealing/open-rows.ts'

/** A record as it goes over the wire: field names of the card, times as ISO texts. */
export type RecordRow = { id: string } & Record<string, unknown>

export type FindQuery = {
  readonly rule?: unknown
  readonly sort?: Sort
  readonly search?: RawBuilder<unknown> | null
  readonly after?: string
  readonly limit: number
  /** Fields to bring; all when left out. */
  readonly fields?: readonly string[]
}

export type FoundPage = { readonly rows: RecordRow[]; readonly next: string | null }

/** Where a page begins: behind this value and id. Records without a value come last, in order of id. */
type Cursor = { readonly known: boolean; readonly value: string | null; readonly id: string }

/**
 * One page of an entity's records by keyset: any page costs what the first costs.
 * @throws Problem rule.*, input.invalid for an unknown sort or cursor
 */
export async function findRecords(ctx: Ctx, card: Card, query: FindQuery): Promise<FoundPage> {
  const sort = query.sort ?? card.entity.sort
  const named = card.fields.get(sort.field)
  const by = named?.field.sortable ? named : query.sort ? null : byId
  if (!by) {
    const sortable = [...card.fields].filter(([, { field }]) => field.sortable).map(([name]) => name)
    throw new Problem('input.invalid', { path: 'sort', reason: notSortable(sort.field, sortable) })
  }
  const shown = (query.fields ?? [...card.fields.keys()]).map((name) => card.fields.get(name)).filter((f) => f !== undefined)
  const asked = await conditions(ctx, card, query)
  const look = by.table !== 'c' && (await asksFew(ctx, card, asked.rules)) ? passedBy : query.search ? sortedOut : null
  const few = look && (await fewFound(ctx, card, asked, look))
  const { where, rules } = few ? { where: sql`${keyOf(by)} = any(${few}::uuid[])`, rules: [] } : asked
  const from = fromClause(card, by, new Set([...shown.map((f) => f.table), ...tablesNamed(card, rules)]), few ? 'each' : 'any')
  const cursor = query.after ? readCursor(query.after) : null
  const page = { shown, where, from, by, direction: sort.direction, limit: query.limit + 1 }
  const rows = cursor?.known === false ? [] : await knownPart(ctx, page, cursor)
  if (rows.length < page.limit && by.field.required !== true) {
    rows.push(...(await unknownPart(ctx, { ...page, limit: page.limit - rows.length }, cursor?.known === false ? cursor : null)))
  }
  const found = cut(rows, query.limit)
  return { ...found, rows: await openRows(ctx, card, found.rows, (row) => row.id) }
}

/**
 * How many a word finds is what PostgreSQL guesses worst, and for a few it would walk through everybody in the order asked for.
 * In the order of an extension it does so for somebody's own customers too, and looks each of the others up to see whose they are.
 * So those who are asked for are looked up first, and few are taken as they are. The same for one owner's, whoever asks for them.
 * @returns their ids as PostgreSQL writes an array, for nobody reads them on the way; null where they are many
 */
async function fewFound(ctx: Ctx, card: Card, { where, rules }: Conditions, { most, areFew }: Look): Promise<string | null> {
  const { rows } = await sql<Counted & { ids: string }>`with found as materialized
      (select c.id ${fromClause(card, null, tablesNamed(card, rules))} where ${where})
    select count(*) as n, ${allOf(card)} as total, coalesce(array_agg(id), '{}')::text as ids
    from (select id from found limit ${most + 1}) few`.execute(ctx.db)
  const [found] = rows
  return found && areFew(found) ? found.ids : null
}

/** How many, among how many in all, as far as somebody has counted these. */
type Counted = { readonly n: number; readonly total: number }
const allOf = ({ entity }: Card) => sql`(select reltuples::float8 from pg_class where oid = ${entity.table}::regclass)`

/**
 * With the square of how many one asks for above so many times all there are, a page is sooner read off the index of everybody: about 51
 * in their share of it are walked past, and to look one up takes as long as to name three.
 */
const walkedPast = 140
/** Where nobody has counted them yet. */
const leastOfAll = 1_000

const mostSorted = 1_000
const mostPassed = 10_000
const isFew = ({ n, total }: Counted): boolean => n <= mostPassed && n ** 2 <= walkedPast * Math.max(leastOfAll, total)

/** Who is asked for is looked up first: no more than `most`, and taken as they are where these are few. */
type Look = { readonly most: number; readonly areFew: (counted: Counted) => boolean }
/** Of more, some stand early in any order of all records: there the page is read off the index of that order. */
const sortedOut: Look = { most: mostSorted, areFew: ({ n }) => n <= mostSorted }
/** In the order of an extension, whose index has the ids in it, so that those of others are passed by without a look at them. */
const passedBy: Look = { most: mostPassed, areFew: isFew }

const namesOwner = (rules: readonly Rule[]): boolean =>
  rules.flatMap((rule) => ('all' in rule ? rule.all : [rule])).some((rule) => 'field' in rule && rule.field === 'owner' && rule.op === 'is')

const seenFewMs = 60_000
/** By kind of record. */
type SeenFew = Map<string, { readonly isFew: Promise<boolean>; readonly until: number }>
const seenFew = new WeakMap<Limits, SeenFew>()

/** Whether the records of some people alone are asked for, which an index tells, and these are few, or may be since they are one person's. */
async function asksFew({ db, sight: { limits } }: Ctx, card: Card, rules: readonly Rule[]): Promise<boolean> {
  const { name, table } = card.entity
  const seen = limits && reachOf(limits, name, 'read')
  if (!limits || seen?.all) return namesOwner(rules)
  if (!seen || seen.rules.length > 0 || seen.named.has('pool')) return false
  const byKind: SeenFew = seenFew.get(limits) ?? new Map()
  seenFew.set(limits, byKind)
  const known = byKind.get(name)
  if (known && known.until > performance.now()) return known.isFew
  const counted = sql<Counted>`select count(*) as n, ${allOf(card)} as total
    from (select c.id from ${sql.id(table)} c limit ${mostPassed + 1}) seen`.execute(db)
  const isFewSeen = counted.then(({ rows: [found] }) => !!found && isFew(found))
  byKind.set(name, { isFew: isFewSeen, until: performance.now() + seenFewMs })
  isFewSeen.catch(() => byKind.delete(name))
  return isFewSeen
}

/** Ids are made in order of time: the usual order of whoever may not see the field of it. */
const byId: PlacedField = {
  name: 'id',
  field: { type: 'text', label: { zh: 'ID', en: 'Id' }, required: true, sortable: true },
  table: 'c',
  column: 'id',
  key: 'id',
  sql: sql.ref('c.id'),
}

type PagePlan = {
  readonly shown: readonly PlacedField[]
  readonly where: RawBuilder<unknown>
  readonly from: RawBuilder<unknown>
  readonly by: PlacedField
  readonly direction: 'asc' | 'desc'
  readonly limit: number
}

type SqlRow = { id: string; sort_value: string | null; body: unknown[] }

const shownOf = (field: PlacedField) => field.shown ?? field.sql

/** A function of PostgreSQL takes a hundred arguments, two of which make a field. */
const atOnce = 48

/** These fields of a record as one JSON object. */
export function bodyOf(fields: readonly PlacedField[]): RawBuilder<unknown> {
  const objects: RawBuilder<unknown>[] = []
  for (let at = 0; at < fields.length; at += atOnce) {
    const some = fields.slice(at, at + atOnce)
    objects.push(sql`jsonb_build_object(${sql.join(some.map((f) => sql`${sql.lit(f.name)}::text, ${shownOf(f)}`))})`)
  }
  return objects.length > 0 ? sql.join(objects, sql` || `) : sql`'{}'::jsonb`
}

/** The key beside the sort column: its own table's, so that one index gives the order. */
const keyOf = (field: PlacedField) => sql.ref(`${field.table}.${field.key}`)

async function knownPart(ctx: Ctx, plan: PagePlan, cursor: Cursor | null): Promise<SqlRow[]> {
  const column = plan.by.sql
  const key = keyOf(plan.by)
  const sign = plan.direction === 'asc' ? sql`>` : sql`<`
  // Without a cast the value takes the column's own type; with the type of the field it might pass its index by.
  const behind = cursor ? sql`and (${column}, ${key}) ${sign} (${cursor.value}, ${cursor.id}::uuid)` : sql``
  const order = plan.direction === 'asc' ? sql`asc` : sql`desc`
  const { rows } = await sql<SqlRow>`select ${columns(plan)} ${plan.from} where ${plan.where} and ${column} is not null ${behind}
    order by ${column} ${order}, ${key} ${order} limit ${plan.limit}`.execute(ctx.db)
  return rows
}

async function unknownPart(ctx: Ctx, plan: PagePlan, cursor: Cursor | null): Promise<SqlRow[]> {
  const behind = cursor ? sql`and c.id > ${cursor.id}::uuid` : sql``
  const { rows } = await sql<SqlRow>`select ${columns(plan)} ${plan.from} where ${plan.where} and ${plan.by.sql} is null ${behind}
    order by c.id limit ${plan.limit}`.execute(ctx.db)
  return rows
}

function columns(plan: PagePlan): RawBuilder<unknown> {
  return sql`c.id, ${plan.by.sql}::text as sort_value, ${bodyOf(plan.shown)} as body`
}

type Conditions = { readonly where: RawBuilder<unknown>; readonly rules: readonly Rule[] }

/** What rules may name is read once: that is several questions to the database. @throws Problem rule.* */
async function conditions(ctx: Ctx, card: Card, { rule: given, search }: Pick<FindQuery, 'rule' | 'search'>): Promise<Conditions> {
  const all: RawBuilder<unknown>[] = [sql`true`]
  if (search) all.push(search)
  if (given === undefined) return { where: sql.join(all, sql` and `), rules: [] }
  const dictionary = await ctx.dictionary(card.entity.name)
  const rule = checkRule(given, dictionary)
  all.push(compileRule(rule, dictionary, { now: ctx.now, timeZone: ctx.shop.timeZone }))
  return { where: sql.join(all, sql` and `), rules: [rule] }
}

/** The extension tables that these rules look at. What no rule names need not be joined: planning many joins costs more than asking. */
export function tablesNamed(card: Card, rules: Iterable<Rule>): ReadonlySet<string> {
  const fields = [...rules].flatMap(fieldsNamed)
  return new Set(fields.flatMap((name) => card.fields.get(name)?.table ?? []))
}

/** `each`: one for each row. PostgreSQL takes who is seen and who was found for two matters, and expects next to nobody to be both. */
const joinedTo = {
  any: (table: RawBuilder<unknown>, key: RawBuilder<unknown>) => sql`join ${table} c on c.id = ${key}`,
  each: (table: RawBuilder<unknown>, key: RawBuilder<unknown>) =>
    sql`join lateral (select * from ${table} c where c.id = ${key} offset 0) c on true`,
} as const

/**
 * The entity's table with its extensions. The extension that is sorted by comes first and is joined fully, so that the
 * page is read off its index; a record it does not know yet (for a second after it was made) appears with the next look.
 * @param looked how records are found to the rows of that extension
 */
export function fromClause(
  card: Card,
  by: PlacedField | null,
  needed: ReadonlySet<string> | null,
  looked: keyof typeof joinedTo = 'any',
): RawBuilder<unknown> {
  const own = sql.id(card.entity.table)
  const leading = by && by.table !== 'c' ? card.extensions.find((x) => x.table === by.table) : undefined
  const rest = card.extensions.filter((x) => x !== leading && (needed === null || needed.has(x.table)))
  const joins = rest.map((x) => sql` left join ${sql.id(x.table)} on ${sql.ref(`${x.table}.${x.key}`)} = c.id`)
  const head = leading
    ? sql`from ${sql.id(leading.table)} ${joinedTo[looked](own, sql.ref(`${leading.table}.${leading.key}`))}`
    : sql`from ${own} c`
  return sql`${head}${sql.join(joins, sql``)}`
}

function cut(rows: readonly SqlRow[], limit: number): FoundPage {
  const kept = rows.slice(0, limit)
  const last = kept.at(-1)
  return {
    rows: kept.map((row) => ({ ...Object(row.body), id: row.id })),
    next: rows.length > limit && last ? writeCursor({ known: last.sort_value !== null, value: last.sort_value, id: last.id }) : null,
  }
}

const writeCursor = (cursor: Cursor) => Buffer.from(JSON.stringify([cursor.known, cursor.value, cursor.id])).toString('base64url')

function readCursor(text: string): Cursor {
  try {
    const [known, value, id]: unknown[] = JSON.parse(Buffer.from(text, 'base64url').toString())
    if (typeof known === 'boolean' && (typeof value === 'string' || value === null) && typeof id === 'string') return { known, value, id }
  } catch {
    // Said below, with the same words as any other cursor that is not ours.
  }
  throw new Problem('input.invalid', { path: 'after', reason: inputReasons.cursor })
}

/** How many records a rule holds for. */
export async function countRecords(ctx: Ctx, card: Card, query: Pick<FindQuery, 'rule' | 'search'>): Promise<number> {
  const { where, rules } = await conditions(ctx, card, query)
  const from = fromClause(card, null, tablesNamed(card, rules))
  const { rows } = await sql<{ n: number }>`select count(*) as n ${from} where ${where}`.execute(ctx.db)
  return rows[0]?.n ?? 0
}

type Reading = { readonly statement: CompiledQuery<Record<string, unknown>>; readonly parts: readonly (readonly string[])[] }
const readings = new WeakMap<Card, Reading>()

/** One record, or null. */
export async function readRecord(ctx: Ctx, card: Card, id: string): Promise<RecordRow | null> {
  const { statement, parts } = readings.get(card) ?? compileReading(ctx, card)
  readings.set(card, { statement, parts })
  const [row] = await runCompiled<Record<string, unknown>>(ctx.db, { ...statement, parameters: [id] })
  if (!row) return null
  const own = String(row['id'])
  const record: RecordRow = { id: own }
  for (const [part, names] of parts.entries()) {
    const values = row[partName(part)]
    if (Array.isArray(values)) for (const [place, name] of names.entries()) record[name] = values[place]
  }
  const [opened] = await openRows(ctx, card, [{ ...record, id: own }], () => own)
  return opened ?? null
}

/** A function of PostgreSQL takes a hundred arguments. */
const mostValues = 90
const partName = (part: number) => `part${part}`

/** Values without their names, and as text of JSON: to build and to read objects would take the database half as long again. */
function compileReading(ctx: Ctx, card: Card): Reading {
  const fields = [...card.fields.values()]
  const parts = Array.from({ length: Math.ceil(fields.length / mostValues) }, (_, i) => fields.slice(i * mostValues, (i + 1) * mostValues))
  const arrays = parts.map((some, i) => sql`, json_build_array(${sql.join(some.map(shownOf))}) as ${sql.id(partName(i))}`)
  return {
    statement: sql<
      Record<string, unknown>
    >`select c.id${sql.join(arrays, sql``)} ${fromClause(card, null, null)} where c.id = ${'id'}`.compile(ctx.db),
    parts: parts.map((some) => some.map(({ name }) => name)),
  }
}
