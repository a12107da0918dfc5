import { addDays, daysBetween, type LocalDate } from '../../core/kit/local-time.ts'

/** Days on which the whole firm sold nothing, both ends counted. */
export type ClosedSpan = { readonly from: LocalDate; readonly to: LocalDate }
/** How many purchases there were on a day; days without any may be left out. */
export type DayCount = { readonly day: LocalDate; readonly purchases: number }

/** A shorter pause is a weekend or a holiday that everybody's gaps hold alike. */
const shortest = 7
/** With so many purchases to be expected a pause by chance has odds of one in twenty thousand (Poisson: e⁻¹⁰). */
const expectedAtLeast = 10
/** The usual trade is judged by so many days before and after. */
const beside = 60
/** More than these are not told apart; the longest count. */
const most = 12

/**
 * When the firm was closed: a week or more without one sale, where ten or more would have been sold at the slower of the
 * paces before and after. So a small shop's quiet weeks, and the slow months of a young one, stay in. A pause that lasts
 * until today is judged by the pace before it: a shop that closed, or whose sales are not told any more.
 * @param counts in order of days @returns in order of days, at most twelve
 */
export function closedSpans(counts: readonly DayCount[], today: LocalDate): ClosedSpan[] {
  const sold = counts.filter(({ day, purchases }) => purchases > 0 && day <= today)
  const pauses = sold.flatMap(({ day }, at) => {
    const next = sold[at + 1]?.day ?? addDays(today, 1)
    const length = daysBetween(day, next) - 1
    if (length < shortest) return []
    const paces = [paceBefore(sold, at), ...(sold[at + 1] ? [paceAfter(sold, at + 1)] : [])]
    return length * Math.min(...paces) >= expectedAtLeast ? [{ from: addDays(day, 1), to: addDays(next, -1), length }] : []
  })
  const kept = pauses.toSorted((a, b) => b.length - a.length).slice(0, most)
  return kept.map(({ from, to }) => ({ from, to })).toSorted((a, b) => (a.from < b.from ? -1 : 1))
}

/** Whether a week or more without a sale is among them at all, today counted; `days` in order. */
export const hasPause = (days: readonly LocalDate[], today: LocalDate): boolean =>
  days.some((day, at) => daysBetween(day, days[at + 1] ?? addDays(today, 1)) - 1 >= shortest)

/** Purchases a day in the sixty days that end with this one, or since the first sale. */
function paceBefore(sold: readonly DayCount[], at: number): number {
  const day = sold[at]?.day ?? ''
  const begin = addDays(day, 1 - beside)
  let total = 0
  for (let i = at; i >= 0 && (sold[i]?.day ?? '') >= begin; i--) total += sold[i]?.purchases ?? 0
  const known = Math.min(beside, daysBetween(sold[0]?.day ?? day, day) + 1)
  return total / Math.max(known, shortest)
}

/** Purchases a day in the sixty days that begin with this one, or until the last sale. */
function paceAfter(sold: readonly DayCount[], at: number): number {
  const day = sold[at]?.day ?? ''
  const end = addDays(day, beside - 1)
  let total = 0
  for (let i = at; i < sold.length && (sold[i]?.day ?? '9') <= end; i++) total += sold[i]?.purchases ?? 0
  const known = Math.min(beside, daysBetween(day, sold.at(-1)?.day ?? day) + 1)
  return total / Math.max(known, shortest)
}

/** How many closed days lie after the one day and up to the other. */
export function closedBetween(spans: readonly ClosedSpan[], after: LocalDate, until: LocalDate): number {
  return spans.reduce((sum, { from, to }) => {
    const begin = from > after ? from : addDays(after, 1)
    const end = to < until ? to : until
    return sum + Math.max(0, daysBetween(begin, end) + 1)
  }, 0)
}
