import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Tick } from '../../../platform/actions/feature.ts'
import { asSystem } from '../../../platform/actions/services.ts'
import { releaseAttention, reserveAttention } from '../../attention/actions.ts'
import { outcomesSql } from './count-audience.ts'
import { type CampaignRow, readCampaigns } from './read-campaigns.ts'

const day = 86_400_000
/** Room is kept for so long before a campaign, and asked for again after a day, for audiences change. */
const ahead = 7 * day
const portion = 10_000

/** Keeps room in people's attention for planned campaigns, and lets go what is no longer planned. */
export const reservationTick: Tick = {
  name: 'campaign-reservations',
  everyMs: 60_000,
  run: (services) => asSystem(services, 'campaigns', (ctx) => reserveNext(ctx)),
}

/** @returns whether there was one to reserve for, so that there may be another */
export async function reserveNext(ctx: Ctx): Promise<boolean> {
  await releaseOld(ctx)
  const [campaign] = await readCampaigns(
    ctx,
    sql`state in ('planned', 'running') and next_at > ${ctx.now} and next_at < ${new Date(ctx.now.getTime() + ahead)}
      and (reserved_at is null or reserved_at < ${new Date(ctx.now.getTime() - day)} or reserved_at < updated_at)`,
  )
  if (!campaign) return false
  await reserve(ctx, campaign)
  await sql`update campaigns set reserved_at = ${ctx.now} where id = ${campaign.id}`.execute(ctx.db)
  return true
}

async function releaseOld(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{
    id: string
  }>`select distinct a.by_id as id from attention_reservations a where a.by_kind = 'campaign' and not exists (
    select 1 from campaigns c where c.id = a.by_id and c.state in ('planned', 'running') and c.next_at is not null)`.execute(ctx.db)
  for (const { id } of rows) await ctx.run(releaseAttention, { byKind: 'campaign', byId: id })
}

/** A campaign whose rule names what is gone keeps no room; its edition will say why it fails. */
async function reserve(ctx: Ctx, { id, definition, next_at: at }: CampaignRow): Promise<void> {
  if (at === null) return
  await ctx.run(releaseAttention, { byKind: 'campaign', byId: id })
  for (const customerIds of await reachable(ctx, id, definition, at))
    await ctx.run(reserveAttention, {
      byKind: 'campaign',
      byId: id,
      channel: definition.channel,
      priority: definition.priority,
      fromAt: at.toISOString(),
      untilAt: new Date(at.getTime() + day).toISOString(),
      customerIds,
    })
}

async function reachable(ctx: Ctx, id: string, definition: CampaignRow['definition'], at: Date): Promise<string[][]> {
  const [first] = definition.variants
  const asked = { ...definition, id, templateId: first?.templateId ?? null, at: at.toISOString() }
  try {
    const { rows } = await sql<{ id: string }>`select id from (${await outcomesSql(ctx, asked)}) o where code is null`.execute(ctx.db)
    const ids = rows.map((row) => row.id)
    return Array.from({ length: Math.ceil(ids.length / portion) }, (_, i) => ids.slice(i * portion, (i + 1) * portion))
  } catch (error) {
    if (error instanceof Problem) return []
    throw error
  }
}
