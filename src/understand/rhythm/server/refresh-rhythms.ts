import { type RawBuilder, sql } from 'kysely'
import { type LocalDate, localDate } from '../../../core/kit/local-time.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Refresher } from '../../../platform/actions/feature.ts'
import {
  inHalves,
  middleCustomer,
  roomForEverybody,
  roomForSorting,
  sideBySide,
  withSettings,
} from '../../../platform/database/side-by-side.ts'
import { fillEmpty, isEmpty } from '../../../platform/database/without-indexes.ts'
import { alone, together } from '../../../platform/event-log/refresh-lock.ts'
import { type ClosedSpan, closedSpans, type DayCount, hasPause } from '../closed-days.ts'
import { type FirmRhythm, firmRhythmOf, isAlike, type RhythmSums } from '../firm-rhythm.ts'
import { dayOf, startOf } from '../open-days.ts'
import { usualShares } from '../own-rhythm.ts'
import { passTable, purchasePass } from '../purchase-pass.ts'
import { rhythmParts, rhythmPartsOf, rhythmsFromParts, rhythmSums } from '../rhythms-from-facts.ts'
import { keepFirmRhythm, readFirmRhythm, readShares } from './firm-rhythms.ts'

/** Each customer's rhythm in step with their purchases; written where it differs. Before the stages, which may ask for it. */
export const rhythmsRefresher: Refresher = {
  name: 'rhythms',
  hears: 'records',
  refresh: async (ctx, news) => {
    if (news.everyone) return await takeEverybody(ctx)
    const firm = await readFirmRhythm(ctx.db)
    await together.execute(ctx.db)
    const among = (column: RawBuilder<unknown>) => news.among(column)
    const parts = rhythmParts({ among, now: ctx.now, timeZone: ctx.shop.timeZone, closed: firm.closed })
    await writeRhythms(ctx, freshRhythms(sql`(${parts})`, firm, ctx.shop.timeZone), among)
  },
  afterEveryone: dropPass,
}

async function dropPass({ db }: Ctx): Promise<void> {
  await sql`drop table if exists ${sql.id(passTable)}`.execute(db)
}

/**
 * The firm's rhythm and its closed days taken anew, and everybody's by it. Where the firm's is like the one before, that one
 * stays, so that only customers with other purchases are written.
 */
export async function refreshEverybody(ctx: Ctx): Promise<void> {
  await takeEverybody(ctx)
  await dropPass(ctx)
}

/** The pass over purchases stays for those who come after. */
async function takeEverybody(ctx: Ctx): Promise<void> {
  await alone.execute(ctx.db)
  await withSettings(ctx.db, { work_mem: roomForEverybody, TimeZone: ctx.shop.timeZone }, async () => {
    const closed = await findClosed(ctx)
    const middle = await middleCustomer(ctx.db, 'purchases')
    const pass = inHalves(middle, (among) => purchasePass({ among, now: ctx.now, timeZone: null, closed }))
    await sideBySide(ctx.db, middle, { ...forReadingAll, work_mem: roomForSorting }, () =>
      sql`create unlogged table ${sql.id(passTable)} as ${pass}`.execute(ctx.db),
    )
    await sql`analyze ${sql.id(passTable)} (customer_id)`.execute(ctx.db)
    const parts = rhythmPartsOf(sql.id(passTable))
    const { rows } = await sql<RhythmSums>`${rhythmSums(sql`(${parts})`)}`.execute(ctx.db)
    const { gone } = await readShares(ctx.db)
    const firm = await keepIfOther(ctx, { ...firmRhythmOf(numbersOf(rows[0]), closed), goneShare: gone })
    await writeEverybody(ctx, freshRhythms(sql`(${parts})`, firm, null))
  })
}

/** All purchases are read: in order of the index that would be one jump on the disk for each. */
const forReadingAll = { enable_indexscan: 'off', enable_bitmapscan: 'off' }

async function writeEverybody(ctx: Ctx, fresh: RawBuilder<unknown>): Promise<void> {
  if (!(await isEmpty(ctx.db, 'rhythms'))) return await writeRhythms(ctx, fresh, () => sql`true`)
  const rows = sql`select f.customer_id, ${keptOf}, ${ctx.now}::timestamptz from (${fresh}) f join customers c on c.id = f.customer_id`
  await fillEmpty(ctx.db, { table: 'rhythms', columns: ['customer_id', ...columns, 'computed_at'], rows })
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

/** Days are counted only where there is a pause among them at all, which takes one look at the index a day to see. */
async function findClosed(ctx: Ctx): Promise<ClosedSpan[]> {
  const today = localDate(ctx.now, ctx.shop.timeZone)
  const days = await withSettings(ctx.db, byIndexAlone, () => daysSold(ctx))
  return hasPause(days, today) ? closedSpans(await countDays(ctx), today) : []
}

/** After an import PostgreSQL does not know yet how many purchases there are, and would read and sort all of them for each day. */
const byIndexAlone = { enable_seqscan: 'off', enable_bitmapscan: 'off', enable_sort: 'off', enable_indexscan: 'on' }

/** From one day on which something was sold to the next. */
async function daysSold(ctx: Ctx): Promise<LocalDate[]> {
  const next = (from: RawBuilder<unknown>) =>
    sql`(select ${dayOf(sql`p.occurred_at`, null)} from purchases p where p.kind = 'purchase' and p.occurred_at >= ${from}
      and p.occurred_at <= ${ctx.now}::timestamptz order by p.occurred_at limit 1)`
  const { rows } = await sql<{ day: LocalDate }>`with recursive sold as (
      select ${next(sql`'-infinity'::timestamptz`)} as day union all select ${next(startOf(sql`(s.day + 1)`, null))} from sold s where s.day is not null
    ) select day::text from sold where day is not null order by sold.day`.execute(ctx.db)
  return rows.map(({ day }) => day)
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

/** What rules, lists and colleagues are told. Of whoever wants no personalisation it stays unknown; the rest is for sums. */
const told: ReadonlySet<string> = new Set(['rhythm_days', 'due_at', 'late_at', 'gone_at'])

const columnsOf = (alias: string) => sql.join(columns.map((name) => sql.ref(`${alias}.${name}`)))
/** Fresh rows `f` of customers `c`, as they are kept. */
const keptOf = sql.join(
  columns.map((name) => (told.has(name) ? sql`case when not c.no_personalisation then ${sql.ref(`f.${name}`)} end` : sql.ref(`f.${name}`))),
)
const columnNames = sql.join(columns.map((name) => sql.id(name)))

const freshRhythms = (parts: RawBuilder<unknown>, firm: FirmRhythm, timeZone: string | null) =>
  rhythmsFromParts(parts, firm, { ...usualShares, gone: firm.goneShare ?? usualShares.gone }, timeZone)

/** Whose rows they are is said of each table: how many rows a list of days makes is beyond what PostgreSQL guesses, and it would read everybody's. */
async function writeRhythms(
  ctx: Ctx,
  fresh: RawBuilder<unknown>,
  among: (column: RawBuilder<unknown>) => RawBuilder<unknown>,
): Promise<void> {
  const sets = sql.join([...columns, 'computed_at'].map((name) => sql`${sql.id(name)} = ${sql.ref(`excluded.${name}`)}`))
  await sql`with fresh as materialized (${fresh}), gone as (
      delete from rhythms r where ${among(sql`r.customer_id`)} and not exists (select 1 from fresh f where f.customer_id = r.customer_id)
    ) insert into rhythms (customer_id, ${columnNames}, computed_at)
    select f.customer_id, ${keptOf}, ${ctx.now}::timestamptz from fresh f join customers c on c.id = f.customer_id and ${among(sql`c.id`)}
      left join rhythms k on k.customer_id = f.customer_id and ${among(sql`k.customer_id`)}
    where k.customer_id is null or (${keptOf}) is distinct from (${columnsOf('k')})
    on conflict (customer_id) do update set ${sets}`.execute(ctx.db)
}
