import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { dataMap } from '../data-map.ts'
import { namesIn } from '../map/mapped-table.ts'
import { blotted, holdsMark, type Marks } from './marks.ts'
import type { LiveTable } from './person.ts'

/** Rows a portion. */
const portion = 1_000

/** The tables in which marks of a person are looked for, in order. */
export const tracedTables: readonly string[] = Object.entries(dataMap)
  .filter(([name, table]) => table.searched !== undefined && !name.includes('.'))
  .map(([name]) => name)
  .sort()

/** What an emptied row loses. */
const emptied: Readonly<Record<string, RawBuilder<unknown>>> = {
  hook_deliveries: sql`body = null, headers = '{}'::jsonb, reason = null`,
  action_keys: sql`answer = null`,
}

/**
 * One portion of one table: rows with marks of the person are deleted, emptied or blotted, as the map says.
 * @returns how many rows; another portion follows while it is as many as a portion holds
 */
export async function eraseTraces(ctx: Ctx, table: LiveTable, marks: Marks): Promise<{ rows: number; more: boolean }> {
  const mapped = dataMap[table.name]
  const columns = namesIn(mapped?.searched).filter((column) => table.columns.has(column))
  if (!mapped || columns.length === 0) return { rows: 0, more: false }
  const name = sql.id(table.name)
  const found = sql`ctid = any(array(select ctid from ${name} where ${holdsMark(columns, marks, { withIds: mapped.erasure !== 'matching' })} limit ${portion}))`
  const statement = statementFor(table, mapped.erasure, columns, marks, found)
  const rows = Number((await statement.execute(ctx.db)).numAffectedRows ?? 0)
  // What was blotted or emptied may still hold an id, which names nobody any more: once over is enough.
  return { rows, more: mapped.erasure === 'matching' && rows === portion }
}

function statementFor(table: LiveTable, erasure: string, columns: readonly string[], marks: Marks, found: RawBuilder<unknown>) {
  const name = sql.id(table.name)
  if (erasure === 'matching') return sql`delete from ${name} where ${found}`
  const all = holdsMark(columns, marks, { withIds: true })
  const change = emptied[table.name]
  if (erasure === 'empty' && change) return sql`update ${name} set ${change} where ${all}`
  const sets = columns.map((column) => sql`${sql.id(column)} = ${blotted(column, table.columns.get(column)?.type ?? 'text', marks)}`)
  return sql`update ${name} set ${sql.join(sets)} where ${all}`
}

/** What stays of their requests is that they were made and answered, and when. */
export async function emptyRequests(ctx: Ctx, ids: readonly string[]): Promise<number> {
  await sql`update privacy_steps set note = null where note is not null and request_id in (select id from privacy_requests where about_id = any(${ids}::uuid[]))`.execute(
    ctx.db,
  )
  const { numAffectedRows } =
    await sql`update privacy_requests set asker_name = null, asker_contact = null, details = null, verified_note = null, answer = null, extension_reason = null
    where about_id = any(${ids}::uuid[])`.execute(ctx.db)
  return Number(numAffectedRows ?? 0)
}
