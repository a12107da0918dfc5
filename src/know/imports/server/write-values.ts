import { sql } from 'kysely'
import { emptyValue } from '../../customers/customer.ts'
import { searchColumns } from '../../customers/customer-search.ts'
import { customerColumns, customJson } from './customer-columns.ts'
import type { Portion } from './portion.ts'

/** Field → value as text, null for none. */
export type Values = Record<string, string | null>

/** Columns that are no texts. */
const castOf: Readonly<Record<string, string>> = { birthday: 'date', no_personalisation: 'boolean', owner_id: 'uuid' }

/** Writes all fields of these customers as they are to stand, and what is worked out from them. */
export async function writeValues(
  { db, now }: Pick<Portion, 'db' | 'now'>,
  customers: readonly { readonly id: string; readonly values: Values }[],
  customs: readonly string[] = [],
): Promise<void> {
  if (customers.length === 0) return
  const rows = customers.map(({ id, values }) => {
    const { search, namePinyin } = searchColumns(values)
    return {
      id,
      search,
      name_pinyin: namePinyin,
      ...(customs.length > 0 ? { custom: customJson(values, customs) } : {}),
      ...Object.fromEntries(customerColumns.map(([name, column]) => [column, values[name] ?? emptyValue(name)])),
    }
  })
  const sets = sql.join(
    customerColumns.map(
      ([, column]) =>
        sql`${sql.id(column)} = ${castOf[column] ? sql`${sql.ref(`r.${column}`)}::${sql.raw(castOf[column])}` : sql.ref(`r.${column}`)}`,
    ),
  )
  const own = customs.length > 0 ? sql`custom = (c.custom - ${[...customs]}::text[]) || r.custom::jsonb, ` : sql``
  const types = sql.join(customerColumns.map(([, column]) => sql`${sql.id(column)} text`))
  await sql`update customers c set ${own}${sets}, search = r.search::tsvector || coalesce(c.further_search, ''::tsvector), name_pinyin = r.name_pinyin, updated_at = ${now}, version = c.version + 1
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, search text, name_pinyin text, custom text, ${types})
    where c.id = r.id and c.id = any(${customers.map(({ id }) => id)}::uuid[])`.execute(db)
}
