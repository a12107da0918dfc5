import { sql } from 'kysely'
import { giveBack } from '../../../platform/records/shared-keys.ts'
import { makeNews } from '../../../platform/event-log/make-news.ts'
import { householdJoined } from '../../households/events.ts'
import type { UndoPortion, UndoStep } from './undo-step.ts'

type Row = {
  readonly id: string
  readonly members: string[]
  /** Whether somebody is still in it whom the import brought into it. */
  readonly hasJoined: boolean
  readonly keys: string[]
}

/**
 * Households as far as the import made them, once its customers are gone: one with a single member left ends, and what it
 * shared goes back; where others were before, only what the import shared goes back. Where somebody stays whom it brought
 * in, they stay together.
 */
export async function undoHouseholds({ ctx, importId, after, limit }: UndoPortion): Promise<UndoStep> {
  const { db } = ctx
  const behind = after === null ? sql`` : sql`and t.id > ${after}::uuid`
  const { rows } = await sql<Row>`select t.id,
      array(select customer_id::text from household_members where household_id = t.id order by joined_at, customer_id) as members,
      exists (select 1 from household_members where household_id = t.id and import_id = ${importId}) as "hasJoined",
      array(select key from shared_keys where household_id = t.id and import_id = ${importId} order by key) as keys
    from (select id from households where import_id = ${importId} union select household_id from household_members where import_id = ${importId}
      union select household_id from shared_keys where import_id = ${importId}) t where true ${behind} order by t.id limit ${limit}`.execute(
    db,
  )
  for (const row of rows) {
    if (row.members.length < 2) await end(ctx, row, importId)
    else if (!row.hasJoined) await giveBack(ctx, row.keys, row.members)
  }
  await makeNews(ctx, [...new Set(rows.flatMap(({ members }) => members))].sort())
  return { next: rows.length < limit ? null : (rows.at(-1)?.id ?? null), done: rows.length, undone: {} }
}

async function end(ctx: UndoPortion['ctx'], { id, members }: Row, importId: string): Promise<void> {
  const { db } = ctx
  const { rows } = await sql<{ key: string }>`select key from shared_keys where household_id = ${id}`.execute(db)
  await sql`delete from household_members where customer_id = any(${members}::uuid[]) and household_id = ${id}`.execute(db)
  await giveBack(
    ctx,
    rows.map(({ key }) => key),
    members,
  )
  await sql`delete from events where customer_id = any(${members}::uuid[]) and import_id = ${importId} and kind = ${householdJoined.name}`.execute(
    db,
  )
  await sql`delete from households where id = ${id}`.execute(db)
}
