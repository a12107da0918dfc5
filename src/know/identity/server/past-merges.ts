import { sql } from 'kysely'
import type { Db } from '../../../platform/database/connect.ts'
import type { Choices, Values } from '../combine-values.ts'
import type { PastMerge } from '../replay-merges.ts'
import type { CustomerRow, ValueReader } from './customer-values.ts'

export type MergeRow = {
  readonly id: string
  readonly customer_id: string
  readonly at: Date
  readonly by_name: string
  readonly choices: Choices
  readonly before: Values
  readonly after: Values
  readonly parts: readonly { readonly id: string; readonly name: string }[]
  readonly seq: number
  readonly undone_at: Date | null
}

export type PartRow = {
  readonly customer_id: string
  readonly merge_id: string
  readonly row: CustomerRow
  readonly keys: readonly string[]
}

const columns = sql`id, customer_id, at, by_name, choices, before, after, parts, seq, undone_at`

export async function findMerge(db: Db, id: string): Promise<MergeRow | null> {
  const { rows } = await sql<MergeRow>`select ${columns} from merges where id = ${id}`.execute(db)
  return rows[0] ?? null
}

/** A survivor's merges, oldest first, those that were undone included. */
export async function mergesOf(db: Db, survivorId: string): Promise<MergeRow[]> {
  const { rows } = await sql<MergeRow>`select ${columns} from merges where customer_id = ${survivorId} order by at, id`.execute(db)
  return rows
}

/** Those of a survivor's merges that stand, oldest first. */
export async function standingMerges(db: Db, survivorId: string): Promise<MergeRow[]> {
  return (await mergesOf(db, survivorId)).filter((merge) => merge.undone_at === null)
}

/** Who is still part of this customer, in the order in which they are named in their merge. */
export async function partsOf(db: Db, survivorId: string): Promise<PartRow[]> {
  const { rows } =
    await sql<PartRow>`select customer_id, merge_id, row, keys from merged_customers where into_id = ${survivorId} order by at, customer_id`.execute(
      db,
    )
  return rows
}

export function asPast(reader: ValueReader, merge: MergeRow, parts: readonly PartRow[]): PastMerge {
  const place = new Map(merge.parts.map((part, i) => [part.id, i]))
  const own = parts
    .filter((part) => part.merge_id === merge.id)
    .toSorted((a, b) => (place.get(a.customer_id) ?? 0) - (place.get(b.customer_id) ?? 0))
  return { ...merge, at: merge.at.toISOString(), parts: own.map((part) => reader.read(part.row)) }
}

/** These customers and all that had become part of each, however deep. */
export async function leavesOf(db: Db, ids: readonly string[]): Promise<{ id: string; part: string }[]> {
  const { rows } = await sql<{ id: string; part: string }>`with recursive whole as (
      select i as id, i as part from unnest(${ids}::uuid[]) i union select m.customer_id, w.part from merged_customers m join whole w on m.into_id = w.id
    ) select id, part from whole order by id`.execute(db)
  return rows
}
