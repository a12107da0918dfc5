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
  if (mapped.erasure === 'scrub') return blotRows(ctx, table, columns, marks)
  const found = sql`ctid = any(array(select ctid from ${name} where ${holdsMark(columns, marks, { withIds: mapped.erasure !== 'matching' })} limit ${portion}))`
  const change = emptied[table.name]
  const statement = change
    ? sql`update ${name} set ${change} where ${holdsMark(columns, marks, { withIds: true })}`
    : sql`delete from ${name} where ${found}`
  const rows = Number((await statement.execute(ctx.db)).numAffectedRows ?? 0)
  // What was emptied may still hold an id, which names nobody any more: once over is enough.
  return { rows, more: mapped.erasure === 'matching' && rows === portion }
}

/** What people set up goes on without the person: within texts alone, so that it can still be read. Rows that change meanwhile are looked at again. */
async function blotRows(ctx: Ctx, table: LiveTable, columns: readonly string[], marks: Marks): Promise<{ rows: number; more: boolean }> {
  const name = sql.id(table.name)
  const { rows } = await sql<
    Readonly<Record<string, unknown>>
  >`select ctid::text as row_place, xmin::text as row_version, ${sql.join(columns.map((column) => sql.id(column)))}
    from ${name} where ${holdsMark(columns, marks, { withIds: true })}`.execute(ctx.db)
  let done = 0
  for (const row of rows) {
    const sets = columns.map((column) => {
      const type = table.columns.get(column)?.type ?? 'text'
      const value = blotted(row[column], marks)
      return sql`${sql.id(column)} = ${type === 'jsonb' && value !== null ? JSON.stringify(value) : value}::${sql.raw(type)}`
    })
    const { numAffectedRows } =
      await sql`update ${name} set ${sql.join(sets)} where ctid = ${row['row_place']}::tid and xmin = ${row['row_version']}::xid`.execute(
        ctx.db,
      )
    done += Number(numAffectedRows ?? 0)
  }
  return { rows: done, more: done < rows.length }
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
