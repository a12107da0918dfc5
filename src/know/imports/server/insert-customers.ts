import { emptyValue } from '../../customers/customer.ts'
import { searchColumns } from '../../customers/customer-search.ts'
import { customerCreated } from '../../customers/events.ts'
import type { HistoryFact } from './append-history.ts'
import { customerColumns, customJson, customNames } from './customer-columns.ts'
import { copyRows } from './copy-rows.ts'
import { copyConsents } from './keep-consents.ts'
import type { Portion } from './portion.ts'
import { sealDrafts } from './seal-rows.ts'

/** A customer that an import makes. `keys` are those of its own; one that is another's is neither here nor in `values`. */
export type NewCustomer = {
  readonly id: string
  readonly values: Readonly<Record<string, string>>
  readonly keys: readonly string[]
  readonly createdAt: string
  /** The words under which it is found, where they are known already. */
  readonly findable?: ReturnType<typeof searchColumns> | undefined
}

/** Keys first and in order, so that of two that race for one the second finds it taken and begins its portion anew. */
export async function insertCustomers(portion: Portion, fresh: readonly NewCustomer[]): Promise<HistoryFact[]> {
  if (fresh.length === 0) return []
  const made = await sealed(portion, fresh)
  const { client, importId, now } = portion
  const owned = made.flatMap(({ id, keys }) => keys.map((key) => [key, id])).sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1))
  await copyRows(client, 'identities', ['key', 'customer_id'], owned)
  portion.breakpoint('keys-taken')
  const customs = customNames(portion.rows)
  const columns = [
    'id',
    ...customerColumns.map(([, column]) => column),
    ...(customs.length > 0 ? ['custom'] : []),
    'search',
    'name_pinyin',
    'import_id',
    'created_at',
    'updated_at',
  ]
  function* rows() {
    for (const each of made) {
      const { search, namePinyin } = each.findable ?? searchColumns(each.values)
      const values = customerColumns.map(([name]) => each.values[name] ?? emptyValue(name))
      if (customs.length > 0) values.push(customJson(each.values, customs))
      yield [each.id, ...values, search, namePinyin, importId, each.createdAt, now.toISOString()]
    }
  }
  await copyRows(client, 'customers', columns, rows())
  await copyConsents(portion, made)
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
    isFirst: true,
    payload: JSON.stringify({ source: values['origin'] ?? 'import' }),
  }))
}

async function sealed(portion: Portion, fresh: readonly NewCustomer[]): Promise<readonly NewCustomer[]> {
  const values = await sealDrafts(portion, fresh)
  if (values === null) return fresh
  return fresh.map((each, at) => {
    const known = Object.entries(values[at] ?? {}).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]))
    // The words are worked out anew: what is sealed is found by words of its own.
    return { ...each, values: Object.fromEntries(known), findable: undefined }
  })
}
