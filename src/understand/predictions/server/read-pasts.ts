import { sql } from 'kysely'
import { addDays, daysBetween, type LocalDate, localDate, startOfDay } from '../../../core/kit/local-time.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Db } from '../../../platform/database/connect.ts'
import { inHalves, middleCustomer, sideBySide } from '../../../platform/database/side-by-side.ts'
import { type ClosedSpan, closedSpans } from '../../rhythm/closed-days.ts'
import type { Horizon } from '../predictions.ts'
import { handOverBytes } from './hand-over.ts'
import { pastsFromFacts, readShopDays, type ShopDay } from './pasts.ts'
import type { Thread } from './start-thread.ts'
import { pastSelection } from './worker/fill-columns.ts'

export type ReadPasts = {
  readonly buyers: number
  readonly cutDay: LocalDate
  /** The shop's first day with a purchase; null before it. */
  readonly firstDay: LocalDate | null
  /** The first day of all records; null without any. */
  readonly begins: LocalDate | null
  readonly trial: { readonly day: LocalDate; readonly horizon: Horizon } | null
  readonly closed: readonly ClosedSpan[]
  readonly notes: readonly Words[]
}

const epoch = '1970-01-01'
export const dayNumber = (day: LocalDate): number => daysBetween(epoch, day)

/**
 * Hands everybody's past to the thread, as of the end of yesterday by the shop's clock: today is not over.
 * @param isTried whether a trial on the past is wanted
 */
export async function readPasts(ctx: Ctx, thread: Thread, isTried: boolean): Promise<ReadPasts> {
  const { client, db, shop } = ctx
  if (!client) throw new Error('pasts are read in a transaction')
  const today = localDate(ctx.now, shop.timeZone)
  const cutDay = addDays(today, -1)
  await setClock(db, shop.timeZone)
  const days = await readShopDays(db, shop.currency, null)
  const trial = isTried ? trialOf(days, cutDay) : null
  const closed = closedSpans(days, cutDay)
  const middle = await middleCustomer(db, 'purchases')
  const scope = { until: cutDay, trialDay: trial?.day ?? null, trialUntil: cutDay, currency: shop.currency, timeZone: null }
  const pasts = inHalves(middle, (who) => pastsFromFacts({ ...scope, who }))
  await thread.run({ kind: 'begin', expected: await expectedBuyers(db) })
  await sideBySide(db, middle, {}, () => handOverBytes(client, db, thread, sql`select ${sql.raw(pastSelection)} from (${pasts}) p`))
  const { buyers } = await thread.run({ kind: 'ready' })
  if (buyers === undefined) throw new Error('the thread gave no buyers')
  return {
    buyers,
    cutDay,
    firstDay: days.find(({ purchases }) => purchases > 0)?.day ?? null,
    begins: days[0]?.day ?? null,
    trial,
    closed,
    notes: notesOf(days, cutDay, closed),
  }
}

/** So much room is made at once. */
async function expectedBuyers(db: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from metrics where purchase_count > 0`.execute(db)
  return rows[0]?.n ?? 0
}

/** The session speaks the shop's clock, and may sort everybody in memory; for this transaction. */
async function setClock(db: Db, timeZone: string): Promise<void> {
  await sql`select set_config('TimeZone', ${timeZone}, true), set_config('work_mem', '128MB', true)`.execute(db)
}

/** The last quarter of a long enough history, the last month of a shorter one: as much again lies before it at least. */
function trialOf(days: readonly ShopDay[], cutDay: LocalDate): ReadPasts['trial'] {
  const first = days.find(({ purchases }) => purchases > 0)?.day
  if (first === undefined) return null
  const history = daysBetween(first, cutDay)
  const horizon = history >= 210 ? 90 : history >= 75 ? 30 : null
  return horizon === null ? null : { day: addDays(cutDay, -horizon), horizon }
}

const sumOf = (days: readonly ShopDay[], of: (day: ShopDay) => number): number => days.reduce((all, day) => all + of(day), 0)
const count = (n: number, words: Words): Words[] =>
  n === 0 ? [] : [{ zh: words.zh.replace('{n}', String(n)), en: words.en.replace('{n}', String(n)) }]

/** What was left out of the data or set right in it, counted. */
function notesOf(days: readonly ShopDay[], cutDay: LocalDate, closed: readonly ClosedSpan[]): Words[] {
  const tomorrow = addDays(cutDay, 1)
  return [
    ...count(
      sumOf(days, ({ day, purchases }) => (day > tomorrow ? purchases : 0)),
      { zh: '{n} 笔消费的日期在未来，未计入。', en: '{n} purchases are dated in the future and were left out.' },
    ),
    ...count(
      sumOf(days, ({ zero }) => zero),
      { zh: '{n} 笔金额为 0 的消费未计入。', en: '{n} purchases of nothing were left out.' },
    ),
    ...count(
      sumOf(days, ({ refunds }) => refunds),
      { zh: '{n} 笔退款不算消费，也没有从金额里扣除。', en: '{n} refunds are no purchases; amounts are before refunds.' },
    ),
    ...count(
      sumOf(days, ({ foreign }) => foreign),
      {
        zh: '{n} 笔其他币种的消费只计次数，不计金额。',
        en: '{n} purchases in other currencies count as visits; their amounts were left out.',
      },
    ),
    ...closed.map(({ from, to }) => ({
      zh: `${from} 至 ${to} 全店没有任何消费，视为停业，不计入客户的间隔。`,
      en: `From ${from} to ${to} nobody bought anything: the shop counts as closed, and those days do not count against anybody.`,
    })),
  ]
}

/** The instant at which the days that are foretold begin. */
export const beginOf = (cutDay: LocalDate, timeZone: string): Date => startOfDay(addDays(cutDay, 1), timeZone)
