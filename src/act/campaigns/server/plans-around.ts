import { type RawBuilder, sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { timesBetween } from '../next-time.ts'
import { audienceSql } from './choose-members.ts'
import { type CampaignRow, readCampaigns } from './read-campaigns.ts'

/** Something that reaches customers in a span of time: `people` gives their ids as `customer_id`. */
export type Plan = {
  readonly kind: 'campaign' | 'journey'
  readonly id: string
  readonly name: string
  readonly at: Date | null
  readonly people: RawBuilder<unknown>
}

export type Span = { readonly from: Date; readonly to: Date }

/** Campaigns under way or planned in the span, and journeys that have people inside. Whatever cannot be asked is left out. */
export async function plansAround(ctx: Ctx, span: Span, except: string | null = null): Promise<Plan[]> {
  const campaigns = await readCampaigns(
    ctx,
    sql`state in ('planned', 'running', 'paused', 'done') and ${except === null ? sql`true` : sql`id <> ${except}::uuid`}`,
  )
  const plans: Plan[] = []
  for (const campaign of campaigns) plans.push(...(await planOf(ctx, campaign, span)))
  const { rows } = await sql<{ id: string; name: string }>`select id, name from journeys j where state = 'live' and exists (
    select 1 from journey_runs r where r.journey_id = j.id and r.state in ('ready', 'waiting'))
    ${except === null ? sql`` : sql`and id <> ${except}::uuid`} order by name, id`.execute(ctx.db)
  return [
    ...plans,
    ...rows.map(
      ({ id, name }): Plan => ({
        kind: 'journey',
        id,
        name,
        at: null,
        people: sql`select customer_id from journey_runs where journey_id = ${id}::uuid and state in ('ready', 'waiting') and arm = 'treated'`,
      }),
    ),
  ]
}

async function planOf(ctx: Ctx, campaign: CampaignRow, span: Span): Promise<Plan[]> {
  const { id, name, definition } = campaign
  const begun = await sql<{ number: number; planned_at: Date }>`select number, planned_at from campaign_editions where campaign_id = ${id}
    and state not in ('failed', 'stopped') and (planned_at >= ${span.from} and planned_at < ${span.to} or ${span.from <= ctx.now} and state in ('choosing', 'drawing', 'sending')) order by number desc limit 1`.execute(
    ctx.db,
  )
  const [edition] = begun.rows
  if (edition)
    return [
      {
        kind: 'campaign',
        id,
        name,
        at: edition.planned_at,
        people: sql`select customer_id from campaign_members where campaign_id = ${id}::uuid and edition = ${edition.number}
          and state in ('chosen', 'waiting', 'queued')`,
      },
    ]
  if (campaign.next_at === null) return []
  const from = campaign.next_at > span.from ? campaign.next_at : span.from
  const [time] =
    campaign.next_at < span.to && campaign.next_at >= span.from
      ? [campaign.next_at]
      : timesBetween(definition.when, from, span.to, ctx.shop.timeZone)
  if (!time) return []
  try {
    const audience = await audienceSql(ctx, definition.audience)
    return [{ kind: 'campaign', id, name, at: time, people: sql`select c.id as customer_id ${audience}` }]
  } catch (error) {
    if (error instanceof Problem) return []
    throw error
  }
}

/** All plans as rows of (plan, customer_id), the plan by its place in the list; nobody twice in one. */
export function plansSql(plans: readonly Plan[]): RawBuilder<unknown> {
  if (plans.length === 0) return sql`select 0 as plan, null::uuid as customer_id where false`
  return sql.join(
    plans.map(({ people }, i) => sql`select distinct ${sql.lit(i)}::int as plan, customer_id from (${people}) ${sql.id(`p${i}`)}`),
    sql` union all `,
  )
}
