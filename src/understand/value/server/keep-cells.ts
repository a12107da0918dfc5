import { type RawBuilder, sql } from 'kysely'
import { newFacts } from '../../../core/event/facts-of.ts'
import { type LocalDate, localDate } from '../../../core/kit/local-time.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Refresher, Tick } from '../../../platform/actions/feature.ts'
import { asSystem } from '../../../platform/actions/services.ts'
import type { News } from '../../../platform/event-log/news.ts'
import { lockSetting, readSetting } from '../../../platform/database/read-setting.ts'
import { saveSetting } from '../../../platform/database/save-setting.ts'
import { concentrationOf, type Concentration } from '../concentration-sql.ts'
import { endOfMonth, keptMonths, lastWholeMonth, monthAfter, monthOf, monthsBefore } from '../shop-months.ts'
import { quantilesOf, scoresOf, thresholdsFrom } from '../thresholds.ts'
import { settingsInForce } from './retake-thresholds.ts'

/**
 * What of the months that are kept is out of date: from which month on, and not to be mended before when. `day` is the
 * day of the last look.
 */
type State = { readonly staleFrom: LocalDate | null; readonly notBefore: string | null; readonly day: LocalDate | null }

const calm: State = { staleFrom: null, notBefore: null, day: null }
const name = 'rfm-months'
const beginning: LocalDate = '0001-01-01'

const readState = async ({ db }: Ctx): Promise<State> => ({ ...calm, ...(await readSetting<Partial<State>>(db, name)) })
const lockState = async (ctx: Ctx): Promise<State> => ({ ...calm, ...(await lockSetting<State>(ctx, name)) })
const keepState = (ctx: Ctx, state: State) => saveSetting(ctx, name, state)

/** So long nothing must have been asked for: an import asks again with every portion. */
const restMs = 60_000

/** Has all months worked out anew, soon: the ruler changed, or much history came in. */
export async function askAllMonths(ctx: Ctx, at: Date = new Date(ctx.now.getTime() + restMs)): Promise<void> {
  await keepState(ctx, { ...(await lockState(ctx)), staleFrom: beginning, notBefore: at.toISOString() })
}

/** Facts that came late change past months: those are worked out anew the next night. */
export const lateFactsRefresher: Refresher = {
  name: 'rfm-months',
  hears: 'records',
  refresh: async (ctx, news) => {
    if (news.everyone) return askAllMonths(ctx)
    const { rows: newest } = await sql<{
      ends_at: Date
      computed_at: Date
    }>`select ends_at, computed_at from value_months order by month desc limit 1`.execute(ctx.db)
    const [kept] = newest
    if (!kept) return
    // What was recorded just before may have been committed just after.
    const since = new Date(kept.computed_at.getTime() - 600_000)
    const { rows } = await sql<{
      first: Date | null
    }>`select least(${voidedSince(news, since, kept.ends_at)}, min(occurred_at)) as first from purchases p where ${news.among(sql`p.customer_id`)} and occurred_at < ${kept.ends_at}
      and (recorded_at > ${since} or p.customer_id in (select e.customer_id from ${newFacts(news.among(sql`h.customer_id`))}
        where e.kind in ('purchase.corrected', 'customer.merged', 'customer.parted')))`.execute(ctx.db)
    const first = rows[0]?.first
    if (!first) return
    const month = monthOf(localDate(first, ctx.shop.timeZone))
    const found = await readState(ctx)
    if (found.staleFrom !== null && found.staleFrom <= month) return
    const state = await lockState(ctx)
    if (state.staleFrom === null || state.staleFrom > month) await keepState(ctx, { ...state, staleFrom: month })
  },
}

/** An order that came to nothing is gone; its fact tells when it was. */
const voidedSince = (news: News, since: Date, until: Date) =>
  sql`(select min(v.occurred_at) from events v where ${news.among(sql`v.customer_id`)} and v.kind = 'purchase.voided' and v.recorded_at > ${since} and v.occurred_at < ${until})`

/** Each month, once it is over: everybody's cell and how concentrated spend is. One month a transaction, so a crash loses none. */
export const monthsTick: Tick = {
  name: 'rfm-months',
  everyMs: 10_000,
  run: (services) => asSystem(services, 'rfm-months', step),
}

/** @returns whether there is more to do at once */
async function step(ctx: Ctx): Promise<boolean> {
  const { rows: lock } = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(7236, 28) as mine`.execute(ctx.db)
  if (!lock[0]?.mine) return false
  // By itself: whoever has late facts to tell waits for it, and would for a whole month's cells.
  if (await dropStale(ctx)) return true
  const month = await nextMonth(ctx)
  if (!month) return false
  await keepMonth(ctx, month)
  return true
}

/** @returns whether anything was to do */
async function dropStale(ctx: Ctx): Promise<boolean> {
  const today = localDate(ctx.now, ctx.shop.timeZone)
  const mayRest = ({ staleFrom, notBefore, day }: State) =>
    staleFrom !== null && notBefore !== null ? new Date(notBefore) > ctx.now : day === today
  if (mayRest(await readState(ctx))) return false
  const state = await lockState(ctx)
  if (mayRest(state)) return false
  if (state.staleFrom !== null) {
    await sql`delete from value_months where month >= ${state.staleFrom}::date`.execute(ctx.db)
    await sql`delete from rfm_cells where since >= ${state.staleFrom}::date`.execute(ctx.db)
    await sql`update rfm_cells set until = null where until >= ${state.staleFrom}::date`.execute(ctx.db)
  }
  await keepState(ctx, { staleFrom: null, notBefore: null, day: today })
  return true
}

/** The month to be kept next, by its first day; null when all that are over are kept. */
async function nextMonth(ctx: Ctx): Promise<LocalDate | null> {
  const { timeZone } = ctx.shop
  const last = lastWholeMonth(ctx.now, timeZone)
  const { rows } = await sql<{ newest: string | null }>`select max(month)::text as newest from value_months`.execute(ctx.db)
  const newest = rows[0]?.newest
  if (newest) return newest < last ? monthAfter(newest) : null
  const { rows: bought } = await sql<{ first: Date | null }>`select min(first_purchase_at) as first from metrics`.execute(ctx.db)
  const first = bought[0]?.first
  if (!first) return null
  const begin = monthOf(localDate(first, timeZone))
  const earliest = monthsBefore(last, keptMonths - 1)
  const month = begin < earliest ? earliest : begin
  return month <= last ? month : null
}

/** What buyers had bought before an instant, with the columns of `metrics` that scores are made of. */
const boughtBefore = (end: Date) => {
  const counts = sql`filter (where kind = 'purchase' and amount > 0)`
  return sql`select p.* from (select customer_id, max(occurred_at) ${counts} as last_purchase_at, count(*) ${counts} as purchase_count, coalesce(sum(amount) ${counts}, 0)::bigint as spend,
      coalesce(sum(amount) filter (where kind = 'refund'), 0)::bigint as refund_total, max(amount) ${counts} as largest_purchase
    from purchases where occurred_at < ${end}::timestamptz group by customer_id) p
    where p.purchase_count > 0 and exists (select 1 from customers c where c.id = p.customer_id)`
}

/** Three days: a month kept later than that was worked out afterwards. */
const freshMs = 3 * 86_400_000

async function keepMonth(ctx: Ctx, month: LocalDate): Promise<void> {
  const { timeZone } = ctx.shop
  const end = endOfMonth(month, timeZone)
  const isLate = ctx.now.getTime() - end.getTime() > freshMs
  await sql`select set_config('work_mem', '128MB', true)`.execute(ctx.db)
  await sql`create temporary table bought_before on commit drop as ${boughtBefore(end)}`.execute(ctx.db)
  const source: RawBuilder<unknown> = sql`bought_before`
  const scoring = await settingsInForce(ctx)
  // A day is over a moment before the next one begins.
  const then = new Date(end.getTime() - 1)
  const { rows: edges } = await quantilesOf(source, scoring.settings, then, timeZone).execute(ctx.db)
  const taken = thresholdsFrom(edges[0], scoring, then, timeZone)
  if (taken) {
    const { recency, frequency, monetary } = scoresOf(taken, 'b', timeZone)
    await sql`create temporary table scored_then on commit drop as
      select customer_id, ${recency} as recency, ${frequency} as frequency, ${monetary} as monetary from bought_before b`.execute(ctx.db)
    await writeCells(ctx, month, isLate)
  }
  const { rows } = await concentrationOf(source).execute(ctx.db)
  await writeMonth(ctx, month, end, rows[0], isLate)
}

async function writeCells(ctx: Ctx, month: LocalDate, isLate: boolean): Promise<void> {
  const same = sql`(c.recency, c.frequency, c.monetary) = (s.recency, s.frequency, s.monetary)`
  await sql`update rfm_cells c set until = ${month}::date from scored_then s where s.customer_id = c.customer_id and c.until is null and not ${same}`.execute(
    ctx.db,
  )
  await sql`insert into rfm_cells (customer_id, since, recency, frequency, monetary, reconstructed)
    select s.customer_id, ${month}::date, s.recency, s.frequency, s.monetary, ${isLate} from scored_then s
    where not exists (select 1 from rfm_cells c where c.customer_id = s.customer_id and c.until is null)
    on conflict (customer_id, since) do update set recency = excluded.recency, frequency = excluded.frequency, monetary = excluded.monetary,
      reconstructed = excluded.reconstructed, until = null`.execute(ctx.db)
}

const writeMonth = (ctx: Ctx, month: LocalDate, end: Date, found: Concentration | undefined, isLate: boolean) =>
  sql`insert into value_months (month, ends_at, buyers, spend, gini, top_ten, top_tenth, top_fifth, reconstructed, computed_at)
    values (${month}::date, ${end}, ${found?.buyers ?? 0}, ${found?.spend ?? 0}, ${found?.gini ?? null}, ${found?.top_ten ?? null}, ${found?.top_tenth ?? null},
      ${found?.top_fifth ?? null}, ${isLate}, ${ctx.now})`.execute(ctx.db)
