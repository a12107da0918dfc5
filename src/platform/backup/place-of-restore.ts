import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { Problem } from '../../core/kit/problem.ts'
import type { Database } from '../database/connect.ts'
import { ourSchemas } from './list-tables.ts'

// The database into which is restored: what stands in it, how it is kept aside, and the mark of a restore under way.

const marker = 'restore_marker'

export async function isHalfRestored(client: Pick<pg.ClientBase, 'query'>): Promise<boolean> {
  const { rows } = await client.query<{ found: string | null }>(`select to_regclass('public.${marker}') as found`)
  return rows[0]?.found !== null
}

/** @throws Problem restore.half: half of a shop is never served */
export async function refuseHalfRestored({ pool }: Database): Promise<void> {
  const { rows } = await pool.query<{ found: string | null }>(`select to_regclass('public.${marker}') as found`)
  if (rows[0]?.found !== null) throw new Problem('restore.half')
}

export async function setMarker(client: pg.ClientBase, now: Date, owner: string): Promise<void> {
  await client.query(`create table public.${marker} (begun_at timestamptz not null)`)
  await client.query(`alter table public.${marker} owner to "${owner.replaceAll('"', '""')}"`)
  await client.query(`insert into public.${marker} values ($1)`, [now])
}

export async function dropMarker(client: pg.ClientBase): Promise<void> {
  await client.query(`drop table public.${marker}`)
}

/**
 * Another program at work on this database. The sessions of one that was killed end a moment after it, so that is waited
 * for; those of a restore that broke off are ended.
 * @throws Problem restore.in-use
 */
export async function refuseInUse(client: pg.ClientBase, patienceMs = 5_000): Promise<void> {
  for (let waited = 0; ; waited += 250) {
    const { rows } = await client.query<{ count: string }>(
      `select count(*) as count from pg_stat_activity where datname = current_database() and application_name = 'regulars' and pid <> pg_backend_pid()`,
    )
    if (Number(rows[0]?.count ?? 0) === 0) return
    if (waited >= patienceMs) throw new Problem('restore.in-use')
    await pause(250)
  }
}

/** They may be building an index still, and hold its table. */
async function endLeftSessions(client: pg.ClientBase): Promise<void> {
  await client.query(
    `select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and application_name in ('regulars restore', 'regulars backup') and pid <> pg_backend_pid()`,
  )
}

const tablesOfOurs = `select n.nspname as schema, quote_ident(c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = any ($1) and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')`

/** `rows`: customers and people who may sign in; a database that was only started once has neither. */
export async function countWhatIsThere(client: pg.ClientBase): Promise<{ tables: number; customers: number; rows: number }> {
  const { rows: tables } = await client.query(tablesOfOurs, [ourSchemas])
  const count = async (table: string) => {
    const there = await client.query(`select to_regclass($1) as found`, [table])
    if (there.rows[0]?.found === null) return 0
    const { rows } = await client.query<{ count: string }>(`select count(*) as count from ${table}`)
    return Number(rows[0]?.count ?? 0)
  }
  const customers = await count('public.customers')
  return { tables: tables.length, customers, rows: customers + (await count('auth.users')) }
}

/** Moves everything of the program into schemas of the name, in the caller's transaction. Extensions stay where they are. */
export async function setAside(client: pg.ClientBase, kept: string): Promise<void> {
  await client.query(`create schema ${kept}`)
  const { rows } = await client.query<{ schema: string; name: string }>(tablesOfOurs, [['public']])
  for (const { name } of rows) await client.query(`alter table public.${name} set schema ${kept}`)
  for (const schema of ourSchemas.filter((each) => each !== 'public')) {
    const there = await client.query(`select to_regnamespace($1) as found`, [schema])
    if (there.rows[0]?.found !== null) await client.query(`alter schema ${schema} rename to ${kept}_${schema}`)
  }
}

/** What a restore that broke off had brought in. What was kept aside before stays. */
export async function clearHalf(client: pg.ClientBase): Promise<void> {
  await endLeftSessions(client)
  await client.query('begin')
  const { rows } = await client.query<{ schema: string; name: string }>(tablesOfOurs, [['public']])
  for (const { name } of rows) await client.query(`drop table if exists public.${name} cascade`)
  for (const schema of ourSchemas.filter((each) => each !== 'public')) await client.query(`drop schema if exists ${schema} cascade`)
  await client.query('commit')
}
