import { columnOf, type Fields } from '../../../core/entity/field.ts'
import { customer, emptyValue, writableFields } from '../../customers/customer.ts'
import { searchColumns } from '../../customers/customer-search.ts'
import { customerCreated } from '../../customers/events.ts'
import type { HistoryFact } from './append-history.ts'
import { copyRows } from './copy-rows.ts'
import type { Portion } from './portion.ts'

/** A customer that an import makes. `keys` are those of its own; one that is another's is neither here nor in `values`. */
export type NewCustomer = {
  readonly id: string
  readonly values: Readonly<Record<string, string>>
  readonly keys: readonly string[]
  readonly createdAt: string
}

const fields: Fields = customer.fields
export const customerColumns = writableFields.map(
  (name) => [name, columnOf(name, fields[name] ?? { type: 'text', label: { zh: '', en: '' } })] as const,
)

/** Keys first and in order, so that of two that race for one the second finds it taken and begins its portion anew. */
export async function insertCustomers(portion: Portion, made: readonly NewCustomer[]): Promise<HistoryFact[]> {
  if (made.length === 0) return []
  const { client, importId, now } = portion
  const owned = made.flatMap(({ id, keys }) => keys.map((key) => [key, id])).sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1))
  await copyRows(client, 'identities', ['key', 'customer_id'], owned)
  portion.breakpoint('keys-taken')
  const columns = ['id', ...customerColumns.map(([, column]) => column), 'search', 'name_pinyin', 'import_id', 'created_at', 'updated_at']
  function* rows() {
    for (const each of made) {
      const { search, namePinyin } = searchColumns(each.values)
      const values = customerColumns.map(([name]) => each.values[name] ?? emptyValue(name))
      yield [each.id, ...values, search, namePinyin, importId, each.createdAt, now.toISOString()]
    }
  }
  await copyRows(client, 'customers', columns, rows())
  await copyRows(
    client,
    'customer_identities',
    ['customer_id', 'key'],
    made.flatMap(({ id, keys }) => keys.map((key) => [id, key])),
  )
  return made.map(({ id, values, createdAt }) => ({
    customerId: id,
    kind: customerCreated.name,
    at: createdAt,
    payload: JSON.stringify({ source: values['origin'] ?? 'import' }),
  }))
}
