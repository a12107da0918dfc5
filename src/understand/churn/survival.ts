/** How many left, and how many were last seen still there, in each month since their first purchase. */
export type MonthCount = { readonly month: number; readonly left: number; readonly stayed: number }
export type SurvivalPoint = {
  readonly month: number
  readonly share: number
  readonly low: number
  readonly high: number
  readonly atRisk: number
}

const z = 1.959964

/**
 * Kaplan–Meier 1958 with Greenwood's variance on the log-log scale, 95 %. Whoever is still there counts until the month of
 * their age, that month included. Ends where fewer than ten are left to look at.
 * @param counts of different months, in any order
 */
export function survivalOf(counts: readonly MonthCount[], months: number): SurvivalPoint[] {
  const by = new Map(counts.map((one) => [one.month, one]))
  let atRisk = counts.reduce((sum, { left, stayed }) => sum + left + stayed, 0)
  if (atRisk === 0) return []
  const points: SurvivalPoint[] = [{ month: 0, share: 1, low: 1, high: 1, atRisk }]
  let share = 1
  let variance = 0
  for (let month = 0; month < months && atRisk >= 10; month++) {
    const { left = 0, stayed = 0 } = by.get(month) ?? {}
    share *= 1 - left / atRisk
    if (left < atRisk) variance += left / (atRisk * (atRisk - left))
    points.push({ month: month + 1, ...edges(share, variance), atRisk })
    atRisk -= left + stayed
  }
  return points
}

function edges(share: number, variance: number): { share: number; low: number; high: number } {
  if (share <= 0 || share >= 1) return { share, low: share, high: share }
  const width = (z * Math.sqrt(variance)) / Math.abs(Math.log(share))
  return { share, low: share ** Math.exp(width), high: share ** Math.exp(-width) }
}

/** The month in which half had left; null where it has not come to that. */
export const medianOf = (points: readonly SurvivalPoint[]): number | null => points.find(({ share }) => share <= 0.5)?.month ?? null
