export type RetentionMode = 'on-day' | 'between' | 'from-day' | 'by-day'

/** Days after the first time, both ends counting; `to` null has no end. */
export type DayWindow = { readonly from: number; readonly to: number | null }

/** The stretches of days that are asked about, in order and each once. */
export function windowsOf(ends: readonly number[], mode: RetentionMode): DayWindow[] {
  const days = [...new Set(ends)].toSorted((a, b) => a - b)
  return days.map((day, i) => {
    if (mode === 'on-day') return { from: day, to: day }
    if (mode === 'from-day') return { from: day, to: null }
    return { from: mode === 'by-day' ? 1 : (days[i - 1] ?? 0) + 1, to: day }
  })
}

/** Whoever began so many days ago or earlier has had all of the stretch: its last day is over. */
export const ripeAfter = ({ from, to }: DayWindow) => (to ?? from) + 1
