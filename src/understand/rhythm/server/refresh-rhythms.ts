import { type RawBuilder, sql } from 'kysely'
import { localDate } from '../../../core/kit/local-time.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Refresher } from '../../../platform/actions/feature.ts'
import { alone, together } from '../../../platform/event-log/refresh-lock.ts'
import { closedSpans, type DayCount } from '../closed-days.ts'
import { type FirmRhythm, firmRhythmOf, isAlike, type RhythmSums } from '../firm-rhythm.ts'
import { usualShares } from '../own-rhythm.ts'
import { dayOf, rhythmParts, rhythmsFromParts, rhythmSums } from '../rhythms-from-facts.ts'
import { keepFirmRhythm, readFirmRhythm, readShares } from './firm-rhythms.ts'

/** Each customer's rhythm in step with their purchases; written where it differs. Before the stages, which may ask for it. */
export const rhythmsRefresher: Refresher = {
  name: 'rhythms',
  refresh: async (ctx, news) => {
    if (news.everyone) return await refreshEverybody(ctx)
    const firm = await readFirmRhythm(ctx.db)
    await together.execute(ctx.db)
    const among = (column: RawBuilder<unknown>) => news.among(column)
    const parts = rhythmParts({ among, now: ctx.now, timeZone: ctx.shop.timeZone, closed: firm.closed })
    await writeRhythms(ctx, sql`(${parts})`, firm, among)
  },
}

/**
 * The firm's rhythm and its closed days taken anew, and everybody's by it. Where the firm's is like the one before, that one
 * stays, so that only customers with other purchases are written.
 */
export async function refreshEverybody(ctx: Ctx): Promise<void> {
  await alone.execute(ctx.db)
  const everybody = () => sql`true`
  const before = await setZone(ctx, ctx.shop.timeZone)
  const closed = closedSpans(await countDays(ctx), localDate(ctx.now, ctx.shop.timeZone))
  await sql`drop table if exists fresh_rhythm_parts`.execute(ctx.db)
  await sql`create temporary table fresh_rhythm_parts on commit drop as ${rhythmParts({ among: everybody, now: ctx.now, timeZone: null, closed })}`.execute(
    ctx.db,
  )
  await setZone(ctx, before)
  const parts = sql`fresh_rhythm_parts`
  const { rows } = await sql<RhythmSums>`${rhythmSums(parts)}`.execute(ctx.db)
  const { gone } = await readShares(ctx.db)
  const firm = await keepIfOther(ctx, { ...firmRhythmOf(numbersOf(rows[0]), closed), goneShare: gone })
  await writeRhythms(ctx, parts, firm, everybody)
}

async function keepIfOther(ctx: Ctx, taken: FirmRhythm): Promise<FirmRhythm> {
  const before = await readFirmRhythm(ctx.db)
  if (isAlike(before, taken) && before.customers > 0) return before
  await keepFirmRhythm(taken, ctx.now).execute(ctx.db)
  return taken
}

/** Sums of many come as text or null; a single customer's variance is none. */
function numbersOf(row: RhythmSums | undefined): RhythmSums {
  const number = (value: number | null | undefined) => (value === null || value === undefined ? null : Number(value))
  return {
    customers: Number(row?.customers ?? 0),
    gaps: Number(row?.gaps ?? 0),
    freedom: Number(row?.freedom ?? 0),
    middle: number(row?.middle),
    variance: number(row?.variance),
    unknowing: number(row?.unknowing),
    squares: number(row?.squares),
    second: number(row?.second),
    secondVariance: number(row?.secondVariance),
  }
}

async function countDays(ctx: Ctx): Promise<DayCount[]> {
  const { rows } = await sql<DayCount>`select ${dayOf(sql`occurred_at`, null)}::text as day, count(*)::int as purchases from purchases
    where kind = 'purchase' and occurred_at <= ${ctx.now}::timestamptz group by 1 order by 1`.execute(ctx.db)
  return rows
}

/** For this transaction only. @returns the zone that was set */
async function setZone(ctx: Ctx, zone: string): Promise<string> {
  const { rows } = await sql<{
    was: string
  }>`select s.was, set_config('TimeZone', ${zone}, true) from (select current_setting('TimeZone') as was offset 0) s`.execute(ctx.db)
  return rows[0]?.was ?? 'UTC'
}

const columns = [
  'gaps',
  'own_days',
  'rhythm_days',
  'log_middle',
  'log_spread',
  'late_days',
  'gone_days',
  'last_day',
  'last_at',
  'due_at',
  'late_at',
  'gone_at',
] as const

async function writeRhythms(
  ctx: Ctx,
  parts: RawBuilder<unknown>,
  firm: FirmRhythm,
  among: (column: RawBuilder<unknown>) => RawBuilder<unknown>,
): Promise<void> {
  const of = (alias: string) => sql.join(columns.map((name) => sql.ref(`${alias}.${name}`)))
  const names = sql.join(columns.map((name) => sql.id(name)))
  const sets = sql.join([...columns, 'computed_at'].map((name) => sql`${sql.id(name)} = ${sql.ref(`excluded.${name}`)}`))
  const fresh = rhythmsFromParts(parts, firm, { ...usualShares, gone: firm.goneShare ?? usualShares.gone }, ctx.shop.timeZone)
  await sql`with fresh as materialized (${fresh}), gone as (
      delete from rhythms r where ${among(sql`r.customer_id`)} and not exists (select 1 from fresh f where f.customer_id = r.customer_id)
    ) insert into rhythms (customer_id, ${names}, computed_at)
    select f.customer_id, ${of('f')}, ${ctx.now}::timestamptz from fresh f join customers c on c.id = f.customer_id
      left join rhythms k on k.customer_id = f.customer_id
    where k.customer_id is null or (${of('f')}) is distinct from (${of('k')})
    on conflict (customer_id) do update set ${sets}`.execute(ctx.db)
}
