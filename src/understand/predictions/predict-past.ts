import { expectedSpend } from '../models/repeat-buying/gamma-gamma.ts'
import type { SpendFit } from '../models/repeat-buying/fit-spend.ts'
import type { Past } from '../models/repeat-buying/repeat-model.ts'
import { daysBetween, type LocalDate } from '../../core/kit/local-time.ts'
import { type ClosedSpan, closedBetween } from '../rhythm/closed-days.ts'
import { horizons } from './predictions.ts'
import type { SetBody } from './set-body.ts'

/** What a prediction of one customer rests on. Amounts in minor units; `repeat` is null where none is known. */
export type CustomerPast = Past & { readonly repeat: number | null }

export type Three = readonly [number, number, number]
export type Range = { readonly low: number; readonly mean: number; readonly high: number }

/** What is foretold of one customer. Chances from 0 to 1, times in weeks from now, amounts in minor units; null: nobody can tell. */
export type Foretold = {
  readonly purchases: Three | null
  readonly spend: Three | null
  readonly chance: readonly [number | null, number | null, number | null] | null
  readonly alive: number | null
  readonly next: { readonly from: number; readonly middle: number; readonly to: number } | null
  readonly value12: Range | null
  readonly value36: Range | null
}

export const nothingForetold: Foretold = {
  purchases: null,
  spend: null,
  chance: null,
  alive: null,
  next: null,
  value12: null,
  value36: null,
}

/** What was learned from behaviour says who will buy, where it does: a model of its own, whoever foretells the rest. NaN: it does not. */
export function withLearned(foretold: Foretold, chance30: number, chance90: number): Foretold {
  const [no30, no90] = [Number.isNaN(chance30), Number.isNaN(chance90)]
  if (no30 && no90) return foretold
  const others = foretold.chance ?? [null, null, null]
  return { ...foretold, chance: [no30 ? others[0] : chance30, no90 ? others[1] : chance90, others[2]] }
}

export const aheadWeeks: Three = [horizons[0] / 7, horizons[1] / 7, horizons[2] / 7]
const atEach = (of: (weeks: number) => number): Three => [of(aheadWeeks[0]), of(aheadWeeks[1]), of(aheadWeeks[2])]

/** A rate is taken over a week at least: two visits in two days are no sign of one every day. */
const shortest = 1

/** Repeat purchases a week so far, and what was spent on them. */
export const pastRate = ({ x, t, repeat }: CustomerPast): { purchases: number; spend: number } => {
  const purchases = x / Math.max(shortest, t)
  return { purchases, spend: purchases * (repeat ?? 0) }
}

/** The plain alternative: the past rate goes on for ever. */
export function foretellPlainly(past: CustomerPast): Foretold {
  const rate = pastRate(past)
  return { ...nothingForetold, purchases: atEach((t) => t * rate.purchases), spend: atEach((t) => t * rate.spend) }
}

/** Days between two days on which the shop was open, in weeks. */
export const openWeeks = (closed: readonly ClosedSpan[], from: LocalDate, to: LocalDate): number =>
  Math.max(0, daysBetween(from, to) - closedBetween(closed, from, to)) / 7

/** The amount that a purchase of this customer is expected to have; null where nobody has come again yet. */
export function expectedAmount({ spend }: Pick<SetBody, 'spend'>, { x, repeat }: CustomerPast): number | null {
  return hasAmounts(spend) ? expectedSpend(spend.parameters, repeat === null ? 0 : x, repeat ?? 0) : null
}

/** Whether there were amounts to learn from. */
export const hasAmounts = (spend: SpendFit | null): spend is SpendFit => spend !== null && spend.verdict !== 'nobody'
