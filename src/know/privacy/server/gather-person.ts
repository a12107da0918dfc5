import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { dataMap, ownColumns, personColumns } from '../data-map.ts'
import type { Heading } from '../map/map-words.ts'
import { type MappedTable, namesIn } from '../map/mapped-table.ts'
import { holdsMark, type Marks } from './marks.ts'
import { openSealed } from './open-sealed.ts'
import type { LiveTable } from './person.ts'

export type Gathered = {
  readonly table: string
  readonly heading: Heading
  readonly columns: readonly string[]
  readonly rows: readonly Readonly<Record<string, unknown>>[]
}

/** The tables of a person's export, in the order of the map. */
export const exportedTables: readonly string[] = Object.entries(dataMap)
  .filter(([name, table]) => table.heading !== undefined && !name.includes('.'))
  .map(([name]) => name)

type Person = { readonly ids: readonly string[]; readonly marks: Marks; readonly tables: ReadonlyMap<string, LiveTable> }

/** All that one table keeps of the person, with the columns that are theirs; sealed values open. */
export async function gatherTable(ctx: Ctx, name: string, person: Person): Promise<Gathered | null> {
  const mapped = dataMap[name]
  const live = person.tables.get(name)
  if (!mapped?.heading || !live) return null
  const columns = ownColumns(mapped).filter((column) => live.columns.has(column))
  const { rows } = await sql<{
    row: Record<string, unknown>
  }>`select to_jsonb(t) as row from ${sql.id(name)} t where ${theirs(name, mapped, live, person)}`.execute(ctx.db)
  const opened = await openSealed(
    ctx,
    person.ids,
    rows.map(({ row }) => Object.fromEntries(columns.map((column) => [column, row[column] ?? null]))),
  )
  return { table: name, heading: mapped.heading, columns, rows: await named(ctx, opened) }
}

function theirs(name: string, mapped: MappedTable, live: LiveTable, person: Person): RawBuilder<unknown> {
  if (mapped.searched !== undefined) return holdsMark(namesIn(mapped.searched), person.marks, { withIds: true })
  if (name === 'privacy_steps') return sql`request_id in (select id from privacy_requests where about_id = any(${person.ids}::uuid[]))`
  if (name === 'kept_files') return sql`split_part(used_by, ':', 2) in (${idsOfTheirs(person)})`
  const by = personColumns(mapped).filter((column) => live.columns.get(column)?.type === 'uuid')
  return sql.join(
    by.map((column) => sql`${sql.id(column)} = any(${person.ids}::uuid[])`),
    sql` or `,
  )
}

/** Ids, as texts, of all rows that are the person's. */
export function idsOfTheirs({ ids, tables }: Pick<Person, 'ids' | 'tables'>): RawBuilder<unknown> {
  const withId = [...tables.values()].filter(({ columns }) => columns.has('customer_id') && columns.get('id')?.type === 'uuid')
  return sql.join(
    withId.map(({ name }) => sql`select id::text from ${sql.id(name)} where customer_id = any(${ids}::uuid[])`),
    sql` union all `,
  )
}

/** Columns that hold the id of something with a name. */
const nameTables: Readonly<Record<string, string>> = { tag_id: 'tags', segment_id: 'segments', journey_id: 'journeys' }

/** Puts the name of a tag, segment or journey where its id stands; one that is gone keeps its id. */
async function named(ctx: Ctx, rows: readonly Record<string, unknown>[]): Promise<Record<string, unknown>[]> {
  let all = [...rows]
  for (const [column, table] of Object.entries(nameTables)) {
    const ids = [...new Set(all.flatMap((row) => (typeof row[column] === 'string' ? [row[column]] : [])))]
    if (ids.length === 0) continue
    const found = await sql<{ id: string; name: string }>`select id, name from ${sql.id(table)} where id = any(${ids}::uuid[])`.execute(
      ctx.db,
    )
    const names = new Map(found.rows.map((row) => [row.id, row.name]))
    all = all.map((row) => (typeof row[column] === 'string' ? { ...row, [column]: names.get(row[column]) ?? row[column] } : row))
  }
  return all
}
