import { sql } from 'kysely'
import { to as copyTo } from 'pg-copy-streams'
import { addDays, daysBetween, localDate } from '../../../core/kit/local-time.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Client } from '../../../platform/database/connect.ts'
import { fewestItems } from '../choose-method.ts'
import type { LeftOut } from '../set-body.ts'
import type { RecommendationSettings } from '../settings.ts'
import { isPrivate } from './may-offer.ts'
import { readExclusions } from './exclusions.ts'
import type { Thread } from './start-thread.ts'
import { buyingSelection } from './worker/buying-columns.ts'
import type { MakingPlan } from './worker/thread-jobs.ts'

/** More would not fit: a matrix of so many by so many stands in memory three times. */
export const mostItems = 3_000

export type ReadBuyings = {
  readonly plan: MakingPlan
  readonly leftOut: LeftOut
  readonly minBuyers: number
  readonly trial: { readonly day: string; readonly days: number } | null
}

type Product = {
  readonly code: string
  readonly name: string
  readonly category: string | null
  readonly buyers: number
  readonly recommended: boolean | null
  readonly on_sale: boolean | null
  readonly in_stock: boolean
  readonly priced: boolean
}

/** Hands the thread who bought what, by the shop's clock: lines above nothing of purchases up to now, refunds apart. */
export async function readBuyings(ctx: Ctx, thread: Thread, settings: RecommendationSettings): Promise<ReadBuyings> {
  const { client, db, now, shop } = ctx
  if (!client) throw new Error('buyings are read in a transaction')
  await sql`select set_config('TimeZone', ${shop.timeZone}, true), set_config('work_mem', '128MB', true)`.execute(db)
  await sql`create temporary table sold on commit drop as
    select l.customer_id, l.product, min(p.occurred_at)::date as first_day, max(p.occurred_at)::date as last_day
    from purchase_lines l join purchases p on p.customer_id = l.customer_id and p.id = l.purchase_id
    where p.kind = 'purchase' and l.amount > 0 and l.product <> '' and p.occurred_at <= ${now} group by 1, 2`.execute(db)
  const all = await readProducts(ctx)
  const common = all.filter(({ buyers }) => buyers >= settings.minBuyers)
  // So few say nothing of who likes what, but they are all there is to sell.
  const minBuyers = common.length < fewestItems ? 1 : settings.minBuyers
  const known = (minBuyers === 1 ? all : common).slice(0, mostItems)
  await sql`create temporary table known_products on commit drop as
    select code, (place - 1)::int as place from unnest(${known.map(({ code }) => code)}::text[]) with ordinality as k(code, place)`.execute(
    db,
  )
  const exclusions = await readExclusions(db)
  const places = new Map(known.map(({ code }, place) => [code, place]))
  const trial = await trialOf(ctx)
  const plan: MakingPlan = {
    products: known.map((one) => ({ code: one.code, name: one.name, allowed: whyNot(one) === null })),
    mode: settings.mode,
    length: settings.length,
    cutDay: trial && daysBetween('1970-01-01', trial.day),
    kept: exclusions.segments.map((id) => placesOf(known, exclusions.of(id))),
    besides: exclusions.besides.flatMap(({ product, what }) => {
      const place = places.get(product)
      return place === undefined ? [] : [{ product: place, kept: placesOf(known, what) }]
    }),
    refused: await readRefusals(ctx, places),
  }
  const { rows } = await sql<{ n: number }>`select count(*) as n from sold`.execute(db)
  await thread.run({ kind: 'begin', rows: rows[0]?.n ?? 0, plan })
  await sql`create temporary table buyers_of_products on commit drop as select s.customer_id, ${isPrivate} or c.id is null as private, coalesce(m.mask, 0) as mask
    from (select distinct customer_id from sold) s left join customers c on c.id = s.customer_id left join (${maskOf(exclusions.segments)}) m on m.customer_id = s.customer_id`.execute(
    db,
  )
  await handOver(
    client,
    thread,
    `copy (select ${buyingSelection} from (select b.customer_id, b.private, b.mask, coalesce(k.place, -1) as place, s.first_day, s.last_day
      from sold s join buyers_of_products b on b.customer_id = s.customer_id left join known_products k on k.code = s.product) r order by customer_id) to stdout`,
  )
  return { plan, minBuyers, trial, leftOut: countLeftOut(all, minBuyers) }
}

async function readProducts({ db }: Ctx): Promise<Product[]> {
  const { rows } = await sql<Product>`select s.code, coalesce(p.name, s.code) as name, p.category, s.buyers, p.recommended, p.on_sale,
      p.stock is null or p.stock > 0 as in_stock, p.price is not null as priced
    from (select product as code, count(*) as buyers from sold group by product) s left join products p on p.code = s.code
    order by s.buyers desc, s.code collate "C"`.execute(db)
  return rows
}

function whyNot(one: Product): keyof LeftOut | null {
  if (one.recommended === false) return 'notRecommended'
  if (one.on_sale === false) return 'offSale'
  if (!one.in_stock) return 'outOfStock'
  return one.priced ? null : 'noPrice'
}

function countLeftOut(all: readonly Product[], minBuyers: number): LeftOut {
  const counts = { notRecommended: 0, offSale: 0, outOfStock: 0, noPrice: 0, rare: 0, beyond: 0 }
  let within = 0
  for (const one of all) {
    const why = whyNot(one)
    const isKnown = one.buyers >= minBuyers && within++ < mostItems
    if (why) counts[why] += 1
    else if (one.buyers < minBuyers) counts.rare += 1
    else if (!isKnown) counts.beyond += 1
  }
  return counts
}

type What = readonly { readonly product: string | null; readonly category: string | null }[]

const placesOf = (known: readonly Product[], what: What): number[] =>
  known.flatMap((one, place) =>
    what.some(({ product, category }) => (product !== null ? product === one.code : category !== null && category === one.category))
      ? [place]
      : [],
  )

const maskOf = (segments: readonly string[]) =>
  sql`select customer_id, bit_or((1 << (array_position(${segments}::uuid[], segment_id) - 1))) as mask from memberships
    where segment_id = any(${segments}::uuid[]) and left_at is null group by customer_id`

async function readRefusals({ db }: Ctx, places: ReadonlyMap<string, number>): Promise<[string, number][]> {
  const { rows } = await sql<{ customer_id: string; product: string }>`select customer_id, product from recommendation_refusals`.execute(db)
  return rows.flatMap(({ customer_id, product }): [string, number][] => {
    const place = places.get(product)
    return place === undefined ? [] : [[customer_id, place]]
  })
}

/** The last quarter of a long enough history, the last month of a shorter one: twice as much lies before it at least. */
async function trialOf({ db, now, shop }: Ctx): Promise<ReadBuyings['trial']> {
  const { rows } = await sql<{
    first: string | null
    last: string | null
  }>`select min(first_day) as first, max(last_day) as last from sold`.execute(db)
  const { first, last } = rows[0] ?? {}
  if (!first || !last) return null
  const today = localDate(now, shop.timeZone)
  const end = last < today ? last : today
  const history = daysBetween(first, end)
  const days = history >= 240 ? 90 : history >= 90 ? 30 : null
  return days === null ? null : { day: addDays(end, 1 - days), days }
}

/** The lines of a copy go to the thread as they come; the database waits while it reads them. */
async function handOver(client: Client, thread: Thread, statement: string): Promise<void> {
  const stream = client.query(copyTo(statement))
  for await (const piece of stream) await thread.run({ kind: 'take', piece: Uint8Array.from(piece) })
}
