import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { readSetting } from '../../../platform/database/read-setting.ts'
import { attentionName, openAttention } from '../../attention/attention-settings.ts'
import { chinaZone, zoneOf } from '../../attention/quiet-times.ts'

/** Whether the firm goes by each customer's own clock and it may be another than the shop's. */
export async function goesByOwnZone(ctx: Ctx): Promise<boolean> {
  if (ctx.shop.timeZone === chinaZone) return false
  return openAttention(await readSetting(ctx.db, attentionName)).ownZone
}

/** The clocks by which these customers live; whoever is not among them lives by the shop's. */
export async function zonesOf(ctx: Ctx, customers: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (customers.length === 0 || !(await goesByOwnZone(ctx))) return new Map()
  const { rows } = await sql<{ id: string; province: string }>`select c.id, c.province from customers c
    where c.id = any(${customers}::uuid[]) and c.province is not null`.execute(ctx.db)
  return new Map(rows.map(({ id, province }) => [id, zoneOf(province, ctx.shop.timeZone)]))
}
