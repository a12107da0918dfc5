import type { Database } from '../src/platform/database/connect.ts'
import type { World } from './world.ts'

/** Tables that are written on refusal, or when somebody merely comes: tries at the door, when a key or a session was last used. */
const counters = new Set(['auth.tries', 'auth.sessions', 'public.api_keys', 'public.work'])

/** The statement, whose planning costs more than its run: the connection keeps the plan under its name. */
const kept = new WeakMap<Database, { name: string; text: string }>()

/** A sum over every row of every table, the audit's own schema apart, which tells of refusals. */
export async function allSums({ database }: World): Promise<Record<string, string>> {
  const statement = kept.get(database) ?? { name: 'all-sums', text: asking(await tablesOf(database)) }
  kept.set(database, statement)
  return await ask(database, statement)
}

/** A sum over every row of each of these tables, the same in whatever order they lie. */
export const sumsOf = ({ database }: World, tables: readonly string[]): Promise<Record<string, string>> =>
  ask(database, { text: asking(tables) })

async function ask({ pool }: Database, statement: { readonly name?: string; readonly text: string }): Promise<Record<string, string>> {
  const { rows } = await pool.query<{ name: string; sum: string }>(statement)
  return Object.fromEntries(rows.map(({ name, sum }) => [name, sum]))
}

const asking = (tables: readonly string[]): string =>
  tables
    .map(
      (name) =>
        `select '${name}' as name, (select md5(coalesce(string_agg(md5(t::text), '' order by md5(t::text)), '')) from ${name} t) as sum`,
    )
    .join(' union all ')

async function tablesOf({ pool }: Database): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(`select table_schema || '.' || table_name as name from information_schema.tables
    where table_schema in ('public', 'auth') and table_type = 'BASE TABLE' order by 1`)
  return rows.map(({ name }) => name).filter((name) => !counters.has(name))
}
