import { sql } from 'kysely'
import { columnOf, type Fields } from '../../../core/entity/field.ts'
import { sameValue } from '../../../core/kit/sealed-text.ts'
import { customer, emptyValue } from '../../customers/customer.ts'
import { searchColumns } from '../../customers/customer-search.ts'
import { identityKeys } from '../../customers/identity-keys.ts'
import type { Before } from './write-drafts.ts'
import type { UndoPortion, UndoStep } from './undo-step.ts'

type Row = Readonly<Record<string, unknown>>
type Kept = { customer_id: string; kept_id: string; before: Before; row: Row; keys: string[] }

const fields: Fields = customer.fields

/**
 * Records that are part of another customer now. What the import wrote over them goes back on the record that waits, so
 * that parting them gives them back as if it had never been; what was chosen for the customer they are part of stays, for
 * somebody chose it. Those that the import made stay too, and are named.
 */
export async function undoMerged({ ctx, importId, after, limit }: UndoPortion): Promise<UndoStep> {
  const { db } = ctx
  const { rows } =
    await sql<Kept>`select m.customer_id, k.id as kept_id, k.row -> 'before' as before, m.row, m.keys from merge_kept k join merged_customers m on m.customer_id = k.customer_id
    where k.table_name = 'import_changes' and k.how = 'apart' and k.row ->> 'import_id' = ${importId} order by m.customer_id for update of m limit ${limit}`.execute(
      db,
    )
  const back = rows.map((kept) => ({ ...kept, after: restored(kept.row, kept.before) }))
  await sql`update merged_customers m set row = r.row, keys = r.keys from jsonb_to_recordset(${JSON.stringify(back.map((each) => ({ id: each.customer_id, row: each.after, keys: keysAfter(each) })))}::jsonb)
    as r(id uuid, row jsonb, keys text[]) where m.customer_id = r.id`.execute(db)
  await releaseGone(ctx, back)
  await sql`delete from merge_kept where customer_id = any(${rows.map((row) => row.customer_id)}::uuid[]) and id = any(${rows.map((row) => row.kept_id)}::uuid[])`.execute(
    db,
  )
  const stayed = after === null ? await madeAndMerged(ctx, importId) : []
  const isEnd = rows.length < limit
  return {
    next: isEnd ? null : '',
    done: rows.length,
    undone: { customersRestored: rows.length, stayed: stayed.length, stayedExamples: stayed.slice(0, 100) },
  }
}

function restored(row: Row, before: Before): Row {
  const custom: Record<string, unknown> = { ...Object(row['custom']) }
  const own: Record<string, unknown> = { ...row }
  for (const [name, change] of Object.entries(before)) {
    const field = fields[name]
    if (!field) {
      if (sameValue(custom[name], change.after)) custom[name] = change.before
    } else if (sameValue(own[columnOf(name, field)], change.after)) own[columnOf(name, field)] = change.before ?? emptyValue(name)
  }
  const { search, namePinyin } = searchColumns(byField(own))
  return { ...own, custom, search, name_pinyin: namePinyin }
}

/** The row by the names of fields. */
const byField = (row: Row): Row => ({
  ...row,
  ...Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, row[columnOf(name, field)]])),
})

const keysOf = (row: Row) => identityKeys(byField(row)).map(({ key }) => key)

/** Keys that stand for a field follow it; all others, e.g. a visitor's, stay. */
function keysAfter({ keys, row, after }: Kept & { readonly after: Row }): string[] {
  const [was, is] = [keysOf(row), keysOf(after)]
  return [...new Set([...keys.filter((key) => !was.includes(key)), ...is])]
}

/** Keys that only the import had given to these records are free again. */
async function releaseGone({ db }: UndoPortion['ctx'], back: readonly (Kept & { readonly after: Row })[]): Promise<void> {
  const gone = back.flatMap(({ customer_id: id, row, after }) =>
    keysOf(row)
      .filter((key) => !keysOf(after).includes(key))
      .map((key) => ({ id, key })),
  )
  if (gone.length === 0) return
  const keys = gone.map(({ key }) => key)
  const { rows } = await sql<{
    key: string
  }>`delete from customer_identities i using unnest(${keys}::text[], ${gone.map(({ id }) => id)}::uuid[]) g(key, id)
    where i.key = g.key and i.first_customer_id = g.id returning i.key`.execute(db)
  await sql`delete from identities where key = any(${rows.map((row) => row.key)}::text[])`.execute(db)
}

async function madeAndMerged({ db }: UndoPortion['ctx'], importId: string): Promise<{ id: string; name: string | null }[]> {
  const { rows } = await sql<{
    id: string
    name: string | null
  }>`select customer_id as id, coalesce(row ->> 'name', row ->> 'code') as name from merged_customers
    where row ->> 'import_id' = ${importId} order by customer_id`.execute(db)
  return rows
}
