import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { withdrawMessages } from '../../messages/actions.ts'
import { campaignEnded } from '../events.ts'
import { endCampaign, type NamedEdition } from './open-edition.ts'

/** Takes back a portion of those who have not been handed to the outbox; after the last the edition is over. */
export async function withdrawMembers(ctx: Ctx, edition: NamedEdition, portion: number): Promise<void> {
  const { campaignId, number, name, campaignState } = edition
  // Its campaign goes on where the budget alone ended it.
  const reason = campaignState === 'running' ? 'budget' : 'stopped'
  const { rows } = await sql<{ customer_id: string; arm: string | null }>`
    with batch as (
      select customer_id, id from campaign_members where campaign_id = ${campaignId} and edition = ${number} and state in ('chosen', 'waiting')
      order by customer_id limit ${portion} for update
    )
    update campaign_members m set state = 'withdrawn', reason = ${JSON.stringify({ code: reason })}::jsonb
    from batch b where m.customer_id = b.customer_id and m.id = b.id returning m.customer_id, m.arm`.execute(ctx.db)
  await ctx.recordAll(
    rows
      .filter(({ arm }) => arm !== null)
      .map(({ customer_id: customerId }) => ({
        customerId,
        kind: campaignEnded.name,
        occurredAt: ctx.now,
        payload: { campaign: campaignId, name, edition: number, reason },
        key: `campaign-ended:${campaignId}:${number}`,
      })),
  )
  if (rows.length === portion) return
  if (reason === 'stopped') await ctx.run(withdrawMessages, { campaignId })
  await sql`update campaign_editions set state = 'stopped', ended_at = ${ctx.now} where campaign_id = ${campaignId} and number = ${number}`.execute(
    ctx.db,
  )
  await endCampaign(ctx, campaignId)
}
