import { copyHead } from './copy-bytes.ts'
import { firstOf, makeColumns, type PastColumns, widened } from './past-columns.ts'

const day = (name: string): string => `(${name} - date '1970-01-01')`

/** The columns in the order in which a row of the copy has them, each a whole number of four bytes unless it says otherwise. Of allow-listed names, nothing bound. */
export const pastSelection = `customer_id, days, ${day('first_day')}, ${day('last_day')}, total::float8, repeat_spend::float8, days_before, ${day('last_before')}, total_before::float8, repeat_before::float8, came, came_spend::float8, private::int, days30, days90, days_before90`

const idBytes = 16
/** More than any row takes: the number of its cells, the id, nine and a half of eight bytes besides; each cell behind four of its length. */
const mostBytes = 2 + (4 + idBytes) + 15 * 12

/**
 * Takes the bytes of a binary copy of pasts in pieces, wherever they are cut. No text is made of them: a million rows are read in
 * a third of the time.
 * @param expected about how many rows will come; there may be more or fewer
 */
export function columnFiller(expected: number): { readonly take: (piece: Uint8Array) => void; readonly columns: () => PastColumns } {
  let columns = makeColumns(expected)
  let rest = new Uint8Array(0)
  let row = 0
  let isBegun = false
  /** Reads rows while there are more bytes than `kept`. */
  const read = (kept: number) => {
    const reader = rowReader(rest)
    if (!isBegun) {
      if (rest.length < copyHead.length + kept) return
      reader.pass(copyHead.length)
      isBegun = true
    }
    while (reader.left() > kept && reader.isRow()) {
      const room = columns.days.length
      if (row === room) columns = widened(columns, Math.max(1_000, Math.ceil(room * 1.5)))
      reader.fill(columns, row++)
    }
    rest = rest.slice(rest.length - reader.left())
  }
  return {
    take(piece) {
      const both = new Uint8Array(rest.length + piece.length)
      both.set(rest)
      both.set(piece, rest.length)
      rest = both
      read(mostBytes)
    },
    columns() {
      read(1)
      return firstOf(columns, row)
    },
  }
}

function rowReader(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  let at = 0
  /** The cell's length, after which stands its value; -1 where there is none. */
  const isKnown = () => {
    at += 4
    return view.getInt32(at - 4) >= 0
  }
  const whole = () => {
    if (!isKnown()) return 0
    at += 4
    return view.getInt32(at - 4)
  }
  const real = (missing: number) => {
    if (!isKnown()) return missing
    at += 8
    return view.getFloat64(at - 8)
  }
  return {
    left: () => bytes.length - at,
    pass: (length: number) => void (at += length),
    /** The end of a copy says -1 in place of the number of cells. */
    isRow: () => view.getInt16(at) >= 0,
    fill(columns: PastColumns, row: number) {
      at += 2 + 4
      columns.ids.set(bytes.subarray(at, at + idBytes), row * idBytes)
      at += idBytes
      columns.days[row] = whole()
      columns.first[row] = whole()
      columns.last[row] = whole()
      columns.total[row] = real(0)
      columns.repeat[row] = real(Number.NaN)
      columns.daysBefore[row] = whole()
      columns.lastBefore[row] = whole()
      columns.totalBefore[row] = real(0)
      columns.repeatBefore[row] = real(Number.NaN)
      columns.came[row] = whole()
      columns.cameSpend[row] = real(0)
      columns.isPrivate[row] = whole()
      columns.days30[row] = whole()
      columns.days90[row] = whole()
      columns.daysBefore90[row] = whole()
    },
  }
}
