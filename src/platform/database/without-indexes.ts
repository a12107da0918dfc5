import { type RawBuilder, sql } from 'kysely'
import type { Db } from './connect.ts'
import { fillAnew } from './exchange-rows.ts'
import { lockInTime } from './lock-in-time.ts'

/** Rows for an empty table; `columns` are theirs, in order. */
export type Filling = { readonly table: string; readonly columns: readonly string[]; readonly rows: RawBuilder<unknown> }

/**
 * Fills an empty table: at once where another can take its place (`fillAnew`), else while its indexes are away. Whether it is empty is
 * asked again once nobody else can write: a row that came meanwhile stays.
 */
export async function fillEmpty(db: Db, { table, columns, rows }: Filling): Promise<void> {
  const insert = async () => {
    await sql`insert into ${sql.table(table)} (${sql.join(columns.map((name) => sql.id(name)))}) ${rows}`.execute(db)
  }
  if (!(await lockedAlone(db, table))) return await insert()
  if (!(await isEmpty(db, table)) || !(await fillAnew(db, table, columns, rows))) await withoutIndexes(db, table, insert)
}

async function lockedAlone(db: Db, table: string): Promise<boolean> {
  return await lockInTime(db, [table], async () => void (await sql`lock table ${sql.table(table)} in access exclusive mode`.execute(db)))
}

/**
 * Fills a table while its indexes are away, its primary key's too, and builds them afterwards, which takes about half as
 * long as a row at a time. Those of other constraints stay. Nobody else can read the table from here until the transaction ends, so this
 * is for one that is empty; if a reader does not let go of it in time, it is filled with its indexes in place.
 * @param table a name of our own, never given from outside
 */
export async function withoutIndexes(db: Db, table: string, fill: () => Promise<void>): Promise<void> {
  if (!(await lockedAlone(db, table))) return fill()
  const key = await takeKey(db, table)
  const { rows } = await sql<{
    name: string
    definition: string
  }>`select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
    from pg_index i where i.indrelid = ${table}::regclass and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid)
    order by i.indexrelid`.execute(db)
  for (const { name } of rows) await sql`drop index ${sql.raw(name)}`.execute(db)
  await startAnew(db, table)
  await fill()
  if (key) await sql`alter table ${sql.table(table)} add constraint ${sql.id(key.name)} ${sql.raw(key.definition)}`.execute(db)
  for (const { definition } of rows) await sql.raw(definition).execute(db)
}

/** Takes the primary key away, if there is one that nothing else leans on. @returns what brings it back */
async function takeKey(db: Db, table: string): Promise<{ name: string; definition: string } | undefined> {
  const { rows } = await sql<{ name: string; definition: string }>`select conname as name, pg_get_constraintdef(oid) as definition
    from pg_constraint k where conrelid = ${table}::regclass and contype = 'p'
      and not exists (select 1 from pg_constraint f where f.contype = 'f' and f.conindid = k.conindid)
      and not exists (select 1 from pg_index i where i.indexrelid = k.conindid and (i.indisreplident or i.indisclustered))`.execute(db)
  const key = rows[0]
  if (key) await sql`alter table ${sql.table(table)} drop constraint ${sql.id(key.name)}`.execute(db)
  return key
}

/** What is written into a new file of this transaction need not go into the journal besides, where that is no more than for crashes. */
async function startAnew(db: Db, table: string): Promise<void> {
  if (await isEmpty(db, table)) await sql`truncate ${sql.table(table)}`.execute(db)
}

export async function isEmpty(db: Db, table: string): Promise<boolean> {
  const { rows } = await sql`select 1 from ${sql.table(table)} limit 1`.execute(db)
  return rows.length === 0
}
