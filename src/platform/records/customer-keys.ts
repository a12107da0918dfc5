import { sql } from 'kysely'
import type { Db } from '../database/connect.ts'

type Place = { readonly db: Db }

/** Whose an identity key is; null where it is nobody’s. */
export async function ownerOf({ db }: Place, key: string): Promise<string | null> {
  const { rows } = await sql<{ customer_id: string }>`select customer_id from identities where key = ${key}`.execute(db)
  return rows[0]?.customer_id ?? null
}

/** Takes a key for a customer, unless it is another’s: that one keeps it. @returns who has it now */
export async function takeKey(place: Place, customerId: string, key: string): Promise<string> {
  const { db } = place
  const taken =
    await sql`insert into identities (key, customer_id) values (${key}, ${customerId}) on conflict do nothing returning 1`.execute(db)
  if (taken.rows.length === 0) return (await ownerOf(place, key)) ?? customerId
  await sql`insert into customer_identities (customer_id, key) values (${customerId}, ${key}) on conflict do nothing`.execute(db)
  return customerId
}

/** From here on it is nobody’s, unless it is another’s. */
export async function giveKeyUp({ db }: Place, customerId: string, key: string): Promise<void> {
  await sql`delete from customer_identities where customer_id = ${customerId} and key = ${key}`.execute(db)
  await sql`delete from identities where key = ${key} and customer_id = ${customerId}`.execute(db)
}
