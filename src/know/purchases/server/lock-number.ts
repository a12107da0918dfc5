import { sql } from 'kysely'
import type { Db } from '../../../platform/database/connect.ts'

export type NumberRow = { readonly customer_id: string; readonly purchase_id: string; readonly voided_at: Date | null }

/**
 * Whose an order number is, and since when it counts no more. Who tells of one order comes one after the other: by a lock of its
 * name first, for a refund may come before its order has a row that could be locked.
 */
export async function lockNumber(db: Db, key: string): Promise<NumberRow | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(db)
  const { rows } =
    await sql<NumberRow>`select customer_id, purchase_id, voided_at from purchase_numbers where key = ${key} for update`.execute(db)
  return rows[0]
}
