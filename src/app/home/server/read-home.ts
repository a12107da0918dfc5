import { sql } from 'kysely'
import type { AnswerOf } from '../../../core/action/action.ts'
import { addDays, localDate, startOfDay } from '../../../core/kit/local-time.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { isAnyHidden } from '../../../platform/rights/hidden-fields.ts'
import { maySee } from '../../../platform/rights/sight.ts'
import { homeDays, type readHome as definition } from '../read-home.ts'
import { readAttention, type Span } from './read-attention.ts'
import { readNewestResult } from './read-newest-result.ts'

type Answer = AnswerOf<typeof definition>

/** The figures of the loop and what needs attention; every one is counted from the tables, none is kept. */
export async function readHome(ctx: Ctx): Promise<Answer> {
  const day = localDate(ctx.now, ctx.shop.timeZone)
  const first = addDays(day, 1 - homeDays)
  const span = { today: startOfDay(day, ctx.shop.timeZone), since: startOfDay(first, ctx.shop.timeZone) }
  return {
    asOf: ctx.now.toISOString(),
    since: span.since.toISOString(),
    know: await readKnow(ctx, span),
    log: await readLog(ctx, span),
    understand: await readUnderstand(ctx),
    act: await readAct(ctx, span),
    result: await readNewestResult(ctx),
    attention: await readAttention(ctx, span),
  }
}

async function readKnow(ctx: Ctx, { today, since }: Span): Promise<Answer['know']> {
  type Row = { customers: number; new_customers: number; purchases: number; amount: number; purchases_today: number; amount_today: number }
  const { rows } = await sql<Row>`select (select count(*) from customers) as customers,
      (select count(*) from customers where created_at >= ${since}) as new_customers, p.*
    from (select count(*) as purchases, coalesce(sum(amount), 0)::bigint as amount,
        count(*) filter (where occurred_at >= ${today}) as purchases_today, coalesce(sum(amount) filter (where occurred_at >= ${today}), 0)::bigint as amount_today
      from purchases where kind = 'purchase' and amount > 0 and occurred_at >= ${since} and occurred_at <= ${ctx.now}) p`.execute(ctx.db)
  const row = rows[0]
  const bought = figureOf(ctx, 'purchase')
  return {
    customers: Number(row?.customers ?? 0),
    newCustomers: isAnyHidden(ctx, 'createdAt') ? null : Number(row?.new_customers ?? 0),
    purchases: bought(row?.purchases),
    amount: bought(row?.amount),
    purchasesToday: bought(row?.purchases_today),
    amountToday: bought(row?.amount_today),
  }
}

/** Asked kind by kind, for that is how the log is indexed. */
async function readLog(ctx: Ctx, { today, since }: Span): Promise<Answer['log']> {
  const kinds = [...ctx.registry.events.keys()]
  const { rows } = await sql<{
    today: number
    lately: number
  }>`select count(*) filter (where occurred_at >= ${today}) as today, count(*) as lately
    from events where kind = any(${kinds}::text[]) and occurred_at >= ${since} and occurred_at <= ${ctx.now}`.execute(ctx.db)
  return { today: Number(rows[0]?.today ?? 0), lately: Number(rows[0]?.lately ?? 0) }
}

async function readUnderstand(ctx: Ctx): Promise<Answer['understand']> {
  const stages = await sql<{
    key: string
    label: Words
    colour: string
    customers: number
  }>`select s.key, s.label, s.colour, coalesce(m.n, 0) as customers
    from stages s left join (select stage, count(*) as n from metrics group by stage) m on m.stage = s.key order by s.position`.execute(
    ctx.db,
  )
  const tiers = await sql<{
    key: string
    label: Words
    colour: string
    customers: number
  }>`select t.tier ->> 'key' as key, t.tier -> 'label' as label, t.tier ->> 'colour' as colour, coalesce(m.n, 0) as customers
    from tier_schemes s, jsonb_array_elements(s.body -> 'tiers') with ordinality as t(tier, place)
      left join (select tier, count(*) as n from customer_tiers group by tier) m on m.tier = t.tier ->> 'key'
    where s.state = 'published' order by t.place desc`.execute(ctx.db)
  const segments = await sql<{ segments: number; inside: number }>`select (select count(*) from segments where state = 'live') as segments,
    (select count(distinct customer_id) from memberships where left_at is null) as inside`.execute(ctx.db)
  return {
    stages: isAnyHidden(ctx, 'stage') ? null : stages.rows.map((row) => ({ ...row, customers: Number(row.customers) })),
    tiers: isAnyHidden(ctx, 'tier') ? null : tiers.rows.map((row) => ({ ...row, customers: Number(row.customers) })),
    segments: Number(segments.rows[0]?.segments ?? 0),
    inSegments: Number(segments.rows[0]?.inside ?? 0),
  }
}

async function readAct(ctx: Ctx, { since }: Span): Promise<Answer['act']> {
  type Row = { sent: number; not_sent: number; journeys: number; inside: number }
  const { rows } = await sql<Row>`select
      (select count(*) from messages where state = 'sent' and created_at >= ${since}) as sent,
      (select count(*) from messages where state in ('failed', 'skipped', 'unknown') and created_at >= ${since}) as not_sent,
      (select count(*) from journeys where state = 'live') as journeys,
      (select count(*) from journey_runs r join journeys j on j.id = r.journey_id where j.state = 'live' and r.state in ('ready', 'waiting')) as inside`.execute(
    ctx.db,
  )
  const row = rows[0]
  const [message, journey] = [figureOf(ctx, 'message'), figureOf(ctx, 'journey')]
  return {
    sent: message(row?.sent),
    notSent: message(row?.not_sent),
    journeys: journey(row?.journeys),
    inJourneys: journey(row?.inside),
  }
}

/** A figure of one kind of records; null where the reader is shown none of that kind. */
function figureOf({ sight }: Ctx, kind: string): (counted: number | undefined) => number | null {
  const isSeen = maySee(sight, kind)
  return (counted = 0) => (isSeen ? Number(counted) : null)
}
