import { sql } from 'kysely'
import type { MergedTable } from '../../../platform/actions/feature.ts'
import type { Registry } from '../../../platform/actions/registry.ts'
import type { Db } from '../../../platform/database/connect.ts'

/** A customer table as the database has it, and how it follows a merge. */
export type TableShape = MergedTable & {
  /** Columns that are written; not those that the database computes. */
  readonly columns: readonly string[]
  /** Columns of the primary key. */
  readonly key: readonly string[]
  /** What may be there once for a customer: columns or expressions beside the customer, and the condition, if any. */
  readonly once: readonly { readonly parts: readonly string[]; readonly where: string | null }[]
  /** Rows are claimed by workers: they are locked before they move. */
  readonly claimed: boolean
  /** Its rows have an `id`, by which one can be named. */
  readonly named: boolean
  /** `first_customer_id` is never empty: a row of one's own names its customer. */
  readonly firstRequired: boolean
}

type Found = {
  table: string
  columns: string[]
  computed: string[]
  keys: { parts: string[]; where: string | null; primary: boolean }[] | null
  named: boolean
  first_required: boolean
}

const shapes = new WeakMap<Registry, Promise<readonly TableShape[]>>()

/** The tables that follow a merge, in the order of features; read of the database once. */
export function mergedTables(db: Db, registry: Registry): Promise<readonly TableShape[]> {
  const known = shapes.get(registry)
  if (known) return known
  const read = readShapes(
    db,
    registry.features.flatMap((feature) => feature.merging ?? []),
  )
  shapes.set(registry, read)
  read.catch(() => shapes.delete(registry))
  return read
}

async function readShapes(db: Db, entries: readonly MergedTable[]): Promise<TableShape[]> {
  const { rows } = await sql<Found>`select c.relname as table,
      array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
      array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated <> '') as computed,
      exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'id' and a.atttypid = 'uuid'::regtype) as named,
      exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'first_customer_id' and a.attnotnull) as first_required,
      (select jsonb_agg(jsonb_build_object('primary', i.indisprimary, 'where', pg_get_expr(i.indpred, i.indrelid, true),
          'parts', (select jsonb_agg(pg_get_indexdef(i.indexrelid, k, true) order by k) from generate_series(1, i.indnkeyatts::int) k)))
        from pg_index i where i.indrelid = c.oid and i.indisunique) as keys
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relname = any(${entries.map((entry) => entry.table)}::text[])`.execute(
    db,
  )
  const found = new Map(rows.map((row) => [row.table, row]))
  return entries.flatMap((entry) => {
    const row = found.get(entry.table)
    return row ? [shapeOf(entry, row)] : []
  })
}

function shapeOf(entry: MergedTable, { columns, computed, keys, named, first_required: firstRequired }: Found): TableShape {
  const all = keys ?? []
  const once = all
    .map(({ parts, where }) => ({ parts: parts.filter((part) => part !== 'customer_id'), where }))
    // A row's own id is nobody else's.
    .filter(({ parts }) => !(named && parts.includes('id')))
  return {
    ...entry,
    columns,
    key: all.find((key) => key.primary)?.parts ?? ['customer_id'],
    once: entry.unique ? [...once, { parts: entry.unique, where: null }] : once,
    claimed: computed.includes('bucket'),
    named,
    firstRequired,
  }
}
