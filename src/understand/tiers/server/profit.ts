import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'

/** Where each customer’s contribution profit stands, in minor units; null while nothing works it out or it may not be seen. */
export function profitOf(
  ctx: Ctx,
): { readonly value: RawBuilder<unknown>; readonly join: (id: RawBuilder<unknown>) => RawBuilder<unknown> } | null {
  const placed = ctx.card('customer').fields.get('contributionProfit')
  if (!placed || placed.field.masked || placed.table === 'c') return null
  const table = sql.id(placed.table)
  return { value: placed.sql, join: (id) => sql`left join ${table} on ${sql.ref(`${placed.table}.${placed.key}`)} = ${id}` }
}
