import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { identityFields, identityKey } from '../../customers/identity-keys.ts'
import type { CustomerRow, ValueReader } from './customer-values.ts'
import type { PartRow } from './past-merges.ts'

/** A key that a part had and that is somebody else's by now. */
export type LostKey = { readonly id: string; readonly field: string; readonly value: string; readonly owner: string }

/**
 * Makes the part's row again. A field whose key is another's by now stays empty, and is said.
 */
export async function restorePart(
  ctx: Ctx,
  reader: ValueReader,
  part: PartRow,
  changes: Readonly<Record<string, unknown>>,
): Promise<LostKey[]> {
  const own = reader.read(part.row).values
  const changed = Object.keys(changes).length > 0
  const values = { ...own, ...changes }
  const lost = await foreignKeys(ctx, part, values)
  const kept = { ...values, ...Object.fromEntries(lost.map(({ field }) => [field, null])) }
  const row: CustomerRow = lost.length > 0 || changed ? { ...part.row, ...reader.columnsOf(kept) } : part.row
  await insertRow(ctx, row)
  return lost
}

async function foreignKeys(ctx: Ctx, part: PartRow, values: Readonly<Record<string, unknown>>): Promise<LostKey[]> {
  const wanted = identityFields.flatMap((field) => {
    const value = values[field]
    return typeof value === 'string' && value !== '' ? [{ field, value, key: identityKey(field, value) }] : []
  })
  const { rows } = await sql<{
    key: string
    customer_id: string
  }>`select key, customer_id from identities where key = any(${wanted.map((each) => each.key)}::text[])`.execute(ctx.db)
  const owner = new Map(rows.map((row) => [row.key, row.customer_id]))
  return wanted.flatMap(({ field, value, key }) => {
    const theirs = owner.get(key)
    return theirs === undefined || theirs === part.customer_id ? [] : [{ id: part.customer_id, field, value, owner: theirs }]
  })
}

async function insertRow(ctx: Ctx, row: CustomerRow): Promise<void> {
  const { rows } = await sql<{ name: string }>`select a.attname::text as name from pg_attribute a
    where a.attrelid = 'customers'::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum`.execute(
    ctx.db,
  )
  const names = rows.map(({ name }) => name).filter((name) => name in row)
  await sql`insert into customers (${sql.join(names.map((name) => sql.id(name)))}) select ${sql.join(names.map((name) => sql.ref(`x.${name}`)))}
    from jsonb_populate_record(null::customers, ${JSON.stringify(row)}::jsonb) x`.execute(ctx.db)
}
