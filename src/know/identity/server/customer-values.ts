import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { writableFieldsOf } from '../../../platform/actions/registry.ts'
import { sealedFieldsOf, sealValues } from '../../../platform/sealing/seal-values.ts'
import { searchColumns } from '../../customers/customer-search.ts'
import { createdField, type Emptiness, type Source, updatedField, type Values } from '../combine-values.ts'

/** A row of `customers` as JSON. */
export type CustomerRow = Readonly<Record<string, unknown>>

type Place = { readonly name: string; readonly column: string; readonly custom: string | null }

/** What is kept of a customer by field. A retired field's value is kept under the key that it stands under. */
export type ValueReader = {
  read(row: CustomerRow): Source
  /** The columns that say these values. */
  columnsOf(values: Values): Record<string, unknown>
  readonly otherwise: Emptiness
  /** Columns that `columnsOf` may speak of. */
  readonly columns: readonly string[]
}

const customColumn = 'custom'

export function valueReader(ctx: Ctx): ValueReader {
  const fields = writableFieldsOf(ctx.card('customer'))
  const places: Place[] = fields.map(({ name, column, custom }) => ({ name, column, custom: custom ?? null }))
  const own = places.filter((place) => place.custom === null)
  const nameOfKey = new Map(places.flatMap(({ name, custom }) => (custom === null ? [] : [[custom, name] as const])))
  const keyOfName = new Map([...nameOfKey].map(([key, name]) => [name, key]))
  const ownNames = new Set(own.map(({ name }) => name))
  const nothing = new Map(fields.map(({ name, field }) => [name, field.otherwise ?? null]))
  const custom = (values: Values) =>
    Object.fromEntries(
      Object.entries(values).flatMap(([name, value]) =>
        ownNames.has(name) || name === createdField || name === updatedField || value === null || value === undefined
          ? []
          : [[keyOfName.get(name) ?? name, value]],
      ),
    )
  return {
    otherwise: (name) => nothing.get(name) ?? null,
    columns: [...own.map(({ column }) => column), customColumn, 'search', 'name_pinyin', 'created_at', 'updated_at'],
    read: (row) => ({
      id: String(row['id']),
      values: {
        ...Object.fromEntries(own.map(({ name, column }) => [name, row[column] ?? null])),
        ...Object.fromEntries(Object.entries(Object(row[customColumn])).map(([key, value]) => [nameOfKey.get(key) ?? key, value])),
        [createdField]: iso(row['created_at']),
        [updatedField]: iso(row['updated_at']),
      },
    }),
    columnsOf: (values) => {
      const { search, namePinyin } = searchColumns(values)
      return {
        ...Object.fromEntries(own.map(({ name, column }) => [column, values[name] ?? nothing.get(name) ?? null])),
        [customColumn]: custom(values),
        search,
        name_pinyin: namePinyin,
        created_at: values[createdField],
        updated_at: values[updatedField],
      }
    },
  }
}

const iso = (value: unknown) => new Date(String(value)).toISOString()

export async function readRows(ctx: Ctx, ids: readonly string[], lock: boolean): Promise<Map<string, CustomerRow>> {
  const { rows } = await sql<{
    row: CustomerRow
  }>`select to_jsonb(c) as row from customers c where c.id = any(${ids}::uuid[]) order by c.id ${lock ? sql`for update` : sql``}`.execute(
    ctx.db,
  )
  return new Map(rows.map(({ row }) => [String(row['id']), row]))
}

/** What came sealed from another record is sealed for the one that it goes to. */
export const sealAnew = (ctx: Ctx, all: readonly Source[]): Promise<Values[]> =>
  sealValues(ctx.services, ctx.db, sealedFieldsOf(ctx.card('customer')), all)

/** Writes survivors as they are to stand. */
export async function writeSurvivors(ctx: Ctx, reader: ValueReader, survivors: readonly Source[]): Promise<void> {
  if (survivors.length === 0) return
  const sealed = await sealAnew(ctx, survivors)
  const rows = survivors.map(({ id }, at) => ({ id, ...reader.columnsOf(sealed[at] ?? {}) }))
  // Words of further phones and e-mails stand beside those of the record's own.
  const further = (name: string) => (name === 'search' ? sql` || coalesce(c.further_search, ''::tsvector)` : sql``)
  const sets = sql.join(reader.columns.map((name) => sql`${sql.id(name)} = ${sql.ref(`x.${name}`)}${further(name)}`))
  await sql`update customers c set ${sets}, version = c.version + 1 from jsonb_populate_recordset(null::customers, ${JSON.stringify(rows)}::jsonb) x
    where c.id = x.id and c.id = any(${survivors.map(({ id }) => id)}::uuid[])`.execute(ctx.db)
}

/** What a record is called in a sentence. */
export const calledName = (values: Values): string => {
  const said = [values['name'], values['code'], values['phone'], values['email']].find((value) => typeof value === 'string' && value !== '')
  return typeof said === 'string' ? said : '—'
}
