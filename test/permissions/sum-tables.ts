import { sql } from 'kysely'
import type { World } from '../world.ts'

/** Tables that are written on refusal, or when somebody merely comes: tries at the door, when a key or a session was last used. */
const counters = new Set(['auth.tries', 'auth.sessions', 'public.api_keys', 'public.work'])

let names: readonly { schema: string; name: string }[] | null = null

/** A sum over every row of every table, the audit's own schema apart, which tells of refusals. */
export async function allSums({ db }: World): Promise<Record<string, string>> {
  names ??= (
    await sql<{ schema: string; name: string }>`select table_schema as schema, table_name as name from information_schema.tables
      where table_schema in ('public', 'auth') and table_type = 'BASE TABLE' order by 1, 2`.execute(db)
  ).rows.filter(({ schema, name }) => !counters.has(`${schema}.${name}`))
  const parts = names.map(
    ({ schema, name }) =>
      sql`select ${`${schema}.${name}`} as name, (select md5(coalesce(string_agg(md5(t::text), '' order by md5(t::text)), '')) from ${sql.id(schema, name)} t) as sum`,
  )
  const { rows } = await sql<{ name: string; sum: string }>`${sql.join(parts, sql` union all `)}`.execute(db)
  return Object.fromEntries(rows.map(({ name, sum }) => [name, sum]))
}
