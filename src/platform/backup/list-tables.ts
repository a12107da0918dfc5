import type pg from 'pg'

/** A table as it is put into a backup and taken out again. */
export type TableShape = {
  /** `public.events`, each part quoted where it must be. */
  readonly name: string
  /** In the order of COPY. The owner of the row stands first where there is one. */
  readonly columns: readonly string[]
  /** Whose each row is: its column, or null where rows are nobody's own. */
  readonly person: string | null
  /** Columns of whole numbers, whose sums prove a restore. */
  readonly numbers: readonly string[]
  readonly pages: number
  readonly isPartitioned: boolean
}

type Row = { schema: string; name: string; pages: number; isPartitioned: boolean; columns: { name: string; type: string }[] }

export const ourSchemas = ['public', 'auth', 'audit']

/** Rows that are known anew at each start, or that must not outlive the person: nothing of them is kept. */
const leftOut = new Set(['public.restore_marker'])

/**
 * Every table of the program's schemas, from the catalogue, so that none can be forgotten. Generated columns are left to
 * the database that takes the rows in.
 */
export async function listTables(client: pg.ClientBase): Promise<TableShape[]> {
  const { rows } = await client.query<Row>(
    `select n.nspname as schema, c.relname as name, (pg_relation_size(c.oid) / 8192)::int as pages, c.relkind = 'p' as "isPartitioned",
      (select json_agg(json_build_object('name', a.attname, 'type', a.atttypid::regtype::text) order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = any ($1) and c.relkind in ('r', 'p') and not c.relispartition
      and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    order by 3 desc, n.nspname, c.relname`,
    [ourSchemas],
  )
  return rows.filter((row) => !leftOut.has(`${row.schema}.${row.name}`)).map(shapeOf)
}

function shapeOf({ schema, name, pages, isPartitioned, columns }: Row): TableShape {
  const uuids = columns.filter(({ type }) => type === 'uuid').map((column) => column.name)
  const own = schema === 'public' && name === 'customers' ? 'id' : 'customer_id'
  const person = schema === 'public' && uuids.includes(own) ? own : null
  const names = columns.map((column) => column.name)
  return {
    name: `${quote(schema)}.${quote(name)}`,
    columns: person ? [person, ...names.filter((column) => column !== person)] : names,
    person,
    numbers: columns.filter(({ type }) => ['smallint', 'integer', 'bigint', 'numeric'].includes(type)).map((column) => column.name),
    pages,
    isPartitioned,
  }
}

export const quote = (name: string) => (/^[a-z_][a-z0-9_]*$/.test(name) && !reserved.has(name) ? name : `"${name.replaceAll('"', '""')}"`)

/** Names of ours that PostgreSQL takes for words of its own. */
const reserved = new Set([
  'at',
  'from',
  'to',
  'user',
  'order',
  'group',
  'table',
  'column',
  'when',
  'all',
  'any',
  'end',
  'check',
  'desc',
  'default',
  'until',
  'zone',
  'name',
  'key',
  'value',
])

/** The columns as SQL. */
export const columnList = ({ columns }: Pick<TableShape, 'columns'>) =>
  columns.map((column) => `"${column.replaceAll('"', '""')}"`).join(', ')

/** How the session must read and write values, so that they come back exactly. */
export const exactSession =
  '-c TimeZone=UTC -c DateStyle=ISO -c IntervalStyle=postgres -c extra_float_digits=3 -c bytea_output=hex -c statement_timeout=0 -c idle_in_transaction_session_timeout=0'

/** Rows and sums of whole numbers of one table: what a restore is held against. Numbers as text, for they may be large. */
export async function sumTable(client: pg.ClientBase, { name, numbers }: Pick<TableShape, 'name' | 'numbers'>): Promise<TableSum> {
  const sums = numbers.map((column, i) => `coalesce(sum("${column}"), 0)::text as s${i}`)
  const { rows } = await client.query<Record<string, string>>(`select ${['count(*)::text as rows', ...sums].join(', ')} from ${name}`)
  const row = rows[0] ?? {}
  return { rows: Number(row['rows'] ?? 0), sums: Object.fromEntries(numbers.map((column, i) => [column, row[`s${i}`] ?? '0'])) }
}

export type TableSum = { readonly rows: number; readonly sums: Readonly<Record<string, string>> }
