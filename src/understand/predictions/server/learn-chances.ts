import { sql } from 'kysely'
import { addDays, daysBetween, type LocalDate } from '../../../core/kit/local-time.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { inHalves, middleCustomer, sideBySide } from '../../../platform/database/side-by-side.ts'
import type { Reason } from '../say-reasons.ts'
import type { SetBody } from '../set-body.ts'
import { buyerFigures } from '../will-buy/buyer-figures.ts'
import { featureTable } from '../will-buy/figure-rows.ts'
import { willBuy } from '../will-buy/will-buy.ts'
import { figuresFromFacts, otherFigures } from './figures.ts'
import { daysToCompare } from './pasts.ts'
import { handOver } from './hand-over.ts'
import { dayNumber, type ReadPasts } from './read-pasts.ts'
import type { Thread } from './start-thread.ts'

/** As many buyers are learned from; more would take longer and teach little. */
const mostBuyers = 12_000

/** The two days in the past, and how many days after each are held against it; null where history is too short. */
export function trialDays(first: LocalDate | undefined, cutDay: LocalDate): { train: LocalDate; test: LocalDate; known: 30 | 90 } | null {
  if (first === undefined) return null
  const history = daysBetween(first, cutDay)
  // As much again must lie before the earlier day, or there is no behaviour to learn from.
  const known = history >= 270 ? 90 : history >= 120 ? 30 : null
  return known && { train: addDays(cutDay, -2 * known), test: addDays(cutDay, -known), known }
}

/**
 * Hands buyers' figures at two days in the past to the thread, with what came after each. In the transaction of
 * `readPasts`, whose clock it goes by; a share of the buyers, always the same ones, by the end of their ids, which is random.
 */
export async function readFigures(ctx: Ctx, thread: Thread, { buyers, cutDay, firstDay }: ReadPasts): Promise<boolean> {
  const { client, db, shop } = ctx
  const days = trialDays(firstDay ?? undefined, cutDay)
  if (!days || !client || buyers === 0) return false
  const below = Math.floor((mostBuyers / buyers) * 0x10000)
  const share = below > 0xffff ? sql`` : sql`and right(customer_id::text, 4) < ${below.toString(16).padStart(4, '0')}`
  await sql`create temporary table learned_from on commit drop as select customer_id from metrics where purchase_count > 0 ${share}`.execute(
    db,
  )
  await sql`analyze learned_from`.execute(db)
  for (const at of ['train', 'test'] as const) {
    const figures = figuresFromFacts({
      who: (id) => sql`${id} in (select customer_id from learned_from)`,
      cut: days[at],
      known: days.known,
      currency: shop.currency,
      timeZone: null,
    })
    await thread.run({ kind: 'figures', at })
    await handOver(client, db, [thread], figures)
  }
  return true
}

/** Has the threads work out the learned chances of everybody as of the day, where something was learned that may speak. */
export async function learnedChances(
  ctx: Ctx,
  threads: readonly Thread[],
  { cutDay, begins }: Pick<ReadPasts, 'cutDay' | 'begins'>,
  body: SetBody,
): Promise<void> {
  const { client, db, shop } = ctx
  const kept = speakingIn(body)
  if (!kept || !client) return
  const middle = await middleCustomer(db, 'purchases')
  const figures = inHalves(middle, (who) => otherFigures({ who, cut: cutDay, timeZone: null }))
  const isLong = begins !== null && begins <= addDays(cutDay, -daysToCompare)
  for (const thread of threads) await thread.run({ kind: 'chances', kept, cutDay: dayNumber(cutDay), isLong })
  await sideBySide(db, middle, { TimeZone: shop.timeZone, work_mem: '128MB' }, () => handOver(client, db, threads, figures))
}

/** What was learned, where it is better: it goes on speaking while the model of repeat buying is withdrawn, which is another. */
export const speakingIn = ({ chance }: SetBody) => (chance?.better ? chance.kept : null)

type Told = { readonly chance30: number; readonly chance90: number }
export const nothingLearned: Told = { chance30: Number.NaN, chance90: Number.NaN }

/** The learned chances of some customers as of a day, 0 to 1; NaN where nobody learned them. Empty where nothing was learned. */
export async function chancesOfSome(ctx: Ctx, body: SetBody, ids: readonly string[], cut: LocalDate): Promise<ReadonlyMap<string, Told>> {
  const kept = speakingIn(body)
  if (!kept || ids.length === 0) return new Map()
  const { table, customers } = await figuresOfSome(ctx, ids, cut)
  const { chance30, chance90 } = willBuy.predict(kept, table)
  return new Map(customers.map((id, row) => [id, { chance30: chance30[row] ?? Number.NaN, chance90: chance90[row] ?? Number.NaN }]))
}

/** The rhythm, how often and how much are told of everybody; what was learned tells the rest. */
const toldAnyway: readonly string[] = ['recency', 'lateness', 'days', 'spend']
const mostReasons = 3

/** Why the learned chance of one customer is what it is, the weightiest reason first; nothing where nothing was learned. */
export async function chanceReasons(ctx: Ctx, body: SetBody, id: string, cut: LocalDate): Promise<Reason[]> {
  const kept = speakingIn(body)
  if (!kept) return []
  const { table } = await figuresOfSome(ctx, [id], cut)
  if (table.rows === 0) return []
  return willBuy
    .explain(kept, table, 0)
    .filter(({ about }) => !toldAnyway.includes(about))
    .slice(0, mostReasons)
    .map(({ weight, words }) => ({ words, tone: weight > 0 ? 'good' : 'attention' }))
}

async function figuresOfSome({ db, shop }: Ctx, ids: readonly string[], cut: LocalDate) {
  const figures = figuresFromFacts({
    who: (id) => sql`${id} = any(${ids}::uuid[])`,
    cut,
    known: 0,
    currency: shop.currency,
    timeZone: shop.timeZone,
  })
  const names = sql.join(
    [
      'tenure',
      'recency',
      'spend',
      'days30',
      'days90',
      'days_before90',
      'lines',
      'items',
      'refunds',
      'several_channels',
      'interactions90',
    ].map((name) => sql.ref(`f.${name}`)),
  )
  const { rows } = await sql<{
    customer_id: string
    figures: (number | null)[]
  }>`select f.customer_id, array[f.days, ${names}]::float8[] as figures from (${figures}) f`.execute(db)
  return {
    customers: rows.map((row) => row.customer_id),
    table: featureTable(
      buyerFigures,
      rows.map((row) => row.figures),
    ),
  }
}
