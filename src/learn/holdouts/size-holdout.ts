import { fillBoth, type Words } from '../../core/kit/words.ts'
import { visibleDifference } from '../../understand/models/measure/sample-size.ts'
import { usualPlan } from './judge-result.ts'

/** What customers of the firm do in as many days without the trial: a share buys; spend a person with its variance, minor units. */
export type Baseline = { readonly people: number; readonly buyingRate: number; readonly mean: number; readonly variance: number }

/** How people come: all at once, or so many a week for as long as it runs. */
export type Coming = { readonly atOnce: number } | { readonly perWeek: number }

export type Moment = {
  readonly week: number
  readonly treated: number
  readonly holdout: number
  readonly visible: number | null
  readonly visibleBuyers: number | null
}
export type Choice = {
  readonly percent: number
  readonly weeks: readonly Moment[]
  readonly visible: number | null
  readonly heldOut: number
  readonly cost: number
}

/** The shares that are looked at. */
export const usualPercents = [5, 10, 20, 50] as const
/** A stream of people is planned for half a year; a one-off until its window is over. */
const streamWeeks = 26
/** A difference up to this is what most firms would want to see. */
const worthwhile = 0.2
/** Beyond this nobody’s marketing works so well: one trial alone will hardly show anything. */
const hopeless = 0.6

export function weeksOf(coming: Coming, days: number): number {
  return 'atOnce' in coming ? Math.ceil(days / 7) : streamWeeks
}

/** What each share held out lets one see week by week, and what it costs where the treated earn `expected` more. */
export function sizeHoldout(coming: Coming, baseline: Baseline, days: number, percent: number, expected: number): Choice {
  const weeks = Array.from({ length: weeksOf(coming, days) }, (_, i) => momentOf(i + 1, coming, baseline, days, percent))
  const heldOut = Math.round((('atOnce' in coming ? coming.atOnce : coming.perWeek * streamWeeks) * percent) / 100)
  return { percent, weeks, visible: best(weeks.at(-1)), heldOut, cost: heldOut * baseline.mean * expected }
}

/**
 * People of a stream count once their window is over; those of a one-off all at once, with what they have spent so far. Where all
 * did the same before, nothing tells how they differ, and so nothing can be said of what would be seen.
 */
function momentOf(week: number, coming: Coming, baseline: Baseline, days: number, percent: number): Moment {
  const passed = Math.min(1, (week * 7) / days)
  const isOnce = 'atOnce' in coming
  const people = isOnce ? coming.atOnce : coming.perWeek * Math.max(0, week - days / 7)
  const split = { holdout: (people * percent) / 100, treated: people * (1 - percent / 100) }
  // So far as spend grows evenly, half the window has half the mean and half the variance.
  const part = isOnce ? passed : 1
  const planned = isOnce ? Math.max(1, people / Math.max(passed, 1e-9)) : usualPlan.plannedPeople
  const rate = baseline.buyingRate * part
  const differs = (variance: number, of: number) => (variance > 0 ? relative(visibleDifference(split, variance, planned), of) : null)
  const spend = differs(baseline.variance * part, baseline.mean * part)
  const buyers = baseline.buyingRate < 1 ? differs(rate * (1 - rate), rate) : null
  return { week, treated: Math.round(split.treated), holdout: Math.round(split.holdout), visible: spend, visibleBuyers: buyers }
}

const relative = (difference: number, of: number) => (of > 0 && Number.isFinite(difference) ? difference / of : null)

/** The smaller of what spend and what the share of buyers would show: the latter is far steadier. */
function best(moment: Moment | undefined): number | null {
  const both = [moment?.visible, moment?.visibleBuyers].filter((one): one is number => typeof one === 'number')
  return both.length > 0 ? Math.min(...both) : null
}

export type Recommended = { readonly percent: number; readonly reason: Words }

const reasons = {
  nobody: {
    zh: '还没有足够的消费记录可以估算，先留 10%。',
    en: 'There are not enough purchases to go by yet; begin with 10%.',
  },
  enough: {
    zh: '留 {percent}% 就够：{weeks} 周后能看出 {visible} 以上的差异。',
    en: '{percent}% is enough: after {weeks} weeks a difference of {visible} or more would be seen.',
  },
  small: {
    zh: '样本太小，只能看到 {visible} 以上的差异；留 {percent}% 看得最清楚。',
    en: 'The sample is small: only differences above {visible} would be seen; {percent}% shows the most.',
  },
  tiny: {
    zh: '样本太小，单独一次看不清（只能看到 {visible} 以上的差异）。留 {percent}%，和以后的合起来看。',
    en: 'Far too small to be told alone (only differences above {visible} would be seen). Hold out {percent}% and read it together with later ones.',
  },
} satisfies Record<string, Words>

/** The smallest share that shows a worthwhile difference; else the one that shows the most; 10% where nothing would. */
export function recommendHoldout(choices: readonly Choice[], weeks: number): Recommended {
  const told = choices
    .flatMap(({ percent, visible }) => (visible === null ? [] : [{ percent, visible }]))
    .toSorted((a, b) => a.percent - b.percent)
  if (told.length === 0) return { percent: 10, reason: reasons.nobody }
  const enough = told.find(({ visible }) => visible <= worthwhile)
  if (enough) return say(reasons.enough, enough, weeks)
  const clearest = told.reduce((a, b) => (b.visible < a.visible ? b : a))
  if (clearest.visible <= hopeless) return say(reasons.small, clearest, weeks)
  return say(reasons.tiny, told.find(({ percent }) => percent === 10) ?? clearest, weeks)
}

function say(words: Words, { percent, visible }: { percent: number; visible: number }, weeks: number): Recommended {
  const values = { percent: String(percent), weeks: String(weeks), visible: `${Math.round(visible * 100)}%` }
  return { percent, reason: fillBoth(words, values) }
}
