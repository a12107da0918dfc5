import { sql } from 'kysely'
import type { AnswerOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { readDataMap as definition } from '../actions.ts'
import { classesOf, dataMap, ownColumns } from '../data-map.ts'
import { headings, laws, lengths, purposes, treatments } from '../map/map-words.ts'

/** Up to so many rows are counted; of larger tables the database's own statistics say about how many there are. */
const counted = 50_000

export async function readDataMap(ctx: Ctx): Promise<AnswerOf<typeof definition>> {
  const { rows } = await sql<{
    name: string
    rows: number
  }>`select case n.nspname when 'public' then c.relname else n.nspname || '.' || c.relname end as name, c.reltuples::bigint as rows
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p') and not c.relispartition`.execute(ctx.db)
  const estimates = new Map(rows.map((row) => [row.name, Number(row.rows)]))
  const small = Object.keys(dataMap).filter((name) => estimates.has(name) && (estimates.get(name) ?? 0) < counted)
  const exact = await countRows(ctx, small)
  return {
    asOf: ctx.now.toISOString(),
    tables: Object.entries(dataMap)
      .filter(([name]) => estimates.has(name))
      .map(([name, table]) => {
        const own = new Set(ownColumns(table))
        return {
          table: name,
          label: table.label,
          of: table.of,
          purpose: purposes[table.purpose],
          kept: lengths[table.kept],
          erasure: table.erasure,
          erasureWords: treatments[table.erasure],
          law: table.law ? laws[table.law] : null,
          heading: table.heading ? headings[table.heading] : null,
          rows: exact.get(name) ?? Math.max(0, estimates.get(name) ?? 0),
          estimated: !exact.has(name),
          columns: [...classesOf(table)].map(([column, of]) => ({ name: column, class: of, inExport: own.has(column) })),
        }
      }),
  }
}

async function countRows(ctx: Ctx, names: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const asked = names.map((name) => sql`select ${name}::text as name, (select count(*) from ${sql.table(name)}) as rows`)
  const { rows } = await sql<{ name: string; rows: number }>`${sql.join(asked, sql` union all `)}`.execute(ctx.db)
  return new Map(rows.map((row) => [row.name, Number(row.rows)]))
}
