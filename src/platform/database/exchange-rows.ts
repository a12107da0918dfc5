import { type RawBuilder, sql } from 'kysely'
import type { Db } from './connect.ts'
import { exchangedTables } from './hold-tables.ts'
import { lockInTime } from './lock-in-time.ts'
import { sharedOut, withSettings } from './side-by-side.ts'

/** After that a reader is one who stays, a backup say. */
const usualTries = 10
const pauseSeconds = 0.5

export type Exchange = {
  /** The table whose rows are exchanged, and other tables that nobody may write into while it is looked a last time. Names of our own. */
  readonly table: string
  readonly and?: readonly string[]
  /** Done when nobody can write into the tables any more and everybody can still read: takes out of `next` what must not stand. */
  readonly last: (next: string) => Promise<void>
  /** How often whoever reads is asked to let go. */
  readonly tries?: number
  /** Which tables whoever reads at length holds; another one is never exchanged. */
  readonly held?: readonly string[]
}

/** A table that was filled, for `takePlace` in the same transaction. */
export type Beside = {
  readonly next: string
  /** The indexes of the old one when those of this were made; null where this only brings the rows. */
  readonly indexes: readonly Index[] | null
}

/**
 * A second table like this one, filled beside it and then given its indexes, which takes half as long as a row at a time and, where the
 * journal is for crashes alone, is not written there at all. Nobody waits for it and nobody sees it. Where something leans on the old one
 * it will not take its place: then it is none that a publication would tell of or a follower get.
 * @param table a name of our own, never given from outside
 */
export async function buildBeside(db: Db, table: string, fill: (next: string) => Promise<void>): Promise<Beside> {
  const next = `${table}_next`
  const mayStay = await isByItself(db, table)
  const kind = sql.raw(mayStay ? 'table' : 'unlogged table')
  await sql`create ${kind} ${sql.table(next)} (like ${sql.table(table)} including all excluding indexes)`.execute(db)
  // Written out as it comes and not at the end, when readers would wait for it.
  await sql`select set_config('backend_flush_after', '2MB', true)`.execute(db)
  await fill(next)
  const indexes = await giveIndexes(db, table, next)
  await sql`analyze ${sql.table(next)}`.execute(db)
  return { next, indexes: mayStay ? indexes : null }
}

async function giveIndexes(db: Db, table: string, next: string): Promise<Index[]> {
  const indexes = await indexesOf(db, table)
  for (const { name, made, key } of indexes) {
    const place = sql.id(`${name}_next`)
    await sql.raw(made.replace(/^(CREATE (?:UNIQUE )?INDEX) .+? USING /, `$1 "${name}_next" ON "${next}" USING `)).execute(db)
    if (key) await sql`alter table ${sql.table(next)} add constraint ${place} ${sql.raw(key)} using index ${place}`.execute(db)
  }
  return indexes
}

/** `needed`: may not be null; `rule` is what the constraint is called that says so, which it has from PostgreSQL 18 on. */
type Column = {
  readonly name: string
  readonly type: string
  readonly usual: string | null
  readonly needed: boolean
  readonly rule: string | null
}

/**
 * Fills a table that is empty and that nobody else can reach: another takes its place, made of these rows. Of an `insert` PostgreSQL works
 * the rows out in one process, of these in several.
 * @param columns those that `rows` gives, in its order; the others have what is usual of them
 * @returns false where something leans on the table, or a column is more than its type; nothing is done then
 */
export async function fillAnew(db: Db, table: string, columns: readonly string[], rows: RawBuilder<unknown>): Promise<boolean> {
  if (!(await isByItself(db, table)) || !(await isPlain(db, table))) return false
  const next = `${table}_next`
  const all = await columnsOf(db, table)
  const values = all.map(({ name, type, usual }) => {
    const value = columns.includes(name) ? sql`r.${sql.id(name)}` : sql.raw(usual ?? 'null')
    return sql`(${value})::${sql.raw(type)} as ${sql.id(name)}`
  })
  await withSettings(db, sharedOut, () =>
    sql`create table ${sql.table(next)} as select ${sql.join(values)} from (${rows}) r (${sql.join(columns.map((name) => sql.id(name)))})`.execute(
      db,
    ),
  )
  const rules = all.flatMap(({ name, usual, needed, rule }) => [
    ...(usual === null ? [] : [sql`alter column ${sql.id(name)} set default ${sql.raw(usual)}`]),
    ...(needed
      ? [rule === null ? sql`alter column ${sql.id(name)} set not null` : sql`add constraint ${sql.id(rule)} not null ${sql.id(name)}`]
      : []),
  ])
  if (rules.length > 0) await sql`alter table ${sql.table(next)} ${sql.join(rules)}`.execute(db)
  await rename(db, table, { next, indexes: await giveIndexes(db, table, next) })
  return true
}

async function columnsOf(db: Db, table: string): Promise<Column[]> {
  const { rows } =
    await sql<Column>`select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, pg_get_expr(d.adbin, d.adrelid) as usual, a.attnotnull as needed, k.conname as rule
    from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      left join pg_constraint k on k.conrelid = a.attrelid and k.contype = 'n' and k.conkey = array[a.attnum]
    where a.attrelid = ${table}::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`.execute(db)
  return rows
}

/** Its columns have types, defaults and that they are needed, and nothing else. */
async function isPlain(db: Db, table: string): Promise<boolean> {
  const { rows } = await sql`select 1 from pg_attribute a join pg_type t on t.oid = a.atttypid
      where a.attrelid = ${table}::regclass and a.attnum > 0 and not a.attisdropped and (a.attidentity <> '' or a.attgenerated <> '' or a.attcompression <> ''
        or a.attstorage <> t.typstorage or a.attcollation <> t.typcollation or a.attoptions is not null or coalesce(a.attstattarget, -1) <> -1)
    union all select 1 from pg_constraint where conrelid = ${table}::regclass and contype not in ('p', 'u', 'n')
    union all select 1 from pg_statistic_ext where stxrelid = ${table}::regclass
    union all select 1 from pg_description where objoid = ${table}::regclass and classoid = 'pg_class'::regclass limit 1`.execute(db)
  return rows.length === 0
}

/**
 * Puts the table that `buildBeside` made in the place of the old one, rows, indexes and all, when the transaction ends. Whoever reads waits for
 * no more than that. Where a reader does not let go of the old one, or something else leans on it (a view of the firm's, a right
 * given to another role, an index that was added meanwhile), its rows are exchanged one by one.
 *
 * Who asks more than once over one snapshot must hold the table from the beginning (`hold-tables.ts`): in a table made later than the
 * snapshot they would find nothing.
 */
export async function takePlace(db: Db, { next, indexes }: Beside, exchange: Exchange): Promise<void> {
  const { table, and = [], last, tries = usualTries, held = exchangedTables } = exchange
  if (!held.includes(table)) throw new Error(`${table} is not among the tables that exports and backups hold`)
  const all = [table, ...and]
  const writers = sql`lock table ${sql.join(all.map((name) => sql.table(name)))} in share row exclusive mode`
  const onlyWe = async () => {
    await writers.execute(db)
    await last(next)
    await sql`lock table ${sql.table(table)} in access exclusive mode`.execute(db)
  }
  if (indexes && (await tried(db, all, tries, onlyWe)) && (await isByItself(db, table)) && isSame(indexes, await indexesOf(db, table)))
    return await rename(db, table, { next, indexes })
  await writers.execute(db)
  await last(next)
  await sql`delete from ${sql.table(table)}`.execute(db)
  await sql`insert into ${sql.table(table)} table ${sql.table(next)}`.execute(db)
  await sql`drop table ${sql.table(next)}`.execute(db)
}

type Index = { readonly name: string; readonly made: string; readonly key: string | null }

const isSame = (before: readonly Index[], now: readonly Index[]) => JSON.stringify(before) === JSON.stringify(now)

async function indexesOf(db: Db, table: string): Promise<Index[]> {
  const { rows } = await sql<Index>`select c.relname as name, pg_get_indexdef(i.indexrelid) as made,
      case k.contype when 'p' then 'primary key' when 'u' then 'unique' end as key
    from pg_index i join pg_class c on c.oid = i.indexrelid left join pg_constraint k on k.conindid = i.indexrelid and k.conrelid = i.indrelid
    where i.indrelid = ${table}::regclass order by i.indexrelid`.execute(db)
  return rows
}

/** Nothing but its own indexes, keys and defaults leans on it, no other role was given anything, and it is not spread over a cluster. */
async function isByItself(db: Db, table: string): Promise<boolean> {
  const { rows } = await sql<{
    is: boolean
  }>`select c.relkind = 'r' and not c.relrowsecurity and c.reloptions is null and c.relreplident = 'd'
      and to_regclass('pg_dist_partition') is null
      and not exists (select 1 from aclexplode(c.relacl) a where a.grantee <> c.relowner)
      and not exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attacl is not null)
      and not exists (select 1 from pg_inherits h where c.oid in (h.inhrelid, h.inhparent))
      and not exists (select 1 from pg_constraint k where k.contype = 'f' and c.oid in (k.conrelid, k.confrelid))
      and not exists (select 1 from pg_depend d where d.refclassid = 'pg_class'::regclass and d.refobjid = c.oid
        and d.classid in ('pg_rewrite'::regclass, 'pg_policy'::regclass, 'pg_trigger'::regclass, 'pg_proc'::regclass))
      and not exists (select 1 from pg_publication_tables t where t.schemaname = c.relnamespace::regnamespace::text and t.tablename = c.relname)
      and not exists (select 1 from pg_depend d where d.refclassid = 'pg_type'::regclass and d.refobjid = c.reltype and d.deptype = 'n') as is
    from pg_class c where c.oid = ${table}::regclass`.execute(db)
  return rows[0]?.is ?? false
}

/**
 * What costs something is done under the lock, while writers wait: so it is not tried again as long as somebody stays who would not let go.
 * @returns false when somebody did not let go; readers and writers are kept from nothing then
 */
async function tried(db: Db, tables: readonly string[], tries: number, lock: () => Promise<void>): Promise<boolean> {
  let before: readonly string[] = []
  for (let left = tries; left > 0; left--) {
    const now = await othersAt(db, tables)
    const stays = now.some((one) => before.includes(one))
    if (!stays && (await lockInTime(db, tables, lock))) return true
    before = stays ? now : await othersAt(db, tables)
    if (left > 1) await sql`select pg_sleep(${pauseSeconds})`.execute(db)
  }
  return false
}

/** The other transactions that hold the first of the tables, or write into one. A vacuum goes when it is asked to. */
async function othersAt(db: Db, [table, ...and]: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ one: string }>`select distinct virtualtransaction as one from pg_locks
    where locktype = 'relation' and granted and pid <> pg_backend_pid() and mode <> 'ShareUpdateExclusiveLock'
      and database = (select oid from pg_database where datname = current_database())
      and (relation = ${table}::regclass or relation = any(${and}::text[]::regclass[]) and mode not in ('AccessShareLock', 'RowShareLock'))`.execute(
    db,
  )
  return rows.map(({ one }) => one)
}

async function rename(db: Db, table: string, { next, indexes }: { next: string; indexes: readonly Index[] }): Promise<void> {
  const run = (statement: RawBuilder<unknown>) => statement.execute(db)
  await run(sql`drop table ${sql.table(table)}`)
  await run(sql`alter table ${sql.table(next)} rename to ${sql.id(table)}`)
  for (const { name } of indexes) await run(sql`alter index ${sql.table(`${name}_next`)} rename to ${sql.id(name)}`)
}
