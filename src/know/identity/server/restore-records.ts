import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { identityFields, identityKey } from '../../customers/identity-keys.ts'
import type { Values } from '../combine-values.ts'
import { type CustomerRow, sealAnew, type ValueReader } from './customer-values.ts'
import type { TableShape } from './merged-tables.ts'
import type { PartRow } from './past-merges.ts'

/** A key that a part had and that is somebody else's by now. */
export type LostKey = { readonly id: string; readonly field: string; readonly value: string; readonly owner: string }

/** A part that goes back, with the values that it takes along beside its own. */
export type Leaving = { readonly part: PartRow; readonly changes: Values }

/** Makes the parts' rows again. A field whose key is another's by now stays empty, and is said. */
export async function restoreRecords(
  ctx: Ctx,
  reader: ValueReader,
  customers: TableShape,
  leaving: readonly Leaving[],
): Promise<LostKey[]> {
  const sealed = await sealAnew(
    ctx,
    leaving.map(({ part, changes }) => ({ id: part.customer_id, values: { ...reader.read(part.row).values, ...changes } })),
  )
  const wanted = leaving.map(({ part, changes }, at) => ({ part, changes, values: sealed[at] ?? {} }))
  const lost = await foreignKeys(ctx, wanted)
  const rows = wanted.map(({ part, changes, values }): CustomerRow => {
    const mine = lost.filter(({ id }) => id === part.customer_id)
    if (mine.length === 0 && Object.keys(changes).length === 0) return part.row
    return { ...part.row, ...reader.columnsOf({ ...values, ...Object.fromEntries(mine.map(({ field }) => [field, null])) }) }
  })
  const names = customers.columns.filter((name) => rows.some((row) => name in row))
  const columns = sql.join(names.map((name) => sql.id(name)))
  const values = sql.join(names.map((name) => sql.ref(`x.${name}`)))
  await sql`insert into customers (${columns}) select ${values} from jsonb_populate_recordset(null::customers, ${JSON.stringify(rows)}::jsonb) x`.execute(
    ctx.db,
  )
  return lost
}

async function foreignKeys(ctx: Ctx, all: readonly { readonly part: PartRow; readonly values: Values }[]): Promise<LostKey[]> {
  const wanted = all.flatMap(({ part, values }) =>
    identityFields.flatMap((field) => {
      const value = values[field]
      return typeof value === 'string' && value !== '' ? [{ id: part.customer_id, field, value, key: identityKey(field, value) }] : []
    }),
  )
  const { rows } = await sql<{
    key: string
    customer_id: string
  }>`select key, customer_id from identities where key = any(${wanted.map((each) => each.key)}::text[])`.execute(ctx.db)
  const owner = new Map(rows.map((row) => [row.key, row.customer_id]))
  return wanted.flatMap(({ id, field, value, key }) => {
    const theirs = owner.get(key)
    return theirs === undefined || theirs === id ? [] : [{ id, field, value, owner: theirs }]
  })
}
