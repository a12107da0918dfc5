import { type RawBuilder, sql } from 'kysely'
import { sealedParts } from '../../../core/kit/sealed-text.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { boundName } from '../../../platform/sealing/bound-name.ts'
import type { Doing } from '../../../platform/sealing/sealing-work.ts'
import { customerOf } from '../../../platform/sealing/sealing.ts'
import { convertCustomers } from './convert-customers.ts'
import type { Target } from './convert-target.ts'
import { keepFindable, type Moved } from './keep-findable.ts'
import { type Converted, type Turn, turner } from './turn-values.ts'

type Json = Record<string, unknown>
type Path = readonly string[]

/**
 * Where values of customers stand, the customers themselves first. `columns` are of JSON; `paths` where in it a value of
 * this field may be, and `texts` that it stands there as a text of JSON, as imports keep the firm's own fields.
 */
export type Place = {
  readonly name: string
  readonly key?: string
  readonly columns?: readonly string[]
  readonly paths?: (target: Target) => readonly Path[]
  readonly texts?: boolean
}

const written = ({ name }: Target): readonly Path[] => [
  [name, 'before'],
  [name, 'after'],
]

export const places: readonly Place[] = [
  { name: 'customers' },
  { name: 'import_changes', key: 'import_id', columns: ['before'], paths: written, texts: true },
  { name: 'merges', key: 'id', columns: ['before', 'after'], paths: ({ name }) => [[name]] },
  { name: 'merged_customers', columns: ['row'], paths: ({ custom, column }) => [custom === undefined ? [column] : ['custom', custom]] },
  { name: 'merge_kept', key: 'id', columns: ['row'], paths: (target) => written(target).map((path) => ['before', ...path]), texts: true },
  { name: 'given_keys' },
]

/** Converts a portion of one place. @returns the last customer, or null at the end of the place, and how many values changed */
export async function convertPortion(
  ctx: Ctx,
  place: Place,
  target: Target,
  doing: Doing,
  after: string | null,
  limit: number,
): Promise<Converted> {
  if (place.name === 'customers') return convertCustomers(ctx, target, doing, after, limit)
  if (place.name === 'given_keys') return convertGiven(ctx, target)
  const rows = await readRows(ctx, place, target, after, limit)
  const turn = await turner(
    ctx,
    target,
    doing,
    rows.flatMap((row) => [row.customer_id, ...ownersIn(place, target, row)]),
  )
  const before = new Map(rows.map((row) => [row.customer_id, valuesIn(place, target, row)[0]?.value]))
  const changed = rows.filter((row) => turnRow(place, target, row, turn))
  if (changed.length > 0) await writeRows(ctx, place, changed)
  if (place.name === 'merged_customers')
    await keepFindable(
      ctx,
      target,
      doing,
      changed.map((row) => movedOf(place, target, before, row)),
    )
  return { next: rows.at(-1)?.customer_id ?? null, changed: changed.length }
}

type Row = { customer_id: string; key: string | null; columns: Json }

async function readRows(
  ctx: Ctx,
  { name, key, columns = [], paths }: Place,
  target: Target,
  after: string | null,
  limit: number,
): Promise<Row[]> {
  const has = sql.join(
    columns.flatMap((column) => (paths?.(target) ?? []).map((path) => sql`${sql.id(column)} #> ${[...path]}::text[] is not null`)),
    sql` or `,
  )
  const behind = after === null ? sql`` : sql`and customer_id > ${after}::uuid`
  const body = sql.join(columns.map((column) => sql`${sql.lit(column)}::text, ${sql.id(column)}`))
  const { rows } =
    await sql<Row>`select customer_id, ${key ? sql`${sql.id(key)}::text` : sql`null::text`} as key, jsonb_build_object(${body}) as columns
    from ${sql.id(name)} where customer_id in (select distinct customer_id from ${sql.id(name)} where (${has}) ${behind} order by customer_id limit ${limit}) and (${has})
    order by customer_id`.execute(ctx.db)
  return rows
}

const at = (json: unknown, path: Path): unknown =>
  path.reduce<unknown>((inner, step) => (typeof inner === 'object' && inner !== null ? Object(inner)[step] : undefined), json)

function put(json: unknown, path: Path, value: unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined) return value
  return { ...Object(json), [step]: put(Object(json)[step], rest, value) }
}

const valuesIn = ({ columns = [], paths }: Place, target: Target, row: Row) =>
  columns.flatMap((column) =>
    (paths?.(target) ?? []).map((path) => ({ path: [column, ...path], value: at(row.columns, [column, ...path]) })),
  )

const ownersIn = (place: Place, target: Target, row: Row) =>
  valuesIn(place, target, row).flatMap(({ value }) => {
    const parts = sealedParts(value)
    return parts ? [customerOf(parts.whose)] : []
  })

const movedOf = (place: Place, target: Target, before: ReadonlyMap<string, unknown>, row: Row): Moved => ({
  id: row.customer_id,
  was: before.get(row.customer_id),
  is: valuesIn(place, target, row)[0]?.value,
})

/** @returns whether anything in the row is another now */
function turnRow(place: Place, target: Target, row: Row, turn: Turn): boolean {
  let isChanged = false
  for (const { path, value } of valuesIn(place, target, row)) {
    const quoted = place.texts === true && target.custom !== undefined
    const next = turn(row.customer_id, quoted && typeof value === 'string' ? JSON.parse(value) : value)
    if (next === undefined) continue
    row.columns = Object(put(row.columns, path, quoted ? JSON.stringify(next) : next))
    isChanged = true
  }
  return isChanged
}

async function writeRows(ctx: Ctx, { name, key, columns = [] }: Place, rows: readonly Row[]): Promise<void> {
  const sets = sql.join(columns.map((column) => sql`${sql.id(column)} = r.columns -> ${sql.lit(column)}`))
  const same = key ? sql`and t.${sql.id(key)}::text = r.key` : sql``
  await sql`update ${sql.id(name)} t set ${sets} from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(customer_id uuid, key text, columns jsonb)
    where t.customer_id = r.customer_id ${same} and t.customer_id = any(${rows.map((row) => row.customer_id)}::uuid[])`.execute(ctx.db)
}

/** Numbers that came with one customer and are another's: they name the field in their key. */
async function convertGiven(ctx: Ctx, target: Target): Promise<Converted> {
  if (target.custom !== undefined) return { next: null, changed: 0 }
  const prefix: RawBuilder<unknown> = sql`${`${target.name}:`}::text`
  const { rows } = await sql<{ customer_id: string; key: string; value: string }>`select customer_id, key, value from given_keys
    where starts_with(key, ${prefix}) and not starts_with(value, '§1.') order by customer_id`.execute(ctx.db)
  const turn = await turner(
    ctx,
    target,
    'seal',
    rows.map((row) => row.customer_id),
  )
  const made = rows.map((row) => ({
    ...row,
    box: turn(row.customer_id, row.value),
    to: `${target.name}:${ctx.services.sealing.blindIndex(boundName(target), row.value)}`,
  }))
  await sql`update given_keys g set key = r.to, value = r.box from jsonb_to_recordset(${JSON.stringify(made)}::jsonb) as r(customer_id uuid, key text, box text, "to" text)
    where g.customer_id = r.customer_id and g.key = r.key and g.customer_id = any(${made.map((row) => row.customer_id)}::uuid[])`.execute(
    ctx.db,
  )
  return { next: null, changed: made.length }
}
