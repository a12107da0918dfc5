import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { CampaignDefinition } from '../definition.ts'

/** What one message is expected to cost, in minor units: as its account says. */
export function costSql({ accountId, channel }: Pick<CampaignDefinition, 'accountId' | 'channel'>): RawBuilder<number> {
  const which = accountId === undefined ? sql`a.channel = ${channel} and a.is_default` : sql`a.id = ${accountId}::uuid`
  return sql<number>`coalesce((select a.cost from channel_accounts a where ${which}), 0)`
}

/** What its messages have cost: as the vendor charged where that is known, else as expected when they were handed on. */
export async function spentOf(ctx: Pick<Ctx, 'db'>, campaignId: string): Promise<number> {
  const { rows } = await sql<{ expected: number; charged: number }>`select
    (select coalesce(sum(cost), 0)::bigint from campaign_editions where campaign_id = ${campaignId}) as expected,
    (select coalesce(sum(cost), 0)::bigint from messages where campaign_id = ${campaignId}) as charged`.execute(ctx.db)
  return Math.max(rows[0]?.expected ?? 0, rows[0]?.charged ?? 0)
}
