import type { HoldoutRows } from '../../../models/repeat-buying/choose-repeat.ts'

/** Days with a purchase, the first and the last of them (days from 1970-01-01), and purchases that came later. */
export type DayPast = { readonly days: number; readonly first: number; readonly last: number; readonly came: number }

// One number for each past: 7 bits for what came, 14 for the days between first and last, 15 for the first, the rest for the days.
const cameSize = 2 ** 7
const spanSize = 2 ** 14
const firstSize = 2 ** 15

const keyOf = ({ days, first, last, came }: DayPast): number =>
  ((days * firstSize + Math.min(firstSize - 1, Math.max(0, first))) * spanSize + Math.min(spanSize - 1, last - first)) * cameSize +
  Math.min(cameSize - 1, came)

/**
 * The distinct pasts with how many have each. Sorting one number a customer costs a tenth of the time and of the memory of
 * looking each up among those before it.
 * @param pasts gives the n-th customer's, or null for one who had not bought by then
 * @param weeks open weeks behind one day and up to another
 */
export function distinctRows(
  customers: number,
  pasts: (row: number) => DayPast | null,
  cutDay: number,
  weeks: (from: number, to: number) => number,
): HoldoutRows {
  const keys = new Float64Array(customers)
  let known = 0
  for (let row = 0; row < customers; row++) {
    const past = pasts(row)
    if (past) keys[known++] = keyOf(past)
  }
  const sorted = keys.subarray(0, known).sort()
  const rows = countRuns(sorted)
  const column = () => new Float64Array(rows)
  const [x, tx, t, count, came] = [column(), column(), column(), column(), column()]
  let place = -1
  let before = Number.NaN
  for (const key of sorted) {
    if (key !== before) {
      before = key
      place++
      const upper = Math.floor(key / cameSize)
      const days = Math.floor(upper / spanSize / firstSize)
      const first = Math.floor(upper / spanSize) % firstSize
      x[place] = days - 1
      tx[place] = days > 1 ? weeks(first, first + (upper % spanSize)) : 0
      t[place] = weeks(first, cutDay)
      came[place] = key % cameSize
    }
    count[place] = (count[place] ?? 0) + 1
  }
  return { x, tx, t, count, came }
}

function countRuns(sorted: Float64Array): number {
  let runs = 0
  for (let at = 0; at < sorted.length; at++) if (at === 0 || sorted[at] !== sorted[at - 1]) runs++
  return runs
}
