/** Buyers in columns, a row each, as they are read from the database. Days count from 1970-01-01; amounts in minor units. */
export type PastColumns = {
  readonly ids: Uint8Array
  readonly days: Int32Array
  readonly first: Int32Array
  readonly last: Int32Array
  readonly total: Float64Array
  /** NaN where no later purchase day has a known amount. */
  readonly repeat: Float64Array
  readonly daysBefore: Int32Array
  readonly lastBefore: Int32Array
  readonly totalBefore: Float64Array
  readonly repeatBefore: Float64Array
  readonly came: Int32Array
  readonly cameSpend: Float64Array
  readonly isPrivate: Uint8Array
}

export function makeColumns(rows: number): PastColumns {
  return {
    ids: new Uint8Array(rows * 16),
    days: new Int32Array(rows),
    first: new Int32Array(rows),
    last: new Int32Array(rows),
    total: new Float64Array(rows),
    repeat: new Float64Array(rows),
    daysBefore: new Int32Array(rows),
    lastBefore: new Int32Array(rows),
    totalBefore: new Float64Array(rows),
    repeatBefore: new Float64Array(rows),
    came: new Int32Array(rows),
    cameSpend: new Float64Array(rows),
    isPrivate: new Uint8Array(rows),
  }
}

const day = (text: string | undefined): string => `(${text ?? ''} - date '1970-01-01')`

/** The columns in the order in which a line of `copy … to stdout` has them. Of allow-listed names, nothing bound. */
export const pastSelection = `customer_id, days, ${day('first_day')}, ${day('last_day')}, total, repeat_spend, days_before, ${day('last_before')}, total_before, repeat_before, came, came_spend, private`

const empty = '\\N'
const amount = (text: string | undefined): number => (text === undefined || text === empty ? Number.NaN : Number(text))
const whole = (text: string | undefined): number => (text === undefined || text === empty ? 0 : Number(text))

/** Takes the text of a copy in pieces, wherever they are cut. */
export function columnFiller(columns: PastColumns): { readonly take: (piece: Uint8Array) => void; readonly filled: () => number } {
  const decoder = new TextDecoder()
  let rest = ''
  let row = 0
  return {
    take(piece) {
      const lines = (rest + decoder.decode(piece, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) fill(columns, row++, line.split('\t'))
    },
    filled: () => row,
  }
}

function fill(columns: PastColumns, row: number, cells: readonly string[]): void {
  writeId(columns.ids, row, cells[0] ?? '')
  columns.days[row] = whole(cells[1])
  columns.first[row] = whole(cells[2])
  columns.last[row] = whole(cells[3])
  columns.total[row] = whole(cells[4])
  columns.repeat[row] = amount(cells[5])
  columns.daysBefore[row] = whole(cells[6])
  columns.lastBefore[row] = whole(cells[7])
  columns.totalBefore[row] = whole(cells[8])
  columns.repeatBefore[row] = amount(cells[9])
  columns.came[row] = whole(cells[10])
  columns.cameSpend[row] = whole(cells[11])
  columns.isPrivate[row] = cells[12] === 't' ? 1 : 0
}

/** A million ids as texts would take five times the room. */
function writeId(ids: Uint8Array, row: number, text: string): void {
  let to = row * 16
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '-') continue
    ids[to++] = Number.parseInt(text.slice(at, at + 2), 16)
    at++
  }
}

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

export function readId(ids: Uint8Array, row: number): string {
  let text = ''
  for (let byte = 0; byte < 16; byte++) {
    if (byte === 4 || byte === 6 || byte === 8 || byte === 10) text += '-'
    text += hex[ids[row * 16 + byte] ?? 0] ?? '00'
  }
  return text
}
