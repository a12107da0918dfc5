import { kaplanMeier, survivalAt, survivalInterval } from '../models/survival/kaplan-meier.ts'

/** How many left, and how many were last seen still there, in each month since their first purchase. */
export type MonthCount = { readonly month: number; readonly left: number; readonly stayed: number }
export type SurvivalPoint = {
  readonly month: number
  readonly share: number
  readonly low: number
  readonly high: number
  readonly atRisk: number
}

/** With fewer the curve says little, and is not drawn. */
const fewest = 10

/**
 * The curve of Kaplan and Meier, month by month, with its 95 % interval. Whoever is still there counts until the month of
 * their age, that month included. Ends where fewer than ten are left to look at.
 * @param counts of different months, in any order
 */
export function survivalOf(counts: readonly MonthCount[], months: number): SurvivalPoint[] {
  const rows = counts.flatMap(({ month, left, stayed }) => [
    { month, event: 1, count: left },
    { month, event: 0, count: stayed },
  ])
  const curve = kaplanMeier(
    rows.map(({ month }) => month),
    rows.map(({ event }) => event),
    rows.map(({ count }) => count),
  )
  const watchedFrom = (from: number) => rows.reduce((sum, { month, count }) => sum + (month >= from ? count : 0), 0)
  const everybody = watchedFrom(0)
  if (everybody === 0) return []
  const points: SurvivalPoint[] = [{ month: 0, share: 1, low: 1, high: 1, atRisk: everybody }]
  for (let month = 0; month < months && watchedFrom(month) >= fewest; month++) {
    const at = survivalAt(curve, month)
    points.push({ month: month + 1, share: at.survival, ...survivalInterval(at), atRisk: watchedFrom(month) })
  }
  return points
}

/** The month in which half had left; null where it has not come to that. */
export const medianOf = (points: readonly SurvivalPoint[]): number | null => points.find(({ share }) => share <= 0.5)?.month ?? null
