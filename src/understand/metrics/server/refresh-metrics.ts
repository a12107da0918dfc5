import { type RawBuilder, sql } from 'kysely'
import { newFacts } from '../../../core/event/facts-of.ts'
import { localDate, startOfDay } from '../../../core/kit/local-time.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Refresher } from '../../../platform/actions/feature.ts'
import type { News } from '../../../platform/event-log/news.ts'
import { historyAsked } from '../../lifecycle/ask-for-history.ts'
import { stageChanged } from '../../lifecycle/events.ts'
import { stageExpression, stagesInOrder } from '../../lifecycle/stages.ts'
import {
  keepThresholds,
  newestSettings,
  newestThresholds,
  quantilesOf,
  scoresOf,
  scoringOf,
  type Thresholds,
  thresholdsFrom,
  thresholdsOf,
} from '../../value/thresholds.ts'
import { passTable } from '../../rhythm/purchase-pass.ts'
import { customerMetrics, metricColumns } from '../metrics.ts'
import { metricsAndNews, metricsFromFacts, otherPurchases } from '../metrics-from-facts.ts'
import { tablesNamed } from '../../../platform/records/find-records.ts'
import { roomForEverybody, sharedOut, withSettings } from '../../../platform/database/side-by-side.ts'
import { fillEmpty, isEmpty } from '../../../platform/database/without-indexes.ts'
import { alone, together } from '../../../platform/event-log/refresh-lock.ts'

type Move = { customer_id: string; from_stage: string | null; to_stage: string }
type Answer = Move & { moved: boolean; history: boolean }

/**
 * Metrics, RFM scores and stage of the customers with news, written together and only where they differ, since they
 * stand in one row and follow from the same facts.
 */
export const metricsRefresher: Refresher = {
  name: 'metrics',
  refresh: (ctx, news) => (news.everyone ? refreshEverybody(ctx) : refreshSome(ctx, news)),
}

async function refreshEverybody(ctx: Ctx): Promise<void> {
  await alone.execute(ctx.db)
  await keepFresh(ctx)
  const fresh = sql`fresh_metrics`
  const thresholds = await takeThresholds(ctx, fresh)
  const asked = await askedOf(ctx, fresh, thresholds, null)
  await sql`delete from metrics m where not exists (select 1 from customers c where c.id = m.customer_id)`.execute(ctx.db)
  if (await isEmpty(ctx.db, 'metrics'))
    await fillEmpty(ctx.db, { table: 'metrics', columns: ['customer_id', ...written], rows: rowsOf(sql`${asked} offset '0'`, ctx.now) })
  else {
    await moveKnown(ctx, asked)
    await writeRows(asked, ctx.now).execute(ctx.db)
  }
  await sql`drop table fresh_metrics`.execute(ctx.db)
  await historyAsked(ctx.newId(), ctx.now).execute(ctx.db)
}

/** Everybody's metrics as the pass that the rhythms made gives them, in the table `fresh_metrics`. */
async function keepFresh(ctx: Ctx): Promise<void> {
  const fresh = metricsFromFacts({ ids: null, pass: sql.id(passTable), others: sql`fresh_others`, timeZone: null })
  await sql`select set_config('work_mem', ${roomForEverybody}, true)`.execute(ctx.db)
  await withSettings(ctx.db, { ...forReadingAll, TimeZone: ctx.shop.timeZone }, async () => {
    await sql`create unlogged table fresh_others as ${otherPurchases}`.execute(ctx.db)
    await sql`analyze fresh_others (customer_id)`.execute(ctx.db)
    await sql`create unlogged table fresh_metrics as ${fresh}`.execute(ctx.db)
    await sql`drop table fresh_others`.execute(ctx.db)
  })
  await sql`analyze fresh_metrics (customer_id)`.execute(ctx.db)
}

/** All purchases are read: in order of the index that would be one jump on the disk for each. */
const forReadingAll = { ...sharedOut, enable_indexscan: 'off' }

/** Where nobody has a stage yet nobody moves: history is written by the reconstruction. */
async function moveKnown(ctx: Ctx, asked: RawBuilder<unknown>): Promise<void> {
  const { rows } = await sql`select 1 from metrics where stage is not null limit 1`.execute(ctx.db)
  if (rows.length > 0) await writeMoves(sql`(${asked}) a`, ctx.now, sql`and old_stage is not null`).execute(ctx.db)
}

async function takeThresholds(ctx: Ctx, source: RawBuilder<unknown>): Promise<Thresholds | null> {
  const scoring = scoringOf((await newestSettings.execute(ctx.db)).rows[0])
  const { rows } = await quantilesOf(source, scoring.settings, ctx.now, ctx.shop.timeZone).execute(ctx.db)
  const taken = thresholdsFrom(rows[0], scoring, ctx.now, ctx.shop.timeZone)
  if (taken) await keepThresholds(taken).execute(ctx.db)
  return taken
}

async function refreshSome(ctx: Ctx, news: News): Promise<void> {
  const ids = news.idArray
  if (!ids) return
  await together.execute(ctx.db)
  const thresholds = thresholdsOf((await newestThresholds.execute(ctx.db)).rows[0])
  const asked = await askedOf(ctx, await freshOf(ctx, news, ids), thresholds, ids)
  await sql`delete from metrics m where m.customer_id = any(${ids}) and not exists (select 1 from customers c where c.id = m.customer_id)`.execute(
    ctx.db,
  )
  const { rows } =
    await sql<Answer>`with asked as materialized (${asked}), written as (${writeRows(sql`select * from asked`, ctx.now)}), moved as (${writeMoves(sql`asked`, ctx.now, sql``)})
    select * from (
      select customer_id, old_stage as from_stage, stage as to_stage, stage is not null and stage is distinct from old_stage as moved,
        coalesce(first_purchase_at < ${monthStart(ctx)} and (old_first is null or first_purchase_at < old_first), false) as history from asked
    ) a where moved or history`.execute(ctx.db)
  await tellMoves(
    ctx,
    news,
    rows.filter((row) => row.moved),
  )
  if (rows.some((row) => row.history)) await historyAsked(ctx.newId(), ctx.now).execute(ctx.db)
}

/** Of who only did something nothing is counted again, where it was counted before: that they did it is all that is new. */
async function freshOf(ctx: Ctx, news: News, ids: RawBuilder<unknown>): Promise<RawBuilder<unknown>> {
  const changed = new Set(news.ofRecords().ids)
  if (changed.size === news.ids.length) return sql`(${metricsFromFacts({ ids, timeZone: ctx.shop.timeZone })})`
  const doing = news.ids.filter((id) => !changed.has(id))
  const { rows } = await sql<{ id: string }>`select customer_id as id from metrics where customer_id = any(${doing}::uuid[])`.execute(
    ctx.db,
  )
  const counted = new Set(rows.map((row) => row.id))
  const others = sql`${news.ids.filter((id) => !counted.has(id))}::uuid[]`
  const again = metricsFromFacts({ ids: others, timeZone: ctx.shop.timeZone })
  return sql`(${again} union all ${metricsAndNews(sql`${[...counted]}::uuid[]`)})`
}

/** A first purchase before this month that was not known: history has come in, and the past must be worked out anew. */
function monthStart(ctx: Ctx): Date {
  const { timeZone } = ctx.shop
  return startOfDay(`${localDate(ctx.now, timeZone).slice(0, 7)}-01`, timeZone)
}

/**
 * What a customer's first stage is, is no news of somebody known only from history. A move that purchases of long ago have
 * brought wakes nobody, though a visit or a note of today comes with them.
 */
async function tellMoves(ctx: Ctx, news: News, moves: readonly Move[]): Promise<void> {
  const loud = moves.filter((move) => !news.isQuiet(move.customer_id))
  const byThePast = await movedByThePast(ctx, loud)
  const isQuiet = (id: string) => news.isQuiet(id) || byThePast.has(id)
  const told = moves.filter((move) => move.from_stage !== null || !isQuiet(move.customer_id))
  await ctx.recordAll(
    told.map((move) => ({
      customerId: move.customer_id,
      kind: stageChanged.name,
      occurredAt: ctx.now,
      source: 'engine',
      quiet: isQuiet(move.customer_id),
      payload: { from: move.from_stage, to: move.to_stage },
    })),
  )
}

/** Of whose news all purchases are history. */
async function movedByThePast(ctx: Ctx, moves: readonly Move[]): Promise<ReadonlySet<string>> {
  if (moves.length === 0) return new Set()
  const { rows } = await sql<{
    customer_id: string
  }>`select e.customer_id from ${newFacts(sql`h.customer_id = any(${moves.map((move) => move.customer_id)}::uuid[])`)}
    where e.kind like 'purchase.%'
    group by e.customer_id having bool_and(e.quiet)`.execute(ctx.db)
  return new Set(rows.map((row) => row.customer_id))
}

/**
 * One row a customer: fresh metrics, scores, stage, and what is kept of them now. The fresh row stands under the name
 * `metrics`, so that stage rules read it and not what was kept.
 */
async function askedOf(
  ctx: Ctx,
  source: RawBuilder<unknown>,
  thresholds: Thresholds | null,
  ids: RawBuilder<unknown> | null,
): Promise<RawBuilder<unknown>> {
  const stages = (await stagesInOrder.execute(ctx.db)).rows
  const dictionary = await ctx.dictionary('customer')
  const stage = stageExpression(stages, dictionary, { now: ctx.now, timeZone: ctx.shop.timeZone, ...(ids ? { among: ids } : {}) })
  const scores = scoresOf(thresholds, 'f', ctx.shop.timeZone)
  const card = ctx.card('customer')
  const named = tablesNamed(
    card,
    stages.map((one) => one.rule),
  )
  const others = card.extensions.filter((x) => x.table !== customerMetrics.table && named.has(x.table))
  const joins = others.map((x) => sql` left join ${sql.id(x.table)} on ${sql.ref(`${x.table}.${x.key}`)} = metrics.customer_id`)
  return sql`select metrics.*, ${stage} as stage, old.customer_id as known, old.stage as old_stage, old.stage_since as old_since, old.first_purchase_at as old_first, ${differs(stage)} as differs
    from (select f.*, ${scores.recency} as recency_score, ${scores.frequency} as frequency_score, ${scores.monetary} as monetary_score from ${source} f) metrics
    left join customers c on c.id = metrics.customer_id left join metrics old on old.customer_id = metrics.customer_id${sql.join(joins, sql``)}`
}

const kept = [...metricColumns, 'recency_score', 'frequency_score', 'monetary_score'] as const
const columns = (alias: string) => sql.join(kept.map((name) => sql.ref(`${alias}.${name}`)))

function differs(stage: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(old.customer_id is null or (${columns('metrics')}, ${stage}) is distinct from (${columns('old')}, old.stage))`
}

const written = [...kept, 'stage', 'stage_since', 'computed_at']

function writeRows(asked: RawBuilder<unknown>, now: Date): RawBuilder<unknown> {
  const sets = written.map((name) => sql`${sql.id(name)} = ${sql.ref(`excluded.${name}`)}`)
  return sql`insert into metrics (customer_id, ${sql.join(written.map((name) => sql.id(name)))}) ${rowsOf(asked, now)} where a.differs
    on conflict (customer_id) do update set ${sql.join(sets)}`
}

function rowsOf(asked: RawBuilder<unknown>, now: Date): RawBuilder<unknown> {
  const since = sql`case when a.stage is not distinct from a.old_stage then coalesce(a.old_since, ${now}::timestamptz) else ${now}::timestamptz end`
  return sql`select a.customer_id, ${columns('a')}, a.stage, ${since}, ${now}::timestamptz from (${asked}) a`
}

function writeMoves(asked: RawBuilder<unknown>, now: Date, condition: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`insert into stage_moves (customer_id, at, from_stage, to_stage)
    select customer_id, ${now}::timestamptz, old_stage, stage from ${asked} where stage is not null and stage is distinct from old_stage ${condition}
    on conflict (customer_id, at) do update set to_stage = excluded.to_stage`
}
