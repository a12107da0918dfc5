import { type RawBuilder, sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { CampaignState } from '../campaign.ts'
import { type CampaignDefinition, campaignDefinition } from '../definition.ts'

type Kept = {
  readonly id: string
  readonly name: string
  readonly goal: string | null
  readonly state: CampaignState
  readonly definition: unknown
  readonly next_at: Date | null
  readonly editions: number
  readonly created_by: string | null
  readonly created_at: Date
  readonly started_at: Date | null
  readonly ended_at: Date | null
}

export type CampaignRow = Omit<Kept, 'definition'> & { readonly definition: CampaignDefinition }

export const openDefinition = (definition: unknown): CampaignDefinition => campaignDefinition.parse(definition)

export async function readCampaigns(ctx: Pick<Ctx, 'db'>, where: RawBuilder<unknown>): Promise<CampaignRow[]> {
  const { rows } = await sql<Kept>`select id, name, goal, state, definition, next_at, editions, created_by, created_at, started_at, ended_at
    from campaigns where state <> 'deleted' and ${where} order by created_at desc, id`.execute(ctx.db)
  return rows.map((row) => ({ ...row, definition: openDefinition(row.definition) }))
}

/** @throws Problem record.missing */
export async function readOne(ctx: Pick<Ctx, 'db'>, id: string): Promise<CampaignRow> {
  const [campaign] = await readCampaigns(ctx, sql`id = ${id}`)
  if (!campaign) throw new Problem('record.missing', { what: { zh: '营销活动', en: 'campaign' } })
  return campaign
}
