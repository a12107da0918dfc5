import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { queueMessages } from '../../messages/actions.ts'
import { paced } from '../pace.ts'
import { costOf, costSql } from './campaign-cost.ts'
import { endCampaign, messageKey, type OpenEdition } from './open-edition.ts'

type Waiting = { customer_id: string; id: string; variant: string; due_at: Date }

/** How often the outbox is looked at for the last messages of an edition. */
const lookAgainMs = 60_000

/** Hands a portion to the outbox, as many as speed and budget allow. @returns whether there is more to do at once */
export async function queueMembers(ctx: Ctx, edition: OpenEdition, portion: number): Promise<boolean> {
  const { definition } = edition
  const pace = paced(definition.perHour, edition.pacedAt, ctx.now, portion)
  if (pace.most === 0) return await lookLater(ctx, edition, pace.lookAt)
  const price = await messageCost(ctx, edition)
  const affordable = await within(ctx, edition, price, pace.most)
  const waiting = affordable === 0 ? [] : await takeWaiting(ctx, edition, affordable)
  await queue(ctx, edition, waiting)
  await sql`update campaign_editions set queued = queued + ${waiting.length}, cost = cost + ${price * waiting.length}, paced_at = ${pace.pacedAt},
      look_at = ${pace.lookAt}, attempts = 0
    where campaign_id = ${edition.campaignId} and number = ${edition.number}`.execute(ctx.db)
  if (affordable < pace.most && waiting.length === affordable && (await isWaiting(ctx, edition))) {
    await endByBudget(ctx, edition)
    return true
  }
  if (waiting.length === 0) return await finish(ctx, edition)
  return definition.perHour === null
}

async function messageCost(ctx: Ctx, { definition }: OpenEdition): Promise<number> {
  const { rows } = await sql<{ cost: number }>`select ${costSql(definition)} as cost`.execute(ctx.db)
  return rows[0]?.cost ?? 0
}

/** How many of so many the budget still pays for; of free ones all, unless what is fixed costs more than it by itself. */
async function within(ctx: Ctx, { campaignId, definition }: OpenEdition, price: number, most: number): Promise<number> {
  const { budget, fixedCost } = definition
  if (budget === null || budget.over === 'warn') return most
  const left = budget.amount - (await costOf(ctx, { id: campaignId, fixedCost }))
  if (price === 0) return left < 0 ? 0 : most
  return Math.max(0, Math.min(most, Math.floor(left / price)))
}

/** Where a speed is set, nobody is handed on before their time; else the outbox keeps it. */
async function takeWaiting(ctx: Ctx, { campaignId, number, definition }: OpenEdition, most: number): Promise<Waiting[]> {
  const due: RawBuilder<unknown> = definition.perHour === null ? sql`true` : sql`due_at <= ${ctx.now}`
  const { rows } = await sql<Waiting>`select customer_id, id, variant, due_at from campaign_members
    where campaign_id = ${campaignId} and edition = ${number} and state = 'waiting' and ${due} order by customer_id limit ${most} for update`.execute(
    ctx.db,
  )
  return rows
}

async function queue(ctx: Ctx, edition: OpenEdition, waiting: readonly Waiting[]): Promise<void> {
  if (waiting.length === 0) return
  const { campaignId, number, definition } = edition
  const templates = new Map<string, string>(definition.variants.map(({ key, templateId }) => [key, templateId]))
  const [firstVariant] = definition.variants
  const key = messageKey(edition)
  await ctx.run(queueMessages, {
    messages: waiting.map(({ customer_id: customerId, variant, due_at: dueAt }) => ({
      customerId,
      templateId: templates.get(variant) ?? firstVariant?.templateId,
      key,
      campaignId,
      variant,
      channel: definition.channel,
      priority: definition.priority,
      dueAt: dueAt.toISOString(),
      ...(definition.accountId ? { accountId: definition.accountId } : {}),
    })),
  })
  const customers = waiting.map((row) => row.customer_id)
  await sql`update campaign_members m set state = 'queued', message_id = s.id from messages s
    where s.customer_id = m.customer_id and s.key = ${key} and m.campaign_id = ${campaignId} and m.edition = ${number}
      and m.customer_id = any(${customers}::uuid[]) and s.customer_id = any(${customers}::uuid[])`.execute(ctx.db)
}

async function lookLater(ctx: Ctx, { campaignId, number }: OpenEdition, at: Date): Promise<boolean> {
  await sql`update campaign_editions set look_at = ${at}, paced_at = coalesce(paced_at, ${ctx.now}) where campaign_id = ${campaignId} and number = ${number}`.execute(
    ctx.db,
  )
  return false
}

async function endByBudget(ctx: Ctx, { campaignId, number }: OpenEdition): Promise<void> {
  await sql`update campaign_editions set state = 'stopping', failure = '{"code": "budget"}'::jsonb, look_at = null
    where campaign_id = ${campaignId} and number = ${number}`.execute(ctx.db)
}

async function isWaiting(ctx: Ctx, { campaignId, number }: OpenEdition): Promise<boolean> {
  const { rows } = await sql<{ waiting: boolean }>`select exists (select 1 from campaign_members
    where campaign_id = ${campaignId} and edition = ${number} and state = 'waiting') as waiting`.execute(ctx.db)
  return rows[0]?.waiting === true
}

/** Everybody was handed on. While some wait in the outbox the edition is still going, so that it can be stopped. */
async function finish(ctx: Ctx, edition: OpenEdition): Promise<boolean> {
  const { campaignId, number } = edition
  const { rows } = await sql<{ outbox: boolean }>`select exists (select 1 from messages
    where campaign_id = ${campaignId} and key = ${messageKey(edition)} and state in ('queued', 'sending')) as outbox`.execute(ctx.db)
  if (rows[0]?.outbox || (await isWaiting(ctx, edition))) return await lookLater(ctx, edition, new Date(ctx.now.getTime() + lookAgainMs))
  await sql`update campaign_editions set state = 'done', ended_at = ${ctx.now} where campaign_id = ${campaignId} and number = ${number}`.execute(
    ctx.db,
  )
  await endCampaign(ctx, campaignId)
  return true
}
