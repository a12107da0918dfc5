import { setImmediate as breathe } from 'node:timers/promises'
import { searchColumns } from '../../customers/customer-search.ts'
import { type CustomerRow, makeCustomerReader } from '../read-customer-row.ts'
import { makePurchaseReader, type PurchaseRow } from '../read-purchase-row.ts'
import type { Refusal } from '../refusals.ts'
import { keyTexts } from '../row-keys.ts'
import type { RowReading } from '../row-reading.ts'
import type { CsvRecord } from '../split-records.ts'
import type { ImportKind } from '../targets.ts'

/** What a row says, its keys as texts, and the words under which its customer will be found if nothing else is known of them. */
export type ReadCustomer = CustomerRow & {
  readonly keyTexts: readonly string[]
  readonly findable?: ReturnType<typeof searchColumns> | undefined
}

/** Reads a record, or gives what was read of it ahead. */
type Reader<T> = { readonly read: (record: CsvRecord) => T; readonly readAhead: (record: CsvRecord) => void }

/** One reader a file, which remembers what it read ahead until it is asked for. */
function remembering<T>(make: (rows: RowReading) => (record: CsvRecord) => T): (rows: RowReading) => Reader<T> {
  const readers = new WeakMap<RowReading, Reader<T>>()
  return (rows) => {
    const known = readers.get(rows)
    if (known) return known
    const read = make(rows)
    const ahead = new Map<CsvRecord, T>()
    const reader: Reader<T> = {
      read: (record) => {
        const found = ahead.get(record)
        if (found === undefined) return read(record)
        ahead.delete(record)
        return found
      },
      readAhead: (record) => void ahead.set(record, read(record)),
    }
    readers.set(rows, reader)
    return reader
  }
}

/** Rows of customers and companies. */
export const customerReader = remembering<ReadCustomer | Refusal>((rows) => {
  const read = makeCustomerReader(rows)
  return (record) => {
    const row = read(record)
    return 'reason' in row ? row : { ...row, keyTexts: keyTexts(row.keys), findable: searchColumns(row.values) }
  }
})

/** Lines of purchases. */
export const purchaseReader = remembering<PurchaseRow | Refusal>(makePurchaseReader)

const readers: Readonly<Partial<Record<ImportKind, (rows: RowReading) => Reader<unknown>>>> = {
  customers: customerReader,
  companies: customerReader,
  purchases: purchaseReader,
}

/** So many rows at once; in between whoever waits for the thread has their turn. */
const slice = 50

/**
 * Reads the rows of the next portion while the database writes the one before: each waited for the other for a third
 * of the time.
 */
export async function readAhead(kind: ImportKind, rows: RowReading, records: readonly CsvRecord[]): Promise<void> {
  const reader = readers[kind]?.(rows)
  if (!reader) return
  for (let at = 0; at < records.length; at += slice) {
    await breathe()
    for (const record of records.slice(at, at + slice)) reader.readAhead(record)
  }
}
