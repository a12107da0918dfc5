import { type RawBuilder, sql } from 'kysely'
import { localDate } from '../../../core/kit/local-time.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Refresher } from '../../../platform/actions/feature.ts'
import { inHalves, middleCustomer, roomForEverybody, sideBySide } from '../../../platform/database/side-by-side.ts'
import { withoutIndexes } from '../../../platform/database/without-indexes.ts'
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
    await writeRhythms(ctx, freshRhythms(sql`(${parts})`, firm, ctx.shop.timeZone), among)
  },
}

/**
 * The firm's rhythm and its closed days taken anew, and everybody's by it. Where the firm's is like the one before, that one
 * stays, so that only customers with other purchases are written.
 */
export async function refreshEverybody(ctx: Ctx): Promise<void> {
  await alone.execute(ctx.db)
  const middle = await middleCustomer(ctx.db, 'purchases')
  await sideBySide(ctx.db, middle, { work_mem: roomForEverybody, TimeZone: ctx.shop.timeZone }, async () => {
    const closed = closedSpans(await countDays(ctx), localDate(ctx.now, ctx.shop.timeZone))
    await sql`drop table if exists fresh_rhythm_parts`.execute(ctx.db)
    await sql`create temporary table fresh_rhythm_parts on commit drop as ${inHalves(middle, (among) =>
      rhythmParts({ among, now: ctx.now, timeZone: null, closed }),
    )}`.execute(ctx.db)
    const { rows } = await sql<RhythmSums>`${rhythmSums(sql`fresh_rhythm_parts`)}`.execute(ctx.db)
    const { gone } = await readShares(ctx.db)
    const firm = await keepIfOther(ctx, { ...firmRhythmOf(numbersOf(rows[0]), closed), goneShare: gone })
    await writeEverybody(ctx, firm)
  })
}

async function writeEverybody(ctx: Ctx, firm: FirmRhythm): Promise<void> {
  const { rows } = await sql`select 1 from rhythms limit 1`.execute(ctx.db)
  const fresh = freshRhythms(sql`fresh_rhythm_parts`, firm, null)
  if (rows.length > 0) return await writeRhythms(ctx, fresh, () => sql`true`)
  await withoutIndexes(ctx.db, 'rhythms', async () => {
    await sql`insert into rhythms (customer_id, ${columnNames}, computed_at)
      select f.customer_id, ${columnsOf('f')}, ${ctx.now}::timestamptz from (${fresh}) f join customers c on c.id = f.customer_id`.execute(
      ctx.db,
    )
  })
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
  const { rows } = await sql<DayCount>`select day::text, purchases from (
      select ${dayOf(sql`occurred_at`, null)} as day, count(*)::int as purchases from purchases
      where kind = 'purchase' and occurred_at <= ${ctx.now}::timestamptz group by 1
    ) d order by d.day`.execute(ctx.db)
  return rows
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

const columnsOf = (alias: string) => sql.join(columns.map((name) => sql.ref(`${alias}.${name}`)))
const columnNames = sql.join(columns.map((name) => sql.id(name)))

const freshRhythms = (parts: RawBuilder<unknown>, firm: FirmRhythm, timeZone: string | null) =>
  rhythmsFromParts(parts, firm, { ...usualShares, gone: firm.goneShare ?? usualShares.gone }, timeZone)

async function writeRhythms(
  ctx: Ctx,
  fresh: RawBuilder<unknown>,
  among: (column: RawBuilder<unknown>) => RawBuilder<unknown>,
): Promise<void> {
  const sets = sql.join([...columns, 'computed_at'].map((name) => sql`${sql.id(name)} = ${sql.ref(`excluded.${name}`)}`))
  await sql`with fresh as materialized (${fresh}), gone as (
      delete from rhythms r where ${among(sql`r.customer_id`)} and not exists (select 1 from fresh f where f.customer_id = r.customer_id)
    ) insert into rhythms (customer_id, ${columnNames}, computed_at)
    select f.customer_id, ${columnsOf('f')}, ${ctx.now}::timestamptz from fresh f join customers c on c.id = f.customer_id
      left join rhythms k on k.customer_id = f.customer_id
    where k.customer_id is null or (${columnsOf('f')}) is distinct from (${columnsOf('k')})
    on conflict (customer_id) do update set ${sets}`.execute(ctx.db)
}
