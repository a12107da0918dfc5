import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { CampaignState, EditionState } from '../campaign.ts'
import type { CampaignDefinition } from '../definition.ts'

/** The moments at which a test breaks the program off; each within the transaction of its portion. */
export type CampaignPoint = 'begun' | 'chosen' | 'drawn' | 'queued' | 'withdrawn' | 'ended'

export type NamedEdition = {
  readonly campaignId: string
  readonly name: string
  readonly campaignState: CampaignState
  readonly number: number
}

/** An edition that is ours for this transaction. */
export type OpenEdition = NamedEdition & {
  readonly state: EditionState
  /** As it was when the edition began; speed, budget and priority as they are now. */
  readonly definition: CampaignDefinition
  readonly plannedAt: Date
  readonly pacedAt: Date | null
  readonly queued: number
}

/** Of an edition for a customer there is one message, whatever is repeated. */
export const messageKey = ({ campaignId, number }: Pick<OpenEdition, 'campaignId' | 'number'>) => `campaign:${campaignId}:${number}`

/** A campaign is over when nothing of it is open and no edition is to come. */
export async function endCampaign(ctx: Ctx, campaignId: string): Promise<void> {
  await sql`update campaigns c set state = 'done', ended_at = ${ctx.now}, updated_at = ${ctx.now}
    where c.id = ${campaignId} and c.state in ('planned', 'running', 'paused') and c.next_at is null and not exists (
      select 1 from campaign_editions e where e.campaign_id = c.id and e.state in ('choosing', 'drawing', 'sending', 'stopping'))`.execute(
    ctx.db,
  )
}
