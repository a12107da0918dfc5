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
import { type CampaignDefinition, tryOpenCampaign } from '../definition.ts'
import { nextTime } from '../next-time.ts'
import { checkCampaign } from './check-campaign.ts'
import { type KeptCampaign, readOne, readRow } from './read-campaigns.ts'
import { stopCampaign } from './run-campaign.ts'

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
  const campaign = await readRow(ctx, id)
  const before = await definitionBefore(ctx, campaign)
  const begun = isBegun(campaign.state) || campaign.editions > 0
  if (begun && before && !isDeepStrictEqual(lockedOf(before), lockedOf(definition))) throw new Problem('campaign.locked')
  await checkCampaign(ctx, definition)
  await sql`update campaigns set name = ${name}, goal = ${goal}, definition = ${JSON.stringify(definition)}::jsonb, next_at = ${nextOf(ctx, campaign, before, definition)},
      updated_at = ${ctx.now} where id = ${id}`.execute(ctx.db)
  return { id }
}

/** What stood there; of a campaign that cannot be read what its newest edition was, or null. */
async function definitionBefore(ctx: Ctx, { id, definition }: KeptCampaign): Promise<CampaignDefinition | null> {
  const read = tryOpenCampaign(definition)
  if ('definition' in read) return read.definition
  const { rows } = await sql<{ definition: unknown }>`select definition from campaign_editions where campaign_id = ${id}
    order by number desc limit 1`.execute(ctx.db)
  const edition = tryOpenCampaign(rows[0]?.definition)
  return 'definition' in edition ? edition.definition : null
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
function nextOf(ctx: Ctx, campaign: KeptCampaign, before: CampaignDefinition | null, { when }: CampaignDefinition): Date | null {
  if (campaign.state === 'draft' || campaign.next_at === null) return campaign.next_at
  if (isDeepStrictEqual(when, before?.when)) return campaign.next_at
  const next = when.kind === 'now' ? ctx.now : nextTime(when, ctx.now, ctx.shop.timeZone)
  if (next === null) throw new Problem('campaign.time-past', { path: 'definition.when' })
  return next
}

/** What was sent stays known. What cannot be read any more is stopped first. @throws Problem campaign.under-way */
export async function deleteCampaign(ctx: Ctx, { id }: InputOf<typeof deleteDefinition>): Promise<Named> {
  const { name, state, definition } = await readRow(ctx, id)
  if ('unreadable' in tryOpenCampaign(definition)) {
    if (state === 'planned' || state === 'running' || state === 'paused') await stopCampaign(ctx, { id })
  } else if (state === 'running' || (state === 'paused' && (await hasOpen(ctx, id)))) throw new Problem('campaign.under-way', { name })
  await sql`update campaigns set state = 'deleted', next_at = null, updated_at = ${ctx.now} where id = ${id}`.execute(ctx.db)
  return { id }
}

async function hasOpen(ctx: Ctx, id: string): Promise<boolean> {
  const { rows } = await sql<{ open: boolean }>`select exists (select 1 from campaign_editions where campaign_id = ${id}
    and state in ('choosing', 'drawing', 'sending', 'stopping')) as open`.execute(ctx.db)
  return rows[0]?.open === true
}
