import { type RawBuilder, sql } from 'kysely'
import type { Db } from './connect.ts'

/** So long others may wait behind us, who wait for a reader; sooner than PostgreSQL looks for deadlocks, so that we give way. */
const patience = '500ms'
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
}

/**
 * A second table like this one, filled beside it and then given its indexes, which takes half as long as a row at a time and, where the
 * journal is for crashes alone, is not written there at all. Nobody waits for it and nobody sees it.
 * @param table a name of our own, never given from outside
 * @returns its name, for `takePlace` in the same transaction
 */
export async function buildBeside(db: Db, table: string, fill: (next: string) => Promise<void>): Promise<string> {
  const next = `${table}_next`
  await sql`create table ${sql.table(next)} (like ${sql.table(table)} including all excluding indexes)`.execute(db)
  // Written out as it comes and not at the end, when readers would wait for it.
  await sql`select set_config('backend_flush_after', '2MB', true)`.execute(db)
  await fill(next)
  for (const { name, made, key } of await indexesOf(db, table)) {
    const place = sql.id(`${name}_next`)
    await sql.raw(made.replace(/^(CREATE (?:UNIQUE )?INDEX) .+? USING /, `$1 "${name}_next" ON "${next}" USING `)).execute(db)
    if (key) await sql`alter table ${sql.table(next)} add constraint ${place} ${sql.raw(key)} using index ${place}`.execute(db)
  }
  await sql`analyze ${sql.table(next)}`.execute(db)
  return next
}

/**
 * Puts the table that `buildBeside` made in the place of the old one, rows, indexes and all, when the transaction ends. Whoever reads waits for
 * no more than that. Where a reader does not let go of the old one, or something else leans on it (a view of the firm's, a right
 * given to another role), its rows are exchanged one by one.
 *
 * Who asks more than once over one snapshot must hold the table from the beginning (`hold-tables.ts`): in a table made later than the
 * snapshot they would find nothing.
 */
export async function takePlace(db: Db, next: string, { table, and = [], last, tries = usualTries }: Exchange): Promise<void> {
  const writers = sql`lock table ${sql.join([table, ...and].map((name) => sql.table(name)))} in share row exclusive mode`
  const onlyWe = async () => {
    await writers.execute(db)
    await last(next)
    await sql`lock table ${sql.table(table)} in access exclusive mode`.execute(db)
  }
  if ((await isByItself(db, table)) && (await tried(db, tries, onlyWe))) return await rename(db, table, next)
  await writers.execute(db)
  await last(next)
  await sql`delete from ${sql.table(table)}`.execute(db)
  await sql`insert into ${sql.table(table)} table ${sql.table(next)}`.execute(db)
  await sql`drop table ${sql.table(next)}`.execute(db)
}

type Index = { readonly name: string; readonly made: string; readonly key: string | null }

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
        and d.classid in ('pg_rewrite'::regclass, 'pg_policy'::regclass, 'pg_trigger'::regclass, 'pg_publication_rel'::regclass, 'pg_proc'::regclass))
      and not exists (select 1 from pg_depend d where d.refclassid = 'pg_type'::regclass and d.refobjid = c.reltype and d.deptype = 'n') as is
    from pg_class c where c.oid = ${table}::regclass`.execute(db)
  return rows[0]?.is ?? false
}

/** @returns false when somebody did not let go; nothing is locked then */
async function tried(db: Db, tries: number, lock: () => Promise<void>): Promise<boolean> {
  for (let left = tries; left > 0; left--) {
    await sql`savepoint exchange_rows`.execute(db)
    try {
      await sql`select set_config('lock_timeout', ${patience}, true)`.execute(db)
      await lock()
      await sql`select set_config('lock_timeout', '0', true)`.execute(db)
      await sql`release savepoint exchange_rows`.execute(db)
      return true
    } catch (error) {
      await sql`rollback to savepoint exchange_rows`.execute(db)
      if (!(error instanceof Error && 'code' in error && error.code === '55P03')) throw error
      await sql`select pg_sleep(${pauseSeconds})`.execute(db)
    }
  }
  return false
}

async function rename(db: Db, table: string, next: string): Promise<void> {
  const indexes = await indexesOf(db, table)
  const run = (statement: RawBuilder<unknown>) => statement.execute(db)
  await run(sql`drop table ${sql.table(table)}`)
  await run(sql`alter table ${sql.table(next)} rename to ${sql.id(table)}`)
  for (const { name } of indexes) await run(sql`alter index ${sql.table(`${name}_next`)} rename to ${sql.id(name)}`)
}
