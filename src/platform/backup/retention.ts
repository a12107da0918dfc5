import { localDate } from '../../core/kit/local-time.ts'

/** How many are kept: of so many days, weeks and months the newest of each. */
export type KeepRule = { readonly daily: number; readonly weekly: number; readonly monthly: number }

/**
 * Which backups stay. Of the newest days, weeks (from Monday) and months that have any, the newest backup of each; the
 * newest of all stays whatever the rule says.
 * @param takenAt in any order
 */
export function whichStay(takenAt: readonly Date[], { daily, weekly, monthly }: KeepRule, timeZone: string): Set<Date> {
  const sorted = [...takenAt].sort((a, b) => b.getTime() - a.getTime())
  const stay = new Set(sorted.slice(0, 1))
  const rules: readonly (readonly [number, (day: string) => string])[] = [
    [daily, (day) => day],
    [weekly, mondayOf],
    [monthly, (day) => day.slice(0, 7)],
  ]
  for (const [count, spanOf] of rules) {
    const spans = new Set<string>()
    for (const at of sorted) {
      const span = spanOf(localDate(at, timeZone))
      if (spans.has(span)) continue
      if (spans.size >= count) break
      spans.add(span)
      stay.add(at)
    }
  }
  return stay
}

function mondayOf(day: string): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() - ((at.getUTCDay() + 6) % 7))
  return at.toISOString().slice(0, 10)
}
