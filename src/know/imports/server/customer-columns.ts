import { type RawBuilder, sql } from 'kysely'
import { columnOf, type Fields } from '../../../core/entity/field.ts'
import { customer, writableFields } from '../../customers/customer.ts'
import type { RowReading } from '../row-reading.ts'
import { isCustomerKind } from '../targets.ts'

const fields: Fields = customer.fields

/** The program's own fields that an import may write: name and column. */
export const customerColumns = writableFields.map(
  (name) => [name, columnOf(name, fields[name] ?? { type: 'text', label: { zh: '', en: '' } })] as const,
)

type Texts = Readonly<Record<string, string | null>>

/** The firm's own fields that this file fills. Their values go through an import as JSON texts. */
export function customNames({ settings, customer = {} }: RowReading): string[] {
  if (!isCustomerKind(settings.kind)) return []
  return Object.keys(settings.columns).filter((name) => customer[name]?.custom === true)
}

const own = new Set(customerColumns.map(([name]) => name))

/** The same of an import that is undone: whatever it wrote over that is no column of its own, retired fields too. */
export function customsIn(changes: readonly Readonly<Record<string, unknown>>[]): string[] {
  return [...new Set(changes.flatMap((change) => Object.keys(change)))].filter((name) => !own.has(name))
}

/** All that an import may write of a customer, as texts, under the fields' names; the table goes by the name of `c`. */
export function currentColumns(customs: readonly string[]): RawBuilder<unknown> {
  return sql.join([
    ...customerColumns.map(([name, column]) => sql`c.${sql.id(column)}::text as ${sql.id(name)}`),
    ...customs.map((name) => sql`nullif(c.custom -> ${name}::text, 'null'::jsonb)::text as ${sql.id(name)}`),
  ])
}

/** The object of these fields' values, each of which is JSON already. */
export function customJson(values: Texts, customs: readonly string[]): string {
  const parts = customs.flatMap((name) => (values[name] ? [`${JSON.stringify(name)}:${values[name]}`] : []))
  return `{${parts.join(',')}}`
}
