import { sql } from 'kysely'
import type { Db } from '../../../platform/database/connect.ts'
import { namingLock } from '../naming-lock.ts'

export type NumberRow = { readonly customer_id: string; readonly purchase_id: string; readonly voided_at: Date | null }

/** Whose an order number is, and since when it counts no more. Its name is locked first: a refund may come before its order. */
export async function lockNumber(db: Db, key: string): Promise<NumberRow | undefined> {
  await namingLock(key).execute(db)
  const { rows } =
    await sql<NumberRow>`select customer_id, purchase_id, voided_at from purchase_numbers where key = ${key} for update`.execute(db)
  return rows[0]
}
