import { sql } from 'kysely'
import type { Db } from '../database/connect.ts'

/**
 * A fact was about to be told of a customer who has just become part of another. Its code is that of a serialization
 * failure: nothing was kept, and with another look the writer finds the survivor.
 */
export class CustomerMoved extends Error {
  readonly code = '40001'

  constructor(customerId: string) {
    super(`the customer ${customerId} was merged into another while something was written about it`)
    this.name = 'CustomerMoved'
  }
}

/** Where the head of an erased customer leads to: to nobody, so that nothing can be told of them any more. */
const closed = '00000000-0000-0000-0000-000000000000'

/** @returns the customer that this one is part of now, or the same id */
export async function currentCustomer(db: Db, id: string): Promise<string> {
  return (await currentCustomers(db, [id])).get(id) ?? id
}

/** Follows merges of merges to their end. @returns only those that were merged, with the survivor of each */
export async function currentCustomers(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  let open = new Map(ids.map((id) => [id, id]))
  while (open.size > 0) {
    const { rows } = await sql<{
      customer_id: string
      into_id: string
    }>`select customer_id, into_id from log_heads where customer_id = any(${[...open.values()]}::uuid[]) and into_id is not null and into_id <> ${closed}::uuid`.execute(
      db,
    )
    const next = new Map(rows.map((row) => [row.customer_id, row.into_id]))
    open = new Map([...open].flatMap(([id, at]) => (next.has(at) ? [[id, next.get(at) ?? at] as const] : [])))
    for (const [id, at] of open) found.set(id, at)
  }
  return found
}
