import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import type { InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type {
  copyCampaign as copyDefinition,
  createCampaign as createDefinition,
  deleteCampaign as deleteDefinition,
  updateCampaign as updateDefinition,
} from '../actions.ts'
import { isBegun } from '../campaign.ts'
import type { CampaignDefinition } from '../definition.ts'
import { nextTime } from '../next-time.ts'
import { checkCampaign } from './check-campaign.ts'
import { type CampaignRow, readOne } from './read-campaigns.ts'

type Named = { readonly id: string }

/** @throws Problem campaign.*, rule.* */
export async function createCampaign(ctx: Ctx, { name, goal, definition }: InputOf<typeof createDefinition>): Promise<Named> {
  await checkCampaign(ctx, definition)
  return insert(ctx, name, goal, definition)
}

async function insert(ctx: Ctx, name: string, goal: string, definition: CampaignDefinition): Promise<Named> {
  const id = ctx.newId()
  await sql`insert into campaigns (id, name, goal, state, definition, created_by, created_at, updated_at)
    values (${id}, ${name}, ${goal}, 'draft', ${JSON.stringify(definition)}::jsonb, ${ctx.actor.id}, ${ctx.now}, ${ctx.now})`.execute(
    ctx.db,
  )
  return { id }
}

/** The same content for the same audience as a new draft, which may be changed. */
export async function copyCampaign(ctx: Ctx, { id, name }: InputOf<typeof copyDefinition>): Promise<Named> {
  const { name: old, goal, definition } = await readOne(ctx, id)
  return insert(ctx, name ?? `${old.slice(0, 96)} (2)`, goal ?? '', definition)
}

/** @throws Problem campaign.locked, campaign.time-past, and what creating throws */
export async function updateCampaign(ctx: Ctx, { id, name, goal, definition }: InputOf<typeof updateDefinition>): Promise<Named> {
  const campaign = await readOne(ctx, id)
  const begun = isBegun(campaign.state) || campaign.editions > 0
  if (begun && !isDeepStrictEqual(lockedOf(campaign.definition), lockedOf(definition))) throw new Problem('campaign.locked')
  await checkCampaign(ctx, definition)
  await sql`update campaigns set name = ${name}, goal = ${goal}, definition = ${JSON.stringify(definition)}::jsonb, next_at = ${nextOf(ctx, campaign, definition)},
      updated_at = ${ctx.now} where id = ${id}`.execute(ctx.db)
  return { id }
}

/** What a comparison rests on. */
const lockedOf = ({ audience, channel, accountId, variants, holdout, bestHour, theirClock, when }: CampaignDefinition) => ({
  audience,
  channel,
  accountId,
  variants,
  holdout,
  bestHour,
  theirClock,
  repeats: when.kind === 'weekly' || when.kind === 'monthly',
})

/** Of what is planned the time follows the change; what is over or a draft has none. @throws Problem campaign.time-past */
function nextOf(ctx: Ctx, campaign: CampaignRow, { when }: CampaignDefinition): Date | null {
  if (campaign.state === 'draft' || campaign.next_at === null) return campaign.next_at
  if (isDeepStrictEqual(when, campaign.definition.when)) return campaign.next_at
  const next = when.kind === 'now' ? ctx.now : nextTime(when, ctx.now, ctx.shop.timeZone)
  if (next === null) throw new Problem('campaign.time-past', { path: 'definition.when' })
  return next
}

/** What was sent stays known. @throws Problem campaign.under-way */
export async function deleteCampaign(ctx: Ctx, { id }: InputOf<typeof deleteDefinition>): Promise<Named> {
  const { name, state } = await readOne(ctx, id)
  if (state === 'running' || (state === 'paused' && (await hasOpen(ctx, id)))) throw new Problem('campaign.under-way', { name })
  await sql`update campaigns set state = 'deleted', next_at = null, updated_at = ${ctx.now} where id = ${id}`.execute(ctx.db)
  return { id }
}

async function hasOpen(ctx: Ctx, id: string): Promise<boolean> {
  const { rows } = await sql<{ open: boolean }>`select exists (select 1 from campaign_editions where campaign_id = ${id}
    and state in ('choosing', 'drawing', 'sending', 'stopping')) as open`.execute(ctx.db)
  return rows[0]?.open === true
}
