import { type RawBuilder, sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { customer } from '../../customers/customer.ts'
import type { previewErasure as definition } from '../erasure-actions.ts'
import { dataMap, personColumns } from '../data-map.ts'
import { laws, treatments } from '../map/map-words.ts'
import { type MappedTable, namesIn } from '../map/mapped-table.ts'
import { countUploads } from './erase-files.ts'
import { idsOfTheirs } from './gather-person.ts'
import { holdsMark, type Marks, readMarks } from './marks.ts'
import { type LiveTable, liveTables, wholePerson } from './person.ts'
import { readSettings } from './privacy-settings.ts'
import { leavesRemainder } from './remainder.ts'
import { versionOf } from './start-erasure.ts'

type Person = { readonly ids: readonly string[]; readonly marks: Marks; readonly tables: ReadonlyMap<string, LiveTable> }

/** What would go, what would stay and why; nothing is changed. @throws Problem record.missing */
export async function previewErasure(ctx: Ctx, { id }: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const found = await sql<{ name: string | null }>`select coalesce(name, code) as name from customers where id = ${id}`.execute(ctx.db)
  if (!found.rows[0]) throw new Problem('record.missing', { what: customer.label })
  const ids = await wholePerson(ctx.db, id)
  const person = { ids, marks: await readMarks(ctx, ids), tables: await liveTables(ctx.db) }
  const remains = await leavesRemainder(ctx, ids)
  const rows = await countAll(ctx, person)
  const some = [...rows].flatMap(([name, count]) => {
    const table = dataMap[name]
    return table && count > 0 ? [{ name, table, count }] : []
  })
  const isKept = ({ table }: { table: MappedTable }) => (table.erasure === 'remainder' && remains) || table.law !== undefined
  const part = ({ name, table, count }: (typeof some)[number]) => ({
    table: name,
    label: table.label,
    rows: count,
    law: table.law ? laws[table.law] : null,
  })
  const { fourEyes } = await readSettings(ctx.db)
  return {
    id,
    name: found.rows[0].name,
    merged: ids.length - 1,
    goes: some.filter((one) => !isKept(one)).map(part),
    stays: some.filter(isKept).map((one) => ({ ...part(one), why: whyOf(one.table) })),
    ...(await openThings(ctx, ids)),
    files: rows.get('kept_files') ?? 0,
    purchases: rows.get('purchases') ?? 0,
    importsWithFile: await countUploads(ctx.services, person.marks),
    fourEyes,
    version: await versionOf(ctx, ids),
  }
}

const whyOf = (table: MappedTable): Words => (table.law ? laws[table.law] : treatments[table.erasure])

async function countAll(ctx: Ctx, person: Person): Promise<ReadonlyMap<string, number>> {
  const asked = Object.entries(dataMap).flatMap(([name, table]) => {
    const live = person.tables.get(name)
    const condition = live ? conditionFor(name, table, live, person) : null
    return condition ? [sql`select ${name}::text as name, (select count(*) from ${sql.id(name)} where ${condition}) as rows`] : []
  })
  const { rows } = await sql<{ name: string; rows: number }>`${sql.join(asked, sql` union all `)}`.execute(ctx.db)
  return new Map(rows.map((row) => [row.name, Number(row.rows)]))
}

function conditionFor(name: string, table: MappedTable, live: LiveTable, person: Person): RawBuilder<unknown> | null {
  if (table.erasure === 'none') return null
  if (table.searched !== undefined) return holdsMark(namesIn(table.searched), person.marks, { withIds: table.erasure !== 'matching' })
  if (name === 'kept_files') return sql`split_part(used_by, ':', 2) in (${idsOfTheirs(person)})`
  const by = personColumns(table).filter((column) => live.columns.get(column)?.type === 'uuid')
  if (by.length === 0) return null
  return sql.join(
    by.map((column) => sql`${sql.id(column)} = any(${person.ids}::uuid[])`),
    sql` or `,
  )
}

async function openThings(ctx: Ctx, ids: readonly string[]) {
  type Row = { todos: number; queued: number; runs: number }
  const mine = sql`customer_id = any(${ids}::uuid[])`
  const { rows } = await sql<Row>`select (select count(*) from todos where ${mine} and state = 'open') as todos,
    (select count(*) from messages where ${mine} and state in ('queued', 'sending')) as queued,
    (select count(*) from journey_runs where ${mine} and state in ('ready', 'waiting')) as runs`.execute(ctx.db)
  return { openTodos: Number(rows[0]?.todos ?? 0), queued: Number(rows[0]?.queued ?? 0), runs: Number(rows[0]?.runs ?? 0) }
}
