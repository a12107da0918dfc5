import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { nextTime } from '../next-time.ts'
import { type CampaignRow, readCampaigns } from './read-campaigns.ts'
import type { CampaignPoint } from './open-edition.ts'

const day = 86_400_000

/** Begins an edition of each campaign whose time has come. @returns whether there was one */
export async function beginDue(ctx: Ctx, at: (point: CampaignPoint) => void): Promise<boolean> {
  const due = await readCampaigns(ctx, sql`state in ('planned', 'running') and next_at <= ${ctx.now}`)
  for (const campaign of due) await begin(ctx, campaign)
  if (due.length > 0) at('begun')
  return due.length > 0
}

/**
 * Of times that were missed while the program slept the latest counts. By more than a day: nobody is greeted for yesterday's feast,
 * and the edition says so.
 */
async function begin(ctx: Ctx, campaign: CampaignRow): Promise<void> {
  const { id, definition, next_at: planned, editions } = campaign
  if (planned === null) return
  const next = nextTime(definition.when, ctx.now, ctx.shop.timeZone)
  const isMissed = ctx.now.getTime() - planned.getTime() > day
  await sql`insert into campaign_editions (campaign_id, number, state, definition, planned_at, started_at, ended_at, failure)
    values (${id}, ${editions + 1}, ${isMissed ? 'failed' : 'choosing'}, ${JSON.stringify(definition)}::jsonb, ${planned}, ${ctx.now},
      ${isMissed ? ctx.now : null}, ${isMissed ? JSON.stringify({ code: 'campaign.missed' }) : null}::jsonb)`.execute(ctx.db)
  const isOver = isMissed && next === null
  await sql`update campaigns set state = ${isOver ? 'done' : isMissed ? campaign.state : 'running'}, next_at = ${next}, editions = ${editions + 1},
      started_at = coalesce(started_at, ${ctx.now}), ended_at = ${isOver ? ctx.now : null}, updated_at = ${ctx.now} where id = ${id}`.execute(
    ctx.db,
  )
}
