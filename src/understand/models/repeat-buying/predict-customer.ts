import type { Buying, BuyingAhead } from './buying-ahead.ts'
import type { SpendFit } from './fit-spend.ts'
import { expectedSpend, type SpendParameters } from './gamma-gamma.ts'
import { type NextPurchase, nextPurchase } from './next-purchase.ts'
import { discountedPurchases, type WithinTime, weeksAMonth, withinTime } from './outlook.ts'
import type { Past, RepeatFit, RepeatParameters } from './repeat-model.ts'
import { repeatModels } from './repeat-models.ts'
import { type Possibility, purchaseRange, type Range, spendRange } from './widths.ts'

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
  readonly ahead: readonly { readonly weeks: number; readonly buys: number; readonly purchases: Range; readonly spend: Range | null }[]
  readonly next: NextPurchase | null
  /** Lifetime value, one for each number of months asked for: what comes from now on, discounted. */
  readonly values: readonly { readonly months: number; readonly value: Range | null }[]
}

/** A pair of parameters that may be the true ones, and what follows from them for customers with the same x and T. */
type World = { readonly repeat: RepeatParameters; readonly spend: SpendParameters | null }
type Outlook = {
  readonly buying: Buying
  readonly ahead: readonly WithinTime[]
  readonly months: readonly WithinTime[]
  readonly discounted: Float64Array
}

/** Outlooks are dropped all at once when there are this many: customers come in an order in which equals are near. */
const mostKept = 20_000

/**
 * Makes the function that forecasts one customer. What depends on x and T alone is worked out once for all who share them,
 * so it is quickest when customers come ordered by these. Means come from the best parameters, ranges from all that fit
 * about as well.
 */
export function makePredictor({ fit, spend, weeks, months, monthlyRate }: ForecastOptions): (past: CustomerPast) => CustomerForecast {
  const model = repeatModels[fit.kind]
  const { best, all } = worldsOf(fit, spend)
  const mostMonths = Math.max(0, ...months)
  const kept = new Map<number, Map<number, readonly Outlook[]>>()
  let held = 0
  const worlds = [best, ...all]
  const look = (world: World, buying: Buying, x: number, isBest: boolean): Outlook => ({
    buying,
    ahead: weeks.map((each) => withinTime(buying, each, world.spend, x)),
    months: months.map((each) => withinTime(buying, each * weeksAMonth, world.spend, x)),
    discounted: isBest ? discountedPurchases(buying, mostMonths, monthlyRate) : new Float64Array(0),
  })
  const outlooksOf = (x: number, t: number, aheads: readonly BuyingAhead[]): readonly Outlook[] => {
    const found = kept.get(x)?.get(t)
    if (found) return found
    if (held++ >= mostKept) {
      kept.clear()
      held = 1
    }
    const made = worlds.map((world, i) => look(world, (aheads[i] ?? aheads[0] ?? nobody).buying, x, i === 0))
    const byT = kept.get(x) ?? new Map<number, readonly Outlook[]>()
    kept.set(x, byT.set(t, made))
    return made
  }
  return (past) => {
    const clean = { ...past, tx: past.x === 0 ? 0 : past.tx }
    const aheads = worlds.map((world) => model.aheadOf(world.repeat, clean))
    const outlooks = outlooksOf(past.x, past.t, aheads)
    return forecast(clean, aheads, outlooks)
  }

  function forecast(past: CustomerPast, aheads: readonly BuyingAhead[], outlooks: readonly Outlook[]): CustomerForecast {
    const from = all.length > 0 ? 1 : 0
    const bestAhead = aheads[0] ?? nobody
    const bestOutlook = outlooks[0]
    const possible = (pick: (outlook: Outlook) => WithinTime | undefined): Possibility[] =>
      outlooks.slice(from).flatMap((outlook, i) => {
        const within = pick(outlook)
        return within ? [{ alive: aheads[i + from]?.alive ?? 0, within }] : []
      })
    const amounts = worlds.slice(from).flatMap((world) => (world.spend ? [{ x: past.x, z: past.z, parameters: world.spend }] : []))
    const rangeOf = (within: WithinTime | undefined, possibilities: readonly Possibility[]): Range | null =>
      best.spend && within
        ? spendRange({ alive: bestAhead.alive, within }, { x: past.x, z: past.z, parameters: best.spend }, possibilities, amounts)
        : null
    return {
      alive: model.hasLeaving ? bestAhead.alive : null,
      price: best.spend && expectedSpend(best.spend, past.x, past.z),
      ahead: (bestOutlook?.ahead ?? []).map((within, i) => {
        const possibilities = possible((outlook) => outlook.ahead[i])
        return {
          weeks: weeks[i] ?? 0,
          buys: bestAhead.alive * (1 - within.none),
          purchases: purchaseRange({ alive: bestAhead.alive, within }, possibilities),
          spend: rangeOf(within, possibilities),
        }
      }),
      next: nextPurchase(aheads.slice(from).map(({ alive }, i) => ({ alive, buying: outlooks[i + from]?.buying ?? bestAhead.buying }))),
      values: months.map((count, i) => {
        const within = bestOutlook?.months[i]
        const range = rangeOf(
          within,
          possible((outlook) => outlook.months[i]),
        )
        const share = within && within.mean > 0 ? (bestOutlook?.discounted[count] ?? 0) / within.mean : 0
        return { months: count, value: range && { mean: range.mean * share, low: range.low * share, high: range.high * share } }
      }),
    }
  }
}

const nobody: BuyingAhead = { alive: 0, buying: { mean: () => 0, none: () => 1, chances: () => Float64Array.of(1), never: 1 } }

/** The best parameters, and where customers are few those that fit about as well. */
function worldsOf(fit: RepeatFit, spend: SpendFit | null): { best: World; all: readonly World[] } {
  const count = Math.max(fit.alternatives.length, spend?.alternatives.length ?? 0)
  const all = Array.from({ length: count }, (_, i) => ({
    repeat: fit.alternatives[i] ?? fit.parameters,
    spend: spend && (spend.alternatives[i] ?? spend.parameters),
  }))
  return { best: { repeat: fit.parameters, spend: spend && spend.parameters }, all }
}
