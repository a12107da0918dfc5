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
  /** Days with a purchase in the last 30 and 90, and in the 90 before those. */
  readonly days30: Int32Array
  readonly days90: Int32Array
  readonly daysBefore90: Int32Array
  /** Chances to buy that were learned from behaviour, 0 to 1; NaN where nothing was. */
  readonly learned30: Float64Array
  readonly learned90: Float64Array
}

/** A column's kind and how many numbers of it a row has. */
const made = {
  ids: (rows: number) => new Uint8Array(new SharedArrayBuffer(rows * 16)),
  whole: (rows: number) => new Int32Array(new SharedArrayBuffer(rows * 4)),
  real: (rows: number) => new Float64Array(new SharedArrayBuffer(rows * 8)),
  flag: (rows: number) => new Uint8Array(new SharedArrayBuffer(rows)),
}

/** In memory that two threads share, so that both can work on the same buyers. */
export function makeColumns(rows: number): PastColumns {
  return {
    ids: made.ids(rows),
    days: made.whole(rows),
    first: made.whole(rows),
    last: made.whole(rows),
    total: made.real(rows),
    repeat: made.real(rows),
    daysBefore: made.whole(rows),
    lastBefore: made.whole(rows),
    totalBefore: made.real(rows),
    repeatBefore: made.real(rows),
    came: made.whole(rows),
    cameSpend: made.real(rows),
    isPrivate: made.flag(rows),
    days30: made.whole(rows),
    days90: made.whole(rows),
    daysBefore90: made.whole(rows),
    learned30: made.real(rows).fill(Number.NaN),
    learned90: made.real(rows).fill(Number.NaN),
  }
}

const wholes = ['days', 'first', 'last', 'daysBefore', 'lastBefore', 'came', 'days30', 'days90', 'daysBefore90'] as const
const reals = ['total', 'repeat', 'totalBefore', 'repeatBefore', 'cameSpend', 'learned30', 'learned90'] as const

/** The same rows with room for more. */
export function widened(columns: PastColumns, rows: number): PastColumns {
  const wider = makeColumns(rows)
  wider.ids.set(columns.ids)
  wider.isPrivate.set(columns.isPrivate)
  for (const name of wholes) wider[name].set(columns[name])
  for (const name of reals) wider[name].set(columns[name])
  return wider
}

/** The first rows, where they are. */
export function firstOf(columns: PastColumns, rows: number): PastColumns {
  const cut = (name: (typeof wholes)[number]) => columns[name].subarray(0, rows)
  const cutReal = (name: (typeof reals)[number]) => columns[name].subarray(0, rows)
  return {
    ids: columns.ids.subarray(0, rows * 16),
    days: cut('days'),
    first: cut('first'),
    last: cut('last'),
    total: cutReal('total'),
    repeat: cutReal('repeat'),
    daysBefore: cut('daysBefore'),
    lastBefore: cut('lastBefore'),
    totalBefore: cutReal('totalBefore'),
    repeatBefore: cutReal('repeatBefore'),
    came: cut('came'),
    cameSpend: cutReal('cameSpend'),
    isPrivate: columns.isPrivate.subarray(0, rows),
    days30: cut('days30'),
    days90: cut('days90'),
    daysBefore90: cut('daysBefore90'),
    learned30: cutReal('learned30'),
    learned90: cutReal('learned90'),
  }
}

/** A million ids as texts would take five times the room. */
export function writeId(ids: Uint8Array, row: number, text: string): void {
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
