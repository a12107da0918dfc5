import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type {
  pauseCampaign as pauseDefinition,
  resumeCampaign as resumeDefinition,
  sendMissed as missedDefinition,
  startCampaign as startDefinition,
  stopCampaign as stopDefinition,
} from '../actions.ts'
import { nextTime } from '../next-time.ts'
import { checkCampaign } from './check-campaign.ts'
import { audienceSql } from './choose-members.ts'
import { isMissed, readOne, readRow } from './read-campaigns.ts'

type Named = { readonly id: string }

/**
 * From a draft to planned, or under way at once. Of two starts at the same time one finds it begun.
 * @throws Problem campaign.begun, campaign.time-past, campaign.nobody, and what creating throws
 */
export async function startCampaign(ctx: Ctx, { id }: InputOf<typeof startDefinition>): Promise<AnswerOf<typeof startDefinition>> {
  const campaign = await readOne(ctx, id)
  const { definition, name } = campaign
  if (campaign.state !== 'draft') throw new Problem('campaign.begun', { name })
  await checkCampaign(ctx, definition)
  const isNow = definition.when.kind === 'now'
  const next = isNow ? ctx.now : nextTime(definition.when, ctx.now, ctx.shop.timeZone)
  if (next === null) throw new Problem('campaign.time-past', { path: 'definition.when' })
  if (isNow && !(await isSomebody(ctx, id))) throw new Problem('campaign.nobody', { path: 'definition.audience' })
  const { numAffectedRows } =
    await sql`update campaigns set state = ${isNow ? 'running' : 'planned'}, next_at = ${next}, started_at = ${isNow ? ctx.now : null},
      updated_at = ${ctx.now} where id = ${id} and state = 'draft'`.execute(ctx.db)
  if (Number(numAffectedRows ?? 0) === 0) throw new Problem('campaign.begun', { name })
  return { id, nextAt: next.toISOString() }
}

async function isSomebody(ctx: Ctx, id: string): Promise<boolean> {
  const { definition } = await readOne(ctx, id)
  const { rows } = await sql<{ some: boolean }>`select exists (select 1 ${await audienceSql(ctx, definition.audience)}) as some`.execute(
    ctx.db,
  )
  return rows[0]?.some === true
}

/** @throws Problem campaign.not-running */
export async function pauseCampaign(ctx: Ctx, { id }: InputOf<typeof pauseDefinition>): Promise<Named> {
  const { name } = await readRow(ctx, id)
  await change(
    ctx,
    name,
    sql`update campaigns set state = 'paused', paused_at = ${ctx.now}, updated_at = ${ctx.now}
    where id = ${id} and state in ('planned', 'running')`,
  )
  return { id }
}

/** What is behind time since the pause goes on from now; times that passed meanwhile are not made up for. @throws Problem campaign.not-running */
export async function resumeCampaign(ctx: Ctx, { id }: InputOf<typeof resumeDefinition>): Promise<Named> {
  const { name, definition, next_at: planned } = await readOne(ctx, id)
  const next = planned === null || planned > ctx.now ? planned : nextTime(definition.when, ctx.now, ctx.shop.timeZone)
  const isOnce = definition.when.kind === 'now' || definition.when.kind === 'at'
  await change(
    ctx,
    name,
    sql`update campaigns set state = case when editions = 0 then 'planned' else 'running' end, paused_at = null, updated_at = ${ctx.now},
      next_at = ${isOnce && planned !== null && planned <= ctx.now ? ctx.now : next} where id = ${id} and state = 'paused'`,
  )
  await sql`update campaign_editions set look_at = null, paced_at = case when paced_at is not null then ${ctx.now}::timestamptz end
    where campaign_id = ${id} and state in ('choosing', 'drawing', 'sending')`.execute(ctx.db)
  return { id }
}

/**
 * Somebody decided that late is better than never: a new edition begins now, by what the campaign says today. Of two at the same
 * time one finds it begun. @throws Problem campaign.nothing-missed, campaign.nobody, and what creating throws
 */
export async function sendMissedEdition(ctx: Ctx, { id }: InputOf<typeof missedDefinition>): Promise<Named> {
  const { name, definition, editions } = await readOne(ctx, id)
  await checkCampaign(ctx, definition)
  if (!(await isSomebody(ctx, id))) throw new Problem('campaign.nobody', { path: 'definition.audience' })
  const { numAffectedRows } =
    await sql`update campaigns c set state = 'running', editions = editions + 1, ended_at = null, updated_at = ${ctx.now} from campaign_editions e
    where c.id = ${id} and c.editions = ${editions} and ${isMissed(ctx.now)}`.execute(ctx.db)
  if (Number(numAffectedRows ?? 0) === 0) throw new Problem('campaign.nothing-missed', { name })
  await sql`insert into campaign_editions (campaign_id, number, state, definition, planned_at, started_at)
    values (${id}, ${editions + 1}, 'choosing', ${JSON.stringify(definition)}::jsonb, ${ctx.now}, ${ctx.now})`.execute(ctx.db)
  return { id }
}

/**
 * Nothing of it leaves from this moment on: the outbox asks the campaign's state for every message, and what has not been handed on
 * is taken back by the tick. @throws Problem campaign.not-running
 */
export async function stopCampaign(ctx: Ctx, { id }: InputOf<typeof stopDefinition>): Promise<Named> {
  const { name } = await readRow(ctx, id)
  await change(
    ctx,
    name,
    sql`update campaigns set state = 'stopped', next_at = null, ended_at = ${ctx.now}, updated_at = ${ctx.now}
    where id = ${id} and state in ('planned', 'running', 'paused')`,
  )
  await sql`update campaign_editions set state = 'stopping', look_at = null where campaign_id = ${id} and state in ('choosing', 'drawing', 'sending')`.execute(
    ctx.db,
  )
  return { id }
}

async function change(ctx: Ctx, name: string, statement: ReturnType<typeof sql>): Promise<void> {
  const { numAffectedRows } = await statement.execute(ctx.db)
  if (Number(numAffectedRows ?? 0) === 0) throw new Problem('campaign.not-running', { name })
}
