import type { Buying, BuyingAhead } from './buying-ahead.ts'
import type { SpendFit } from './fit-spend.ts'
import { expectedSpend, type SpendParameters } from './gamma-gamma.ts'
import { type NextPurchase, nextPurchase } from './next-purchase.ts'
import { discountedPurchases, type WithinTime, weeksAMonth, withinTime } from './outlook.ts'
import type { Past, RepeatFit, RepeatParameters } from './repeat-model.ts'
import { repeatModels } from './repeat-models.ts'
import { type Amounts, type Possibility, purchaseRange, type Range, spendRange } from './widths.ts'

export type ForecastOptions = {
  readonly fit: RepeatFit
  /** Null where amounts are not wanted: spend and values are then null too. */
  readonly spend: SpendFit | null
  /** The times to look ahead, in weeks. */
  readonly weeks: readonly number[]
  /** The times that value is told for, in months of 30.4 days. */
  readonly months: readonly number[]
  /** By which money that comes a month later is worth less: 0.01 for one per cent. */
  readonly monthlyRate: number
}

/** One customer's past, with the mean amount of the repeat purchase days (0 where x is 0). */
export type CustomerPast = Past & { readonly z: number }

export type CustomerForecast = {
  /** Chance of still being a customer; null where the model does not know of leaving. */
  readonly alive: number | null
  /** Amount expected of one purchase. */
  readonly price: number | null
  /** One for each of the times asked for. */
  readonly ahead: readonly AheadForecast[]
  readonly next: NextPurchase | null
  /** Lifetime value, one for each number of months asked for: what comes from now on, discounted. */
  readonly values: readonly { readonly months: number; readonly value: Range | null }[]
}

export type AheadForecast = {
  readonly weeks: number
  /** The chance of at least one purchase. */
  readonly buys: number
  /** Means of purchases and of spend, which cost nothing; the ranges around them are worked out when they are asked for. */
  readonly expected: number
  readonly spent: number | null
  readonly purchases: () => Range
  readonly spend: () => Range | null
}

/** A pair of parameters that may be the true ones. */
type World = { readonly repeat: RepeatParameters; readonly spend: SpendParameters | null }

/** What follows from a world for all customers with the same x and T who have not left. */
type Outlook = {
  readonly buying: Buying
  readonly ahead: readonly WithinTime[]
  readonly months: readonly WithinTime[]
  readonly discounted: Float64Array
  /** The next purchase of whoever has surely not left. */
  readonly next: NextPurchase | null
}

/** Outlooks take some 6 kB; they are dropped all at once when there are this many. */
const mostKept = 4_000

/**
 * Makes the function that forecasts one customer. What depends on x and T alone is worked out once for all who share them,
 * so it is quickest when customers come in the order of these (`inOrderOfPasts`). Means come from the best parameters,
 * ranges from all that fit about as well.
 */
export function makePredictor(options: ForecastOptions): (past: CustomerPast) => CustomerForecast {
  const { fit, spend } = options
  const model = repeatModels[fit.kind]
  const best: World = { repeat: fit.parameters, spend: spend && spend.parameters }
  const others = alternativesTo(best, fit, spend)
  const worlds = [best, ...others]
  const kept = new Map<number, Map<number, readonly Outlook[]>>()
  let held = 0
  const outlooksOf = (x: number, t: number, aheads: readonly BuyingAhead[]): readonly Outlook[] => {
    const found = kept.get(x)?.get(t)
    if (found) return found
    if (held++ >= mostKept) {
      kept.clear()
      held = 1
    }
    const made = aheads.map(({ buying }, i) => lookAhead(buying, x, worlds[i]?.spend ?? null, options, i === 0))
    const byT = kept.get(x) ?? new Map<number, readonly Outlook[]>()
    kept.set(x, byT.set(t, made))
    return made
  }
  return (past) => {
    const clean = { ...past, tx: past.x === 0 ? 0 : past.tx }
    const aheads = worlds.map((world) => model.aheadOf(world.repeat, clean))
    return forecast(clean, worlds, aheads, outlooksOf(past.x, past.t, aheads), options, model.hasLeaving)
  }
}

/** Where customers are few: parameters that fit about as well as the best ones. */
function alternativesTo(best: World, fit: RepeatFit, spend: SpendFit | null): World[] {
  const count = Math.max(fit.alternatives.length, spend?.alternatives.length ?? 0)
  return Array.from({ length: count }, (_, i) => ({
    repeat: fit.alternatives[i] ?? best.repeat,
    spend: best.spend && (spend?.alternatives[i] ?? best.spend),
  }))
}

function lookAhead(buying: Buying, x: number, spend: SpendParameters | null, options: ForecastOptions, isBest: boolean): Outlook {
  const { weeks, months, monthlyRate } = options
  return {
    buying,
    ahead: weeks.map((each) => withinTime(buying, each, spend, x)),
    months: months.map((each) => withinTime(buying, each * weeksAMonth, spend, x)),
    discounted: isBest ? discountedPurchases(buying, Math.max(0, ...months), monthlyRate) : new Float64Array(0),
    next: isBest ? nextPurchase([{ alive: 1, buying }]) : null,
  }
}

function forecast(
  { x, z }: CustomerPast,
  worlds: readonly World[],
  aheads: readonly BuyingAhead[],
  outlooks: readonly Outlook[],
  { weeks, months }: ForecastOptions,
  hasLeaving: boolean,
): CustomerForecast {
  const [world] = worlds
  const [ahead] = aheads
  const [outlook] = outlooks
  if (!world || !ahead || !outlook) return { alive: null, price: null, ahead: [], next: null, values: [] }
  const { alive } = ahead
  /** The worlds that ranges are taken over: the best one alone, or the others beside it. */
  const from = worlds.length > 1 ? 1 : 0
  const amounts: Amounts[] = []
  if (world.spend) for (let k = from; k < worlds.length; k++) amounts.push({ x, z, parameters: worlds[k]?.spend ?? world.spend })
  const over = (pick: (outlook: Outlook) => WithinTime | undefined): Possibility[] => {
    const all: Possibility[] = []
    for (let k = from; k < outlooks.length; k++) {
      const within = pick(outlooks[k] ?? outlook)
      if (within) all.push({ alive: aheads[k]?.alive ?? alive, within })
    }
    return all
  }
  const spendOf = (within: WithinTime, possibilities: readonly Possibility[]): Range | null =>
    world.spend && spendRange({ alive, within }, { x, z, parameters: world.spend }, possibilities, amounts)
  const price = world.spend && expectedSpend(world.spend, x, z)
  return {
    alive: hasLeaving ? alive : null,
    price,
    ahead: outlook.ahead.map((within, i) => {
      const possibilities = () => over((each) => each.ahead[i])
      const spent = alive * within.mean * (price ?? 0)
      return {
        weeks: weeks[i] ?? 0,
        buys: alive * (1 - within.none),
        expected: alive * within.mean,
        // As its range has it: nothing, and no NaN, where amounts without an end meet purchases that nobody expects.
        spent: price === null ? null : spent > 0 ? spent : 0,
        purchases: () => purchaseRange({ alive, within }, possibilities()),
        spend: () => spendOf(within, possibilities()),
      }
    }),
    next: nextOf(aheads.slice(from), outlooks.slice(from), outlook),
    values: outlook.months.map((within, i) => {
      const range = spendOf(
        within,
        over((each) => each.months[i]),
      )
      const share = within.mean > 0 ? (outlook.discounted[months[i] ?? 0] ?? 0) / within.mean : 0
      return { months: months[i] ?? 0, value: range && { mean: range.mean * share, low: range.low * share, high: range.high * share } }
    }),
  }
}

/** With one world the range does not depend on the chance of having left, only whether it is told does. */
function nextOf(aheads: readonly BuyingAhead[], outlooks: readonly Outlook[], best: Outlook): NextPurchase | null {
  const [only] = aheads
  if (aheads.length === 1 && only) return only.alive * (1 - best.buying.never) < 0.5 ? null : best.next
  return nextPurchase(aheads.map(({ alive }, i) => ({ alive, buying: outlooks[i]?.buying ?? best.buying })))
}

/** Places of customers in the order of x and T, in which `makePredictor` is quickest. */
export function inOrderOfPasts(x: Float64Array, t: Float64Array): Uint32Array {
  const order = Uint32Array.from(x, (_, i) => i)
  return order.sort((a, b) => (x[a] ?? 0) - (x[b] ?? 0) || (t[a] ?? 0) - (t[b] ?? 0))
}
