import type { Keys } from '../row-keys.ts'
import { refuseRow } from '../row-reading.ts'
import { type Refusal, refusalWords } from '../refusals.ts'
import type { CsvRecord } from '../split-records.ts'
import { insertCustomers, type NewCustomer } from './insert-customers.ts'
import type { HistoryFact } from './append-history.ts'
import { isHouseholds, matchCustomers } from './match-customers.ts'
import { keyTexts } from '../row-keys.ts'
import type { Portion } from './portion.ts'
import { draftKeys } from './seal-rows.ts'

type Row = { readonly record: CsvRecord; readonly values: Readonly<Record<string, unknown>> }
export type FoundRow<R> = { readonly row: R; readonly customerId: string }

/**
 * The rows whose customer is known; the others are refused, unless `made` is handed in: then their customers are made,
 * and the facts of that go there.
 */
export async function findRows<R extends Row>(
  portion: Portion,
  rows: readonly R[],
  keysOf: (row: R) => Keys,
  refusals: Refusal[],
  made?: HistoryFact[],
): Promise<FoundRow<R>[]> {
  const given = rows.map((row) => ({ row, keys: draftKeys(portion, keysOf(row)) }))
  const matcher = await matchCustomers(
    portion,
    given.map(({ keys }) => keys),
  )
  const found: FoundRow<R>[] = []
  const fresh: NewCustomer[] = []
  for (const { row, keys } of given) {
    const { name } = row.values
    const owner = matcher.match(keys, typeof name === 'string' ? { name } : {})
    if (owner === 'shared' || (owner === null && isHouseholds(matcher, keys))) refusals.push(refuseRow(row.record, refusalWords.household))
    else if (owner) found.push({ row, customerId: owner.id })
    else if (Object.keys(keys).length === 0) refusals.push(refuseRow(row.record, refusalWords.nobody))
    else if (made && portion.settings.createCustomers) {
      const own = keyTexts(keys).filter((key) => !matcher.ownerOf(key) && !matcher.isShared(key))
      const id = portion.newId()
      for (const key of own) matcher.adopt(key, { id, numbers: keys })
      const values: Record<string, string> = typeof name === 'string' ? { name } : {}
      for (const [field, value] of Object.entries(keys)) if (own.some((key) => key.startsWith(`${field}:`))) values[field] = value
      fresh.push({ id, values, keys: own, createdAt: portion.now.toISOString() })
      found.push({ row, customerId: id })
    } else refusals.push(refuseRow(row.record, refusalWords.unknownCustomer))
  }
  made?.push(...(await insertCustomers(portion, fresh)))
  return found
}
