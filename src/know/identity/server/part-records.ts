import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { ValueReader } from './customer-values.ts'
import { mergedTables, type TableShape } from './merged-tables.ts'
import { moveFactsBack } from './move-facts.ts'
import { giveKeys, numbersOf } from './move-keys.ts'
import { dropChanged, moveBack, moveReferencesBack, type Parting, putBack, readWaiting, tablesWithOthers } from './move-rows.ts'
import { leavesOf, type MergeRow } from './past-merges.ts'
import { type Leaving, type LostKey, restoreRecords } from './restore-records.ts'

type Counts = ReadonlyMap<string, number>
export type Parted = { readonly facts: Counts; readonly purchases: Counts; readonly lost: readonly LostKey[] }

/** Gives the parts back what was their own: keys first, then their rows, then all that stands under them. */
export async function partRecords(ctx: Ctx, reader: ValueReader, merge: MergeRow, leaving: readonly Leaving[]): Promise<Parted> {
  const { db } = ctx
  const parts = leaving.map(({ part }) => part.customer_id)
  const parting: Parting = { survivor: merge.customer_id, merge: merge.id, parts, leaves: await leavesOf(db, parts) }
  const tables = await mergedTables(db, ctx.registry)
  const came = await keysBack(ctx, parting, leaving)
  const lost = await restoreRecords(ctx, reader, customersOf(tables), leaving)
  const moved = await rowsBack(ctx, tables, parting)
  const facts = await moveFactsBack(db, parting)
  await putAllBack(ctx, tables, parting)
  await keepOwnKeys(ctx, leaving, came)
  await numbersBack(ctx, parting, moved.get('purchases'))
  await sql`delete from merged_customers where customer_id = any(${parts}::uuid[])`.execute(db)
  await sql`delete from merge_kept where customer_id = any(${parts}::uuid[]) and merge_id = ${merge.id}`.execute(db)
  return { facts, purchases: moved.get('purchases') ?? new Map(), lost }
}

function customersOf(tables: readonly TableShape[]): TableShape {
  const customers = tables.find(({ table }) => table === 'customers')
  if (!customers) throw new Error('no feature says how customers follow a merge')
  return customers
}

async function rowsBack(ctx: Ctx, tables: readonly TableShape[], parting: Parting): Promise<ReadonlyMap<string, Counts>> {
  const moving = tables.filter(({ how }) => how === 'move')
  const full = await tablesWithOthers(ctx.db, moving, parting.survivor)
  const moved = new Map<string, Counts>()
  for (const table of moving) if (full.has(table.table)) moved.set(table.table, await moveBack(ctx.db, table, parting))
  return moved
}

/** What a row was before it was changed comes first; the changed one then finds its place taken. */
async function putAllBack(ctx: Ctx, tables: readonly TableShape[], parting: Parting): Promise<void> {
  const waiting = await readWaiting(ctx.db, parting.merge, parting.parts)
  for (const table of tables) {
    if (table.how === 'forget') continue
    if (waiting.has(`${table.table}:named`)) await moveReferencesBack(ctx.db, table, parting)
    if (waiting.has(`${table.table}:changed`)) await dropChanged(ctx.db, table, parting)
    for (const how of ['changed', 'held', 'apart'] as const) await putBack(ctx.db, table, parting.parts, parting.merge, how, waiting)
  }
}

/**
 * Keys that came with the parts, and those that were given up meanwhile and are nobody's now.
 * @returns the keys that come back by themselves
 */
async function keysBack(ctx: Ctx, { survivor, leaves }: Parting, leaving: readonly Leaving[]): Promise<ReadonlySet<string>> {
  const partOf = new Map(leaves.map((leaf) => [leaf.id, leaf.part]))
  const { rows } = await sql<{ key: string; first_customer_id: string }>`select key, first_customer_id from customer_identities
    where customer_id = ${survivor} and first_customer_id = any(${leaves.map((leaf) => leaf.id)}::uuid[])`.execute(ctx.db)
  await giveKeys(
    ctx.db,
    'identities',
    rows.map((row) => ({ key: row.key, from: survivor, to: partOf.get(row.first_customer_id) ?? survivor })),
  )
  const came = new Set(rows.map((row) => row.key))
  const missing = missingKeys(leaving, came)
  if (missing.length > 0)
    await sql`insert into identities (key, customer_id) select k, i from unnest(${missing.map(({ key }) => key)}::text[], ${missing.map(({ id }) => id)}::uuid[]) t(k, i)
      order by k on conflict do nothing`.execute(ctx.db)
  return came
}

const missingKeys = (leaving: readonly Leaving[], came: ReadonlySet<string>) =>
  leaving.flatMap(({ part }) => part.keys.filter((key) => !came.has(key)).map((key) => ({ key, id: part.customer_id })))

async function keepOwnKeys(ctx: Ctx, leaving: readonly Leaving[], came: ReadonlySet<string>): Promise<void> {
  const missing = missingKeys(leaving, came)
  if (missing.length === 0) return
  const { rows } = await sql<{
    key: string
    customer_id: string
  }>`select key, customer_id from identities where key = any(${missing.map(({ key }) => key)}::text[])`.execute(ctx.db)
  const mine = rows.filter((row) => missing.some(({ key, id }) => key === row.key && id === row.customer_id))
  await sql`insert into customer_identities (customer_id, key)
    select i, k from unnest(${mine.map((row) => row.key)}::text[], ${mine.map((row) => row.customer_id)}::uuid[]) t(k, i) on conflict do nothing`.execute(
    ctx.db,
  )
}

async function numbersBack(ctx: Ctx, { survivor, parts }: Parting, purchases: Counts | undefined): Promise<void> {
  if (!purchases || purchases.size === 0) return
  const numbers = await numbersOf(ctx.db, sql`customer_id = any(${parts}::uuid[])`)
  await giveKeys(
    ctx.db,
    'purchase_numbers',
    numbers.map(({ key, customerId }) => ({ key, from: survivor, to: customerId })),
  )
}
