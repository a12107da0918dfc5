import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { zoneSql } from '../../attention/zone-sql.ts'
import { choosesPeople } from '../definition.ts'
import { campaignEntered } from '../events.ts'
import { checkVariants } from './check-campaign.ts'
import { globalHoldoutSql, heldOutSql, variantSql } from './draw.ts'
import { lately, type Reach, readCap, refusalSql } from './reach.ts'
import type { OpenEdition } from './open-edition.ts'

type Drawn = { customer_id: string; arm: 'treated' | 'holdout' | null; variant: string | null; code: string }

/**
 * Decides about a portion of the chosen: refused by a rule, held out, or to get a variant. Whoever is refused takes no part in the
 * draw, so that both arms are made of people who could get it.
 */
export async function drawMembers(ctx: Ctx, edition: OpenEdition, portion: number): Promise<void> {
  const { campaignId, number, definition } = edition
  const sending = await checkVariants(ctx, definition)
  const at = edition.plannedAt > ctx.now ? edition.plannedAt : ctx.now
  const reach: Reach = {
    channel: definition.channel,
    sending,
    choosesPeople: choosesPeople(definition),
    at,
    cap: await readCap(ctx),
  }
  const customer = sql`b.customer_id`
  const global = await globalHoldoutSql(ctx, sending, customer)
  const { rows } = await sql<Drawn>`
    with batch as materialized (
      select customer_id, id from campaign_members where campaign_id = ${campaignId} and edition = ${number} and state = 'chosen'
      order by customer_id limit ${portion} for update
    ), judged as (
      select b.customer_id, b.id, ${refusalSql(reach, ctx.now)} as refusal, ${lately(reach)} as lately, ${global} as global,
        ${heldOutSql(campaignId, definition, customer)} as held, ${variantSql(campaignId, definition, customer)} as variant, ${dueSql(ctx, edition, at)} as due_at
      from batch b left join customers c on c.id = b.customer_id
    )
    update campaign_members m set
      state = case when j.refusal is not null then 'refused' when j.global or j.held then 'holdout' else 'waiting' end,
      arm = case when j.refusal is not null then null when j.global or j.held then 'holdout' else 'treated' end,
      variant = case when j.refusal is null and not j.global and not j.held then j.variant end,
      due_at = case when j.refusal is null and not j.global and not j.held then j.due_at end,
      reason = case when j.refusal = 'too-many' then jsonb_build_object('code', j.refusal, 'details', jsonb_build_object('sent', j.lately, 'cap', ${reach.cap}::int))
        else jsonb_build_object('code', coalesce(j.refusal, case when j.global then 'global-holdout' when j.held then 'held-out' else 'chosen' end)) end
    from judged j where m.customer_id = j.customer_id and m.id = j.id
    returning m.customer_id, m.arm, m.variant, m.reason ->> 'code' as code`.execute(ctx.db)
  await tellEntered(ctx, edition, rows)
  const isEnd = rows.length < portion
  await sql`update campaign_editions set drawn = drawn + ${rows.length}, state = ${isEnd ? 'sending' : 'drawing'}, prepared_at = ${isEnd ? ctx.now : null},
      look_at = ${ctx.now}, attempts = 0
    where campaign_id = ${campaignId} and number = ${number}`.execute(ctx.db)
}

/**
 * At the hour of the day at which somebody has bought most often, within a day of the plan; else as planned. By their own clock what is
 * planned for ten leaves when it is ten where they live; whose ten o'clock is over when the edition begins gets it at once.
 */
function dueSql({ shop }: Ctx, { definition, plannedAt }: OpenEdition, at: Date): RawBuilder<Date> {
  const zone = definition.theirClock ? zoneSql(shop.timeZone) : sql`${shop.timeZone}::text`
  if (!definition.bestHour) {
    const isClock = definition.theirClock && definition.when.kind !== 'now'
    const theirs = sql`(${plannedAt}::timestamptz at time zone ${shop.timeZone}::text) at time zone ${zone}`
    return isClock ? sql<Date>`greatest(${at}::timestamptz, ${theirs})` : sql<Date>`${at}::timestamptz`
  }
  const hour = sql`(select mode() within group (order by extract(hour from p.occurred_at at time zone ${zone})) from purchases p
    where p.customer_id = b.customer_id and p.kind = 'purchase')`
  const local = sql`(date_trunc('day', ${at}::timestamptz at time zone ${zone}) + make_interval(hours => h.hour::int))`
  return sql<Date>`(select case when h.hour is null then ${at}::timestamptz
      when ${local} at time zone ${zone} < ${at}::timestamptz then (${local} + interval '1 day') at time zone ${zone}
      else ${local} at time zone ${zone} end from (select ${hour} as hour) h)`
}

async function tellEntered(ctx: Ctx, { campaignId, name, number }: OpenEdition, drawn: readonly Drawn[]): Promise<void> {
  await ctx.recordAll(
    drawn.flatMap(({ customer_id: customerId, arm, variant, code }) =>
      arm === null
        ? []
        : [
            {
              customerId,
              kind: campaignEntered.name,
              occurredAt: ctx.now,
              payload: { campaign: campaignId, name, edition: number, arm, reason: code, ...(variant ? { variant } : {}) },
              key: `campaign:${campaignId}:${number}`,
            },
          ],
    ),
  )
}
