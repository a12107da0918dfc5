import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Tick } from '../../../platform/actions/feature.ts'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import type { CampaignState, EditionState } from '../campaign.ts'
import { tryOpenCampaign } from '../definition.ts'
import { beginDue } from './begin-editions.ts'
import { chooseMembers } from './choose-members.ts'
import { drawMembers } from './draw-members.ts'
import { queueMembers } from './queue-members.ts'
import { type CampaignPoint, endCampaign, type OpenEdition } from './open-edition.ts'
import { withdrawMembers } from './withdraw-members.ts'

export type WorkOptions = {
  /** Members with one transaction: it locks the log of each. */
  readonly portion?: number
  readonly at?: (point: CampaignPoint) => void
}

const most = 5_000
const mostAttempts = 3

/** Begins what is due, then does one portion of the edition that waits longest. */
export const campaignTick: Tick = { name: 'campaigns', everyMs: 1_000, run: (services) => workOnCampaigns(services) }

/** @returns whether there is more to do at once */
export async function workOnCampaigns(services: Services, options: WorkOptions = {}): Promise<boolean> {
  const begun = await asSystem(services, 'campaigns', (ctx) => alone(ctx, () => beginDue(ctx, options.at ?? (() => {}))))
  let mine: { readonly campaignId: string; readonly number: number } | null = null
  try {
    const more = await asSystem(services, 'campaigns', (ctx) =>
      alone(ctx, async () => {
        const row = await take(ctx)
        if (!row) return false
        mine = { campaignId: row.campaign_id, number: row.number }
        // An edition that waits for its speed or for the outbox lets the next one go on at once.
        return (await workOnRow(ctx, row, options)) || (await take(ctx)) !== undefined
      }),
    )
    return begun || more
  } catch (error) {
    if (mine) await asSystem(services, 'campaigns', (ctx) => keepFailure(ctx, mine, error))
    if (!(error instanceof Problem)) throw error
    services.log.warn({ err: error }, 'an edition of a campaign could not be prepared')
    return true
  }
}

/** One worker at a time; another finds nothing to do meanwhile. */
async function alone(ctx: Ctx, work: () => Promise<boolean>): Promise<boolean> {
  const mine = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(7236, 35) as mine`.execute(ctx.db)
  return mine.rows[0]?.mine === true && (await work())
}

type Row = {
  campaign_id: string
  name: string
  campaign_state: CampaignState
  number: number
  state: EditionState
  definition: unknown
  current: unknown
  planned_at: Date
  paced_at: Date | null
  queued: number
  waits: boolean
}

/**
 * Whoever waits longest to be looked at goes first, so that a speed keeps nobody else waiting. A clock that was set back must not make
 * an edition wait for the time that was: no wait is longer than two minutes.
 */
async function take(ctx: Ctx): Promise<Row | undefined> {
  const far = new Date(ctx.now.getTime() + 2 * 60_000)
  const { rows } =
    await sql<Row>`select e.campaign_id, c.name, c.state as campaign_state, e.number, e.state, e.definition, c.definition as current,
      e.planned_at, e.paced_at, e.queued, coalesce(e.failure ->> 'code' = ${unreadable}, false) as waits
    from campaign_editions e join campaigns c on c.id = e.campaign_id
    where e.state in ('choosing', 'drawing', 'sending', 'stopping') and c.state <> 'paused' and (c.state <> 'deleted' or e.state = 'stopping')
      and (e.look_at is null or e.look_at <= ${ctx.now} or e.look_at > ${far})
    order by coalesce(e.look_at, e.planned_at), e.campaign_id, e.number limit 1`.execute(ctx.db)
  return rows[0]
}

/** To take back what has not left nothing of the definition is asked; all else waits until it can be read. */
async function workOnRow(ctx: Ctx, row: Row, options: WorkOptions): Promise<boolean> {
  const named = { campaignId: row.campaign_id, name: row.name, campaignState: row.campaign_state, number: row.number }
  if (row.state === 'stopping') {
    await withdrawMembers(ctx, named, options.portion ?? most)
    options.at?.('withdrawn')
    return true
  }
  const [then, current] = [tryOpenCampaign(row.definition), tryOpenCampaign(row.current)]
  if ('unreadable' in then) return await standAside(ctx, row, then.unreadable)
  if ('unreadable' in current) return await standAside(ctx, row, current.unreadable)
  if (row.waits) await goOn(ctx, row)
  const { perHour, priority, budget, fixedCost } = current.definition
  const definition = { ...then.definition, perHour, priority, budget, fixedCost }
  const edition: OpenEdition = {
    ...named,
    state: row.state,
    definition,
    plannedAt: row.planned_at,
    pacedAt: row.paced_at,
    queued: row.queued,
  }
  return await workOn(ctx, edition, options)
}

const unreadable = 'campaign.edition-unreadable'

/** It is looked at again each minute, and meanwhile lets all others pass. */
async function standAside(ctx: Ctx, { campaign_id: campaign, number, waits }: Row, place: string): Promise<boolean> {
  if (!waits) ctx.log.error({ campaign, edition: number, place }, 'an edition of a campaign cannot be read; it waits')
  const failure = JSON.stringify({ code: unreadable, details: { place } })
  await sql`update campaign_editions set look_at = ${new Date(ctx.now.getTime() + 60_000)}, failure = ${failure}::jsonb
    where campaign_id = ${campaign} and number = ${number}`.execute(ctx.db)
  return true
}

async function goOn(ctx: Ctx, { campaign_id: campaign, number }: Row): Promise<void> {
  await sql`update campaign_editions set failure = null, look_at = null where campaign_id = ${campaign} and number = ${number}`.execute(
    ctx.db,
  )
}

async function workOn(ctx: Ctx, edition: OpenEdition, { portion = most, at = () => {} }: WorkOptions): Promise<boolean> {
  if (edition.state === 'choosing') {
    await chooseMembers(ctx, edition)
    at('chosen')
    return true
  }
  if (edition.state === 'drawing') {
    await drawMembers(ctx, edition, portion)
    at('drawn')
    return true
  }
  const more = await queueMembers(ctx, edition, portion)
  at('queued')
  return more
}

/** What cannot be prepared is said, and stands in nobody's way; what may have been an accident is tried three times. */
async function keepFailure(
  ctx: Ctx,
  edition: { readonly campaignId: string; readonly number: number } | null,
  error: unknown,
): Promise<void> {
  if (!edition) return
  const known = error instanceof Problem
  const failure = known ? { code: error.code, details: error.details } : { code: 'campaign.broke-off' }
  const { rows } = await sql<{ state: string }>`update campaign_editions set attempts = attempts + 1,
      state = case when ${known} or attempts + 1 >= ${mostAttempts} then 'failed' else state end,
      failure = ${JSON.stringify(failure)}::jsonb, ended_at = case when ${known} or attempts + 1 >= ${mostAttempts} then ${ctx.now}::timestamptz end
    where campaign_id = ${edition.campaignId} and number = ${edition.number} returning state`.execute(ctx.db)
  if (rows[0]?.state === 'failed') await endCampaign(ctx, edition.campaignId)
}
