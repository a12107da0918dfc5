import { expect, test } from 'vitest'
import { makeForeteller } from '../../foretell.ts'
import { fieldsOf } from '../../prediction-fields.ts'
import type { SetBody } from '../../set-body.ts'
import { figureColumns, ledgerColumns, pastColumns } from '../predicted-columns.ts'
import { copyBytes } from './copy-bytes.ts'
import { makeColumns, readId, writeId } from './past-columns.ts'
import { lineWriter } from './write-lines.ts'

// Purchase days, weeks from the first to the last and to now, mean of the later ones.
const pasts = [
  { x: 0, tx: 0, t: 8, repeat: null },
  { x: 4, tx: 20, t: 24, repeat: 8_800 },
  { x: 2, tx: 3, t: 60, repeat: 1 },
  { x: 0, tx: 0, t: 8, repeat: null },
  { x: 1, tx: 5, t: 30, repeat: null },
  { x: 400, tx: 100, t: 110, repeat: 2 ** 41 + 7 },
  // Came once, on the last day of 1969.
  { x: 0, tx: 0, t: 2_943, repeat: null },
]

const cutDay = 20_600
const beginsAt = (cutDay + 1) * 86_400_000
const body: Omit<SetBody, 'notes'> = {
  standing: 'model',
  fit: {
    kind: 'mbg-nbd',
    parameters: { r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 },
    logLikelihood: -9_582,
    converged: true,
    customers: 2_357,
    standardErrors: null,
    alternatives: [],
  },
  tried: [],
  verdict: '',
  words: { zh: '', en: '' },
  spend: {
    verdict: 'fitted',
    parameters: { p: 6.25, q: 3.74, v: 1_544 },
    logLikelihood: -4_055,
    converged: true,
    standardErrors: null,
    customers: 946,
    dropped: 0,
    correlation: 0.1,
    alternatives: [],
    inWords: { zh: '', en: '' },
  },
  spendWords: null,
  closed: [],
  trial: null,
  withdrawn: null,
  quantiles: { days: [], repeat: [], total: [] },
  yearlyDiscount: 10,
  totals: { purchases30: 0, purchases90: 0, purchases365: 0, spend90: 0 },
  chance: null,
}

function columnsOf() {
  const columns = makeColumns(pasts.length)
  for (const [row, { x, tx, t, repeat }] of pasts.entries()) {
    writeId(columns.ids, row, `018f0000-0000-7000-8000-0000000000${row}f`)
    columns.days[row] = x + 1
    columns.first[row] = cutDay - 7 * t
    columns.last[row] = cutDay - 7 * t + 7 * tx
    columns.repeat[row] = repeat ?? Number.NaN
  }
  return columns
}

/** The cells of a binary copy's rows, each as its bytes. */
function cellsOf(bytes: Uint8Array): (DataView | null)[][] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const rows: (DataView | null)[][] = []
  for (let at = 0; at < bytes.length; ) {
    const row = Array.from({ length: view.getInt16(at) }, (): DataView | null => null)
    at += 2
    for (const place of row.keys()) {
      const length = view.getInt32(at)
      at += 4
      if (length < 0) continue
      row[place] = new DataView(bytes.buffer, bytes.byteOffset + at, length)
      at += length
    }
    rows.push(row)
  }
  return rows
}

const plan = { cutDay, trial: null, closed: [], yearlyDiscount: 10, seed: 1, beginsAt, withdrawn: null, setId: '', predictedAt: '' }
const kindOf = (name: string) => (name.startsWith('next_') ? 'instant' : /spend|clv/.test(name) ? 'whole' : 'real')
const read = { instant: (cell: DataView) => new Date(Number(cell.getBigInt64(0)) / 1_000 + 946_684_800_000).toISOString() }
const numberOf = (kind: string, cell: DataView) => (kind === 'whole' ? Number(cell.getBigInt64(0)) : cell.getFloat64(0))

test('what a thread writes of a customer is what is foretold of them alone, cell by cell', () => {
  const columns = columnsOf()
  const next = lineWriter(columns, plan, body, () => {})
  const rows = cellsOf(next() ?? new Uint8Array())
  expect(next()).toBeNull()
  expect(rows.map((row) => row.length)).toEqual(pasts.map(() => 1 + figureColumns.length + pastColumns.length + ledgerColumns.length))
  const foretell = makeForeteller(body)
  for (const [id, ...cells] of rows) {
    const bytes = new Uint8Array(id?.buffer ?? new ArrayBuffer(), id?.byteOffset, 16)
    const row = Number.parseInt(readId(bytes, 0).at(-2) ?? '', 10)
    const past = pasts[row] ?? { x: 0, tx: 0, t: 0, repeat: null }
    const kept: Readonly<Record<string, unknown>> = fieldsOf(foretell(past), beginsAt)
    const written = figureColumns.map((name, place) => {
      const cell = cells[place]
      const kind = kindOf(name)
      return cell ? (kind === 'instant' ? read.instant(cell) : numberOf(kind, cell)) : null
    })
    expect(written).toEqual(figureColumns.map((name) => kept[name]))
    const [days, first, last, repeat] = cells.slice(figureColumns.length)
    expect([days?.getInt32(0), (first?.getInt32(0) ?? 0) + 10_957, (last?.getInt32(0) ?? 0) + 10_957]).toEqual([
      past.x + 1,
      columns.first[row],
      columns.last[row],
    ])
    expect(repeat ? Number(repeat.getBigInt64(0)) : null).toBe(past.repeat)
  }
})

test('an amount that is no whole number stops the writing and is not kept as another one', () => {
  for (const wrong of [Number.NaN, Infinity, 0.5, 2 ** 60]) expect(() => copyBytes(64).big(wrong)).toThrow(RangeError)
  const bytes = copyBytes(64)
  for (const value of [-1, -(2 ** 40) - 3, 2 ** 52 + 1]) bytes.big(value)
  const written = bytes.taken()
  const view = new DataView(written.buffer, written.byteOffset)
  expect([4, 16, 28].map((at) => Number(view.getBigInt64(at)))).toEqual([-1, -(2 ** 40) - 3, 2 ** 52 + 1])
  expect(bytes.taken()).toHaveLength(0)
})
