import type { Chance } from './draw-random.ts'
import { productsOf, type ProductCategory, type SampleProduct } from './products.ts'
import type { SampleChannel, SampleCustomer, SampleLine, SampleOrder, SampleRhythm } from './shop.ts'
import { instantOf, isSaleDay, type GiftTime, type ShopDay } from './weigh-days.ts'

/** What a customer tends to put into the basket, drawn once for each. */
export type Taste = {
  readonly rhythm: SampleRhythm
  /** Two or three categories that they come back to. */
  readonly favourites: readonly ProductCategory[]
  readonly home: SampleChannel
  /** How freely they spend against others of their kind: 1 is the middle. */
  readonly purse: number
}

/** An order before the order numbers are given out, which follow the clock. */
export type OrderDraft = Pick<SampleOrder, 'at' | 'channel' | 'lines' | 'refund'>

// biome-ignore format: a table, one line a row
const categoryWeights: readonly (readonly [ProductCategory, number])[] = [['green', 30], ['black', 17], ['oolong', 14], ['puer', 12], ['white', 10], ['flower', 9], ['ware', 7], ['snack', 8]]

const homesOfCity: Record<string, readonly SampleChannel[]> = { 杭州市: ['westLake', 'wulin'], 上海市: ['jingan'], 苏州市: ['pingjiang'] }

function drawHome(chance: Chance, customer: Pick<SampleCustomer, 'place' | 'source' | 'rhythm'>): SampleChannel {
  if (customer.rhythm === 'business') return 'company'
  const stores = homesOfCity[customer.place?.city.zh ?? ''] ?? []
  switch (customer.source) {
    case 'tmall':
    case 'douyin':
    case 'wechat':
      return customer.source
    case 'store':
      return chance.oneOf(stores.length > 0 ? stores : ['westLake', 'wulin', 'jingan', 'pingjiang'])
    default:
      return stores.length > 0 && chance.happens(0.5) ? chance.oneOf(stores) : chance.oneOf(['wechat', 'tmall'])
  }
}

/** The taste of a customer. */
export function drawTaste(chance: Chance, customer: Pick<SampleCustomer, 'place' | 'source' | 'rhythm'>): Taste {
  const favourite = () => chance.weighted(categoryWeights, ([, weight]) => weight)[0]
  const spread = customer.rhythm === 'business' ? 0.45 : 0.5
  return {
    rhythm: customer.rhythm,
    favourites: [favourite(), favourite(), favourite()],
    home: drawHome(chance, customer),
    purse: Math.exp(spread * chance.normal()),
  }
}

function drawChannel(chance: Chance, taste: Taste): SampleChannel {
  if (taste.home === 'company' || chance.happens(0.82)) return taste.home
  return chance.weighted(
    [
      ['wechat', 5],
      ['tmall', 3],
      ['douyin', 2],
    ] as const,
    ([, weight]) => weight,
  )[0]
}

const isStore = (channel: SampleChannel) => channel === 'westLake' || channel === 'wulin' || channel === 'jingan' || channel === 'pingjiang'

// biome-ignore format: a table, one line a row
const storeHours = [[9, 2], [10, 6], [11, 7], [12, 5], [13, 6], [14, 9], [15, 10], [16, 9], [17, 7], [18, 5], [19, 6], [20, 5]] as const
// biome-ignore format: a table, one line a row
const netHours = [[0, 2], [1, 1], [7, 2], [8, 4], [9, 6], [10, 7], [11, 6], [12, 8], [13, 7], [14, 5], [15, 5], [16, 5], [17, 5], [18, 5], [19, 6], [20, 9], [21, 11], [22, 10], [23, 6]] as const

/** Seconds of the day at which an order is placed: a store's by daylight, the net's at noon and in the evening. */
function drawSeconds(chance: Chance, channel: SampleChannel): number {
  const hour = chance.weighted<readonly [number, number]>(
    isStore(channel) || channel === 'company' ? storeHours : netHours,
    ([, weight]) => weight,
  )[0]
  return hour * 3600 + chance.whole(0, 3599)
}

function drawCategory(chance: Chance, taste: Taste, present: boolean): ProductCategory {
  if (present && chance.happens(0.75)) return 'gift'
  if (taste.rhythm === 'business' && chance.happens(0.3)) return 'gift'
  if (chance.happens(0.78)) return chance.oneOf(taste.favourites)
  return chance.weighted(categoryWeights, ([, weight]) => weight)[0]
}

/** A full purse leans towards the dear things of a category, a thin one towards the cheap. */
function drawProduct(chance: Chance, category: ProductCategory, purse: number): SampleProduct {
  return chance.weighted(productsOf(category), ({ weight, price }) => weight * (price / 15_000) ** (0.6 * Math.log(purse)))
}

const pieces = [
  [1, 76],
  [2, 18],
  [3, 6],
] as const
const presentPieces = [
  [1, 40],
  [2, 30],
  [3, 12],
  [4, 10],
  [6, 8],
] as const

function drawQuantity(chance: Chance, taste: Taste, category: ProductCategory, present: boolean): number {
  if (taste.rhythm === 'business') return Math.max(1, Math.round((category === 'ware' ? 1.5 : 2.5) * taste.purse * chance.gamma(2, 1)))
  return chance.weighted<readonly [number, number]>(present && category === 'gift' ? presentPieces : pieces, ([, weight]) => weight)[0]
}

/** What is left of the list price: sales on the net, presents bought early, the volume of a business, now and then a coupon. */
function drawPriceFactor(chance: Chance, taste: Taste, channel: SampleChannel, day: ShopDay, present: boolean): number {
  if (taste.rhythm === 'business') return chance.oneOf([0.85, 0.88, 0.9])
  if (isSaleDay(day) && !isStore(channel)) return chance.oneOf([0.8, 0.85, 0.85, 0.88])
  if (present) return chance.oneOf([1, 1, 0.95, 0.9])
  return chance.happens(0.22) ? chance.oneOf([0.95, 0.95, 0.92, 0.9]) : 1
}

function drawLines(chance: Chance, taste: Taste, channel: SampleChannel, day: ShopDay, present: boolean): SampleLine[] {
  const count = chance.weighted(
    [
      [1, 40],
      [2, 30],
      [3, 17],
      [4, 8],
      [5, 5],
    ] as const,
    ([n, weight]) => weight * taste.purse ** (0.4 * (n - 1)),
  )[0]
  const factor = drawPriceFactor(chance, taste, channel, day, present)
  const lines = new Map<string, SampleLine>()
  for (let i = 0; i < count; i++) {
    const category = drawCategory(chance, taste, present)
    const product = drawProduct(chance, category, taste.purse)
    const quantity = drawQuantity(chance, taste, category, present)
    if (!lines.has(product.code)) lines.set(product.code, { product, quantity, paid: Math.round(product.price * quantity * factor) })
  }
  return [...lines.values()]
}

/** A part of a line sent back: as many pieces, and their share of what was paid. */
function sentBack(line: SampleLine, quantity: number): SampleLine {
  return { product: line.product, quantity: -quantity, paid: -Math.round((line.paid * quantity) / line.quantity) }
}

/** About three orders in a hundred come back some days later, two of five of them whole. */
function drawRefund(chance: Chance, lines: readonly SampleLine[], day: ShopDay, now: Date): SampleOrder['refund'] {
  if (!chance.happens(0.031)) return null
  const at = instantOf(day + chance.whole(2, 12), chance.whole(9 * 3600, 20 * 3600))
  const line = chance.oneOf(lines)
  const back = chance.happens(0.4) ? lines.map((each) => sentBack(each, each.quantity)) : [sentBack(line, chance.whole(1, line.quantity))]
  return at <= now ? { at, lines: back } : null
}

/**
 * One order of a customer on a given day.
 * @param earliest the clock time that it may not precede, in seconds of the day
 * @param presents the times in which people buy presents
 */
export function makeOrder(
  chance: Chance,
  taste: Taste,
  day: ShopDay,
  earliest: number,
  presents: readonly GiftTime[],
  now: Date,
): OrderDraft {
  const channel = drawChannel(chance, taste)
  const seconds = Math.max(drawSeconds(chance, channel), Math.min(earliest + 240, 86_399))
  const likelihood = taste.rhythm === 'festival' ? 0.92 : 0.3
  const present = presents.some(({ from, to }) => day >= from && day <= to) && chance.happens(likelihood)
  const lines = drawLines(chance, taste, channel, day, present)
  return { at: instantOf(day, seconds), channel, lines, refund: drawRefund(chance, lines, day, now) }
}
