import { sql } from 'kysely'
import type { Field } from '../../core/entity/field.ts'
import type { Sort } from '../../core/entity/entity.ts'
import { idField } from '../../core/entity/id-field.ts'
import { notAmongFields } from '../../core/kit/input-reasons.ts'
import { Problem } from '../../core/kit/problem.ts'
import type { Words } from '../../core/kit/words.ts'
import type { Ctx } from '../actions/context.ts'
import type { Card, PlacedField } from '../actions/registry.ts'
import { openContacts } from '../sealing/contacts.ts'
import { bodyOf, countRecords, type FindQuery, findRecords } from '../records/find-records.ts'
import type { ExportColumn, ExportRow, OpenedExport } from './list-export.ts'
import { readPortions } from './read-portions.ts'

const portion = 2_000

export type RecordsQuery = Pick<FindQuery, 'rule' | 'search'> & {
  readonly sort?: Sort | undefined
  readonly fields?: readonly string[] | undefined
}

/**
 * An entity's records with the columns asked for, or all that say something to a person and their id, by which an import finds
 * them again; what points to another record is written as that record is called.
 * @throws Problem input.invalid, rule.*
 */
export async function openRecordsExport(ctx: Ctx, card: Card, query: RecordsQuery): Promise<OpenedExport> {
  const fields = fieldsOf(ctx, card, query.fields)
  const { sort, ...filters } = query
  const total = await countRecords(ctx, card, filters)
  const named = fields.some(({ field }) => isNamed(field)) ? await ctx.dictionary(card.entity.name) : {}
  const find = { ...filters, ...(sort ? { sort } : {}), fields: fields.map(({ name }) => name), limit: portion }
  // What is wrong with the order is said before the first byte goes out.
  await findRecords(ctx, card, { ...find, limit: 1 })
  return {
    columns: [
      ...fields.flatMap((placed) => columnsOf(ctx, placed, named)),
      ...(query.fields ? [] : [{ name: 'id', label: idField.label, field: idField }]),
    ],
    total,
    pages: (moment) => pagesOf(moment, card, find, fields),
  }
}

function fieldsOf(ctx: Ctx, card: Card, names: readonly string[] | undefined): PlacedField[] {
  if (names) {
    return names.map((name) => {
      const field = card.fields.get(name)
      if (!field) throw new Problem('input.invalid', { path: 'fields', reason: notAmongFields(name, card.fields.keys()) })
      return field
    })
  }
  return [...card.fields.values()].filter(({ field }) => field.type !== 'reference' || pointedTo(ctx, field) !== undefined)
}

/** Its answers are the shop's own: stages, tiers. */
const isNamed = (field: Field) => field.type === 'choice' && (field.to === 'stage' || field.to === 'tier')
const pointedTo = (ctx: Ctx, field: Field) =>
  field.type === 'reference' && field.to !== undefined && ctx.registry.cards.has(field.to) ? ctx.card(field.to) : undefined

/** By which fields the record that is pointed to is called. */
function callsOf({ entity, fields }: Card): PlacedField[] {
  return (entity.calledBy ?? [entity.title]).map((name) => fields.get(name)).filter((field) => field !== undefined)
}

type NamedAnswers = { readonly stages?: ReadonlyMap<string, Words>; readonly tiers?: ReadonlyMap<string, Words> }

function columnsOf(ctx: Ctx, { name, field }: PlacedField, named: NamedAnswers): ExportColumn[] {
  const other = pointedTo(ctx, field)
  if (other) return callsOf(other).map((call) => ({ name: `${name}.${call.name}`, label: call.field.label, field: call.field }))
  const answers = field.to === 'tier' ? named.tiers : named.stages
  if (!isNamed(field) || !answers) return [{ name, label: field.label, field }]
  const options = [...answers].map(([value, label]) => ({ value, label }))
  return [{ name, label: field.label, field: { ...field, options } }]
}

function pagesOf(ctx: Ctx, card: Card, find: FindQuery, fields: readonly PlacedField[]): AsyncGenerator<readonly ExportRow[]> {
  const references = fields.flatMap(({ name, field }) => {
    const other = pointedTo(ctx, field)
    return other ? [{ name, card: other }] : []
  })
  return readPortions(async (from) => {
    const page = await findRecords(ctx, card, { ...find, ...from })
    let rows: readonly ExportRow[] = page.rows
    for (const reference of references) rows = await withNames(ctx, rows, reference.name, reference.card)
    return { rows, next: page.next }
  })
}

/** Puts what the records pointed to are called beside each row, asked once a portion. */
async function withNames(ctx: Ctx, rows: readonly ExportRow[], name: string, card: Card): Promise<ExportRow[]> {
  const ids = [...new Set(rows.flatMap((row) => (typeof row[name] === 'string' ? [row[name]] : [])))]
  const calls = callsOf(card)
  const { rows: found } = await sql<{ id: string; body: Record<string, unknown> }>`select c.id, ${bodyOf(calls)} as body
    from ${sql.id(card.entity.table)} c where c.id = any(${ids}::uuid[])`.execute(ctx.db)
  const bodies = new Map(found.map(({ id, body }) => [id, body]))
  return rows.map((row) => {
    const body = bodies.get(String(row[name]))
    return openContacts(ctx.services.sealing, {
      ...row,
      ...Object.fromEntries(calls.map((call) => [`${name}.${call.name}`, body?.[call.name] ?? null])),
    })
  })
}
