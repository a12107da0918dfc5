import { type RawBuilder, sql } from 'kysely'
import { addDays, type LocalDate, localDate, startOfDay } from '../../../core/kit/local-time.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Tick } from '../../../platform/actions/feature.ts'
import { asSystem } from '../../../platform/actions/services.ts'
import { tablesNamed } from '../../../platform/records/find-records.ts'
import { customerMetrics } from '../../metrics/metrics.ts'
import { metricsFromFacts } from '../../metrics/metrics-from-facts.ts'
import { type FirmRhythm, firmOfNobody } from '../../rhythm/firm-rhythm.ts'
import { usualShares } from '../../rhythm/own-rhythm.ts'
import { customerRhythm } from '../../rhythm/rhythm.ts'
import { rhythmParts, rhythmsFromParts } from '../../rhythm/rhythms-from-facts.ts'
import { historyWork, restSeconds } from '../ask-for-history.ts'
import { stagesAsOf } from '../stage-as-of.ts'
import { type Stage, stageExpression, stagesInOrder } from '../stages.ts'

/**
 * Works out the stages at the end of every past month from the purchases made by then, up to the first time that each
 * customer's stage was really observed. One month a transaction: after a crash it goes on with the next.
 */
export const historyTick: Tick = { name: 'stage-history', everyMs: 5_000, run: (services) => asSystem(services, 'stage-history', step) }

type Work = { id: string; state: string; progress: { month?: LocalDate } }

/** @returns whether there is more to do at once */
async function step(ctx: Ctx): Promise<boolean> {
  const mine = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(7236, 2) as mine`.execute(ctx.db)
  if (!mine.rows[0]?.mine) return false
  const rested = new Date(ctx.now.getTime() - restSeconds * 1000)
  const { rows } =
    await sql<Work>`select id, state, progress from work where kind = ${historyWork} and (state = 'running' or (state = 'waiting' and updated_at <= ${rested})) order by created_at limit 1`.execute(
      ctx.db,
    )
  const work = rows[0]
  if (!work) return false
  const month = work.progress.month ?? (await firstMonth(ctx))
  const before = month ? addDays(month, -1) : null
  if (month && before && startOfDay(month, ctx.shop.timeZone) <= ctx.now) {
    await reconstructMonth(ctx, month, work.progress.month === undefined)
    await sql`update work set state = 'running', progress = ${JSON.stringify({ month: nextMonth(month) })}::jsonb, updated_at = ${ctx.now} where id = ${work.id}`.execute(
      ctx.db,
    )
    return true
  }
  await joinToObserved(ctx)
  await sql`delete from work where id = ${work.id}`.execute(ctx.db)
  return false
}

/** The first day of the month after. */
function nextMonth(day: LocalDate): LocalDate {
  const next = addDays(`${day.slice(0, 7)}-01`, 32)
  return `${next.slice(0, 7)}-01`
}

/** The first day after the month of the earliest purchase: a month's end is the moment in which the next one begins. */
async function firstMonth(ctx: Ctx): Promise<LocalDate | null> {
  const { rows } = await sql<{ first: Date | null }>`select min(first_purchase_at) as first from metrics`.execute(ctx.db)
  return rows[0]?.first ? nextMonth(localDate(rows[0].first, ctx.shop.timeZone)) : null
}

async function reconstructMonth(ctx: Ctx, month: LocalDate, isFirst: boolean): Promise<void> {
  const { timeZone } = ctx.shop
  const end = startOfDay(month, timeZone)
  const previous = isFirst ? new Date(0) : startOfDay(`${addDays(month, -1).slice(0, 7)}-01`, timeZone)
  const from = isFirst ? sql`true` : sql`at > ${previous}`
  await sql`delete from stage_moves where reconstructed and ${from} and at <= ${end}`.execute(ctx.db)
  const stages = (await stagesInOrder.execute(ctx.db)).rows
  const stage = stageExpression(stages, await ctx.dictionary('customer'), { now: end, timeZone, until: end })
  const joins = await joinsFor(ctx, stages, end)
  const just = new Date(end.getTime() - 1)
  await sql`select set_config('work_mem', '256MB', true), set_config('enable_indexscan', 'off', true)`.execute(ctx.db)
  await sql`insert into stage_moves (customer_id, at, from_stage, to_stage, reconstructed)
    select t.customer_id, ${end}::timestamptz, b.stage, t.stage, true from (
      select metrics.customer_id, ${stage} as stage
      from (select f.*, null::smallint as recency_score, null::smallint as frequency_score, null::smallint as monetary_score from (${metricsFromFacts({ ids: null, until: end, timeZone })}) f) metrics
      left join customers c on c.id = metrics.customer_id${sql.join(joins, sql``)}
      left join ${seen(stages)} r on r.customer_id = metrics.customer_id
      where (metrics.first_purchase_at is not null or c.created_at <= ${end}) and (r.seen is null or r.seen > ${end})
    ) t left join ${stagesAsOf(just)} b on b.customer_id = t.customer_id
    where t.stage is distinct from b.stage on conflict (customer_id, at) do nothing`.execute(ctx.db)
}

/**
 * The other tables that the stages' rules look at. The rhythm is worked out from the purchases made by then; what else is
 * kept of a customer is only known as it is now.
 */
async function joinsFor(ctx: Ctx, stages: readonly Stage[], end: Date): Promise<RawBuilder<unknown>[]> {
  const card = ctx.card('customer')
  const named = tablesNamed(
    card,
    stages.map(({ rule }) => rule),
  )
  const others = card.extensions.filter((x) => x.table !== customerMetrics.table && named.has(x.table))
  const { rows } = await sql<{ body: FirmRhythm }>`select body from firm_rhythms order by taken_at desc limit 1`.execute(ctx.db)
  const firm = rows[0]?.body ?? firmOfNobody
  return others.map((x) => {
    const isRhythm = x.table === customerRhythm.table
    const table = isRhythm ? rhythmsUntil(ctx, firm, end) : sql.id(x.table)
    // Nobody who wants no personalisation is judged by their own rhythm.
    const whose = isRhythm ? sql`and not c.no_personalisation` : sql``
    return sql` left join ${table} on ${sql.ref(`${x.table}.${x.key}`)} = metrics.customer_id ${whose}`
  })
}

function rhythmsUntil(ctx: Ctx, firm: FirmRhythm, end: Date): RawBuilder<unknown> {
  const { timeZone } = ctx.shop
  const parts = rhythmParts({ among: () => sql`true`, now: end, timeZone, closed: firm.closed })
  const shares = { ...usualShares, gone: firm.goneShare ?? usualShares.gone }
  return sql`(${rhythmsFromParts(sql`(${parts})`, firm, shares, timeZone)}) ${sql.id(customerRhythm.table)}`
}

/**
 * When each customer's stage was first really seen. That somebody was in the first stage when we heard of them says
 * nothing, if purchases from before come to light.
 */
const seen = (stages: readonly Stage[]) =>
  sql`(select customer_id, min(at) as seen from stage_moves where not reconstructed and (from_stage is not null or to_stage <> ${stages[0]?.key ?? ''}) group by customer_id)`

/** Where the reconstructed past meets the first observation: one that found what the past had led to already is no move. */
async function joinToObserved(ctx: Ctx): Promise<void> {
  const stages = (await stagesInOrder.execute(ctx.db)).rows
  await sql`delete from stage_moves m where not m.reconstructed and m.from_stage is null and m.to_stage = ${stages[0]?.key ?? ''}
    and exists (select 1 from stage_moves r where r.customer_id = m.customer_id and r.reconstructed and r.at < m.at)`.execute(ctx.db)
  await sql`delete from stage_moves m using ${seen(stages)} r
    where m.reconstructed and m.customer_id = r.customer_id and m.at >= r.seen`.execute(ctx.db)
  const first = sql`(select m.customer_id, m.at, m.to_stage, b.to_stage as before from (
      select distinct on (customer_id) customer_id, at, to_stage from stage_moves where not reconstructed order by customer_id, at
    ) m join (select distinct on (customer_id) customer_id, to_stage from stage_moves where reconstructed order by customer_id, at desc) b on b.customer_id = m.customer_id)`
  await sql`delete from stage_moves m using ${first} f where m.customer_id = f.customer_id and m.at = f.at and f.before = f.to_stage`.execute(
    ctx.db,
  )
  await sql`update stage_moves m set from_stage = f.before from ${first} f where m.customer_id = f.customer_id and m.at = f.at and m.from_stage is distinct from f.before`.execute(
    ctx.db,
  )
  const newest = sql`(select distinct on (customer_id) customer_id, at, to_stage from stage_moves order by customer_id, at desc)`
  await sql`insert into stage_moves (customer_id, at, from_stage, to_stage) select m.customer_id, m.stage_since, n.to_stage, m.stage
    from metrics m left join ${newest} n on n.customer_id = m.customer_id where m.stage is not null and m.stage_since is not null and m.stage is distinct from n.to_stage
    on conflict (customer_id, at) do nothing`.execute(ctx.db)
  await sql`update metrics m set stage_since = n.at from ${newest} n where n.customer_id = m.customer_id and n.to_stage = m.stage and n.at < m.stage_since`.execute(
    ctx.db,
  )
}
