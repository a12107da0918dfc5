import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Db } from '../../../platform/database/connect.ts'

/** Nobody's id: a head of the log that leads there is closed for ever. */
export const nobody = '00000000-0000-0000-0000-000000000000'

/** A customer and all who became part of it, through merges of merges. The customer's own id comes first. */
export async function wholePerson(db: Db, id: string): Promise<string[]> {
  const all = [id]
  for (let open = [id]; open.length > 0; ) {
    const { rows } = await sql<{ id: string }>`select customer_id as id from merged_customers where into_id = any(${open}::uuid[])
      union select customer_id from log_heads where into_id = any(${open}::uuid[]) order by 1`.execute(db)
    open = rows.map((row) => row.id).filter((each) => !all.includes(each))
    all.push(...open)
  }
  return all
}

/** A table as the database has it. */
export type LiveTable = { readonly name: string; readonly columns: ReadonlyMap<string, LiveColumn> }
export type LiveColumn = { readonly type: string; readonly required: boolean; readonly computed: boolean; readonly hasDefault: boolean }

/** Every table of schema `public`, by name. */
export async function liveTables(db: Db): Promise<ReadonlyMap<string, LiveTable>> {
  type Row = { table: string; column: string; type: string; required: boolean; computed: boolean; has_default: boolean }
  const { rows } =
    await sql<Row>`select c.relname as table, a.attname as column, format_type(a.atttypid, null) as type, a.attnotnull as required,
      a.attgenerated <> '' as computed, a.atthasdef as has_default
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by c.relname, a.attnum`.execute(
      db,
    )
  const tables = new Map<string, LiveTable>()
  for (const [name, columns] of Map.groupBy(rows, (row) => row.table))
    tables.set(name, {
      name,
      columns: new Map(
        columns.map((row) => [row.column, { type: row.type, required: row.required, computed: row.computed, hasDefault: row.has_default }]),
      ),
    })
  return tables
}

/**
 * The id under which an erased customer's purchases are counted on. Only this installation can work it out of the old one, and
 * always works out the same.
 */
export function remainderId(ctx: Ctx, customerId: string): string {
  const bytes = ctx.services.secrets.sign('remainder', customerId).subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
