import { sql } from 'kysely'
import type { Db } from '../../../platform/database/connect.ts'
import { purchaseKey, type PurchaseKind } from '../../purchases/purchase.ts'
import { fromIds, type Pair } from './pairs.ts'

// Keys are looked up by their own names, since neither of these tables is spread by customer.

type KeyMove = { readonly key: string; readonly from: string; readonly to: string }

/** Lets the keys of merged customers, and the numbers of their purchases, name the survivor. */
export async function moveKeys(db: Db, pairs: readonly Pair[]): Promise<void> {
  const into = new Map(pairs.map((pair) => [pair.from, pair.into]))
  const [keys, numbers] = [await keysOf(db, fromIds(pairs)), await numbersOf(db, sql`customer_id = any(${fromIds(pairs)})`)]
  const over = ({ key, customerId }: Owned): KeyMove => ({ key, from: customerId, to: into.get(customerId) ?? customerId })
  await giveKeys(db, 'identities', keys.map(over))
  await giveKeys(db, 'purchase_numbers', numbers.map(over))
}

type Owned = { readonly key: string; readonly customerId: string }

async function keysOf(db: Db, ids: ReturnType<typeof fromIds>): Promise<Owned[]> {
  const { rows } = await sql<{
    key: string
    customer_id: string
  }>`select key, customer_id from customer_identities where customer_id = any(${ids})`.execute(db)
  return rows.map((row) => ({ key: row.key, customerId: row.customer_id }))
}

export async function numbersOf(db: Db, which: ReturnType<typeof sql>): Promise<Owned[]> {
  const { rows } = await sql<{
    customer_id: string
    source: string
    kind: PurchaseKind
    number: string
  }>`select customer_id, source, kind, number from purchases where ${which}`.execute(db)
  return rows.map((row) => ({ key: purchaseKey(row.source, row.kind, row.number), customerId: row.customer_id }))
}

/** In order of key, so that two writers cannot wait for each other in a circle. */
export async function giveKeys(db: Db, table: 'identities' | 'purchase_numbers', moves: readonly KeyMove[]): Promise<void> {
  if (moves.length === 0) return
  const sorted = moves.toSorted((a, b) => (a.key < b.key ? -1 : 1))
  const keys = sql`${sorted.map((move) => move.key)}::text[]`
  await sql`select 1 from ${sql.id(table)} where key = any(${keys}) and customer_id = any(${sorted.map((move) => move.from)}::uuid[]) order by key for update`.execute(
    db,
  )
  await sql`update ${sql.id(table)} t set customer_id = m.into_id from unnest(${keys}, ${sorted.map((move) => move.from)}::uuid[], ${sorted.map((move) => move.to)}::uuid[]) m(key, from_id, into_id)
    where t.key = m.key and t.customer_id = m.from_id and t.key = any(${keys})`.execute(db)
}
