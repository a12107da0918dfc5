import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { attentionName, openAttention } from '../../attention/attention-settings.ts'
import { chinaZone, zoneOf } from '../../attention/quiet-times.ts'

/** As `zoneOf` tells it, as a condition on the customer `c`: all of China keeps one time, elsewhere the shop's is taken. */
export const isInChina = sql`coalesce(c.province ~ '(省|市|自治区|特别行政区)$', false)`

/** Whether the firm goes by each customer's own clock and it may be another than the shop's. */
export async function goesByOwnZone(ctx: Ctx): Promise<boolean> {
  if (ctx.shop.timeZone === chinaZone) return false
  const { rows } = await sql<{ value: unknown }>`select value from settings where name = ${attentionName}`.execute(ctx.db)
  return openAttention(rows[0]?.value).ownZone
}

/** The clocks by which these customers live; whoever is not among them lives by the shop's. */
export async function zonesOf(ctx: Ctx, customers: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (customers.length === 0 || !(await goesByOwnZone(ctx))) return new Map()
  const { rows } = await sql<{ id: string; province: string }>`select c.id, c.province from customers c
    where c.id = any(${customers}::uuid[]) and c.province is not null`.execute(ctx.db)
  return new Map(rows.map(({ id, province }) => [id, zoneOf(province, ctx.shop.timeZone)]))
}
