import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { CampaignDefinition } from '../definition.ts'
import { messageKey } from './open-edition.ts'

/** What one message is expected to cost, in minor units: as its account says. */
export function costSql({ accountId, channel }: Pick<CampaignDefinition, 'accountId' | 'channel'>): RawBuilder<number> {
  const which = accountId === undefined ? sql`a.channel = ${channel} and a.is_default` : sql`a.id = ${accountId}::uuid`
  return sql<number>`coalesce((select a.cost from channel_accounts a where ${which}), 0)`
}

type Spending = { readonly id: string; readonly fixedCost: number; readonly edition?: number | undefined }

/**
 * What it, or one edition of it, has cost so far: its messages as the vendor charged where that is known, else as expected when they
 * were handed on; and what is fixed, once an edition began that did not miss its time.
 */
export async function costOf(ctx: Pick<Ctx, 'db'>, { id, fixedCost, edition }: Spending): Promise<number> {
  const number = edition === undefined ? sql`` : sql`and number = ${edition}`
  const key = edition === undefined ? sql`` : sql`and key = ${messageKey({ campaignId: id, number: edition })}`
  const { rows } = await sql<{ expected: number; charged: number; begun: boolean }>`select coalesce(sum(cost), 0)::bigint as expected,
      coalesce(bool_or(failure ->> 'code' is distinct from 'campaign.missed'), false) as begun,
      (select coalesce(sum(cost), 0)::bigint from messages where campaign_id = ${id} ${key}) as charged
    from campaign_editions where campaign_id = ${id} ${number}`.execute(ctx.db)
  const [spent] = rows
  return spent ? Math.max(spent.expected, spent.charged) + (spent.begun ? fixedCost : 0) : 0
}
