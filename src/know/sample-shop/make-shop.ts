import { drawFrom, type Chance } from './draw-random.ts'
import { festivalYears } from './festivals.ts'
import { joinedSeconds, makeCustomer, type CustomerDraft } from './make-customer.ts'
import { drawTaste, makeOrder, type OrderDraft } from './make-order.ts'
import { drawDrive, planPurchases } from './plan-purchases.ts'
import type { SampleCustomer, SampleOrder, SampleRhythm, SampleShop } from './shop.ts'
import { busyness, calendarOf, giftTimes, shopDayOf, dayText, type Calendar, type GiftTime, type ShopDay } from './weigh-days.ts'

/** The seed of the shop that the product ships: every installation meets the same people. */
export const sampleSeed = 20260217

/** How many of a hundred customers live by each rhythm. */
// biome-ignore format: a table, one line a row
const rhythmShares: readonly (readonly [SampleRhythm, number])[] = [['lead', 15], ['once', 25], ['occasional', 23], ['festival', 13], ['steady', 21], ['business', 3]]

const threeYears = 1096
/** The shop wins about one and a half times as many customers in a month at the end as at the beginning. */
const growth = 0.4

type Calendars = Readonly<{ all: Calendar; festive: Calendar; late: Calendar; presents: readonly GiftTime[]; now: Date }>

function calendarsUntil(now: Date): Calendars {
  const last = shopDayOf(now)
  const first = last - threeYears + 1
  if (Number(dayText(first).slice(0, 4)) < festivalYears.first || Number(dayText(last).slice(0, 4)) >= festivalYears.last) {
    throw new RangeError(
      `the sample shop knows the festivals of ${festivalYears.first} to ${festivalYears.last}, not those three years before ${now.toISOString()}`,
    )
  }
  const presents = giftTimes(first, last)
  const grown = (day: ShopDay) => Math.exp((growth * (day - first)) / threeYears)
  const inWindow = (day: ShopDay) => presents.some(({ from, to }) => day >= from && day <= to)
  return {
    now,
    presents,
    all: calendarOf(first, last, (day) => busyness(day) * grown(day)),
    festive: calendarOf(first, last, (day) => (inWindow(day) ? 1 : 0.08) * busyness(day) * grown(day)),
    late: calendarOf(first, last, (day) => busyness(day) * grown(day) ** 4),
  }
}

function drawJoining(chance: Chance, rhythm: SampleRhythm, { all, festive, late }: Calendars): ShopDay {
  if (rhythm === 'lead') return late.draw(chance)
  return (rhythm === 'festival' ? festive : all).draw(chance)
}

/** Most buy on the day they join; others look round for a while first. */
function drawFirstPurchase(chance: Chance, joined: ShopDay): ShopDay {
  return chance.happens(0.68) ? joined : joined + 1 + Math.floor(chance.gamma(0.8, 12))
}

type Story = { readonly customer: CustomerDraft; readonly orders: readonly OrderDraft[] }

/** One customer's whole story, drawn from a stream of their own. */
function makeStory(seed: number, index: number, calendars: Calendars): Story {
  const chance = drawFrom(seed, index)
  const rhythm = chance.weighted(rhythmShares, ([, share]) => share)[0]
  const joined = drawJoining(chance, rhythm, calendars)
  const customer = makeCustomer(chance, index, rhythm, joined)
  const taste = drawTaste(chance, customer)
  const first = drawFirstPurchase(chance, joined)
  const days = planPurchases(chance, drawDrive(chance, rhythm), calendars.all, calendars.presents, first)
  const orders = days.map((day) =>
    makeOrder(chance, taste, day, day === joined ? joinedSeconds(customer) : 0, calendars.presents, calendars.now),
  )
  return { customer, orders: orders.filter((order) => order.at <= calendars.now) }
}

/** On the last day somebody may have been drawn to join later than now; they joined just before. */
function joinedByNow(story: Story, now: Date): Story {
  if (story.customer.joinedAt <= now) return story
  return { ...story, customer: { ...story.customer, joinedAt: now } }
}

type Owned = OrderDraft & { readonly owner: SampleCustomer; readonly memberUnknown: boolean }

/** Some orders know their buyer by telephone alone: about one in a hundred, of those who have a telephone. */
function ordersOf(seed: number, story: Story, owner: SampleCustomer): Owned[] {
  const chance = drawFrom(seed ^ 0x5f5f, Number(owner.number.slice(2)))
  return story.orders.map((order) => ({ ...order, owner, memberUnknown: owner.phone !== null && chance.happens(0.01) }))
}

function numberOrders(drafts: readonly Owned[]): SampleOrder[] {
  const counts = new Map<string, number>()
  return drafts.map(({ owner, memberUnknown, at, channel, lines, refund }) => {
    const day = dayText(shopDayOf(at)).replaceAll('-', '')
    const count = (counts.get(day) ?? 0) + 1
    counts.set(day, count)
    return {
      number: `D${day}${String(count).padStart(4, '0')}`,
      customerNumber: owner.number,
      phone: owner.phone,
      memberUnknown,
      at,
      channel,
      lines,
      refund,
    }
  })
}

/**
 * A made-up tea shop with its customers and all their orders in the three years up to `now`. The same arguments give
 * the same shop. Customers come in the order of joining, orders in the order of the clock.
 * @param customers how many; about 15 % of them have never bought
 * @throws RangeError when the three years lie outside the table of festivals (2020 to 2040)
 */
export function sampleShop({ seed = sampleSeed, now, customers = 3000 }: { seed?: number; now: Date; customers?: number }): SampleShop {
  const calendars = calendarsUntil(now)
  const stories = Array.from({ length: customers }, (_, index) => joinedByNow(makeStory(seed, index, calendars), now)).sort(
    (a, b) => a.customer.joinedAt.getTime() - b.customer.joinedAt.getTime(),
  )
  const numbered = stories.map((story, index) => ({
    story,
    customer: { number: `SQ${String(index + 1).padStart(6, '0')}`, ...story.customer },
  }))
  const orders = numbered.flatMap(({ story, customer }) => ordersOf(seed, story, customer)).sort((a, b) => a.at.getTime() - b.at.getTime())
  return { customers: numbered.map(({ customer }) => customer), orders: numberOrders(orders) }
}
