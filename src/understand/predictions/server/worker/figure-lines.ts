import type { FeatureTable, LabelledTable } from '../../predictor.ts'
import { buyerFigures } from '../../will-buy/buyer-figures.ts'
import { featureTable } from '../../will-buy/figure-rows.ts'
import { willBuy, type WillBuyKept } from '../../will-buy/will-buy.ts'
import type { PastColumns } from './past-columns.ts'
import { rowFinder } from './row-finder.ts'

type Line = { readonly customer: string; readonly numbers: readonly (number | null)[] }

/** Takes the text of a copy of figures in pieces, wherever they are cut, and gives the whole lines of each. */
function lineReader(): (piece: Uint8Array) => readonly Line[] {
  const decoder = new TextDecoder()
  let rest = ''
  return (piece) => {
    const texts = (rest + decoder.decode(piece, { stream: true })).split('\n')
    rest = texts.pop() ?? ''
    return texts.map((text) => {
      const [customer = '', ...cells] = text.split('\t')
      return { customer, numbers: cells.map((cell) => (cell === '\\N' ? null : Number(cell))) }
    })
  }
}

/** Gathers figures with what came after them. */
export function figureFiller(): { readonly take: (piece: Uint8Array) => void; readonly table: () => LabelledTable } {
  const read = lineReader()
  const rows: (readonly (number | null)[])[] = []
  return {
    take: (piece) => {
      for (const { numbers } of read(piece)) rows.push(numbers)
    },
    table: () => {
      const bought = (place: number) => Float64Array.from(rows, (row) => row[buyerFigures.length + place] ?? Number.NaN)
      return { ...featureTable(buyerFigures, rows), bought30: bought(0), bought90: bought(1) }
    },
  }
}

/** The columns of a line of `otherFigures`, behind the customer. */
const others = ['lines', 'items', 'refunds', 'severalChannels', 'interactions90'] as const

/**
 * Turns figures into chances as they come, each where its buyer stands. What the buyers' pasts say is taken from there; a line
 * has the rest. Others than the buyers are passed over.
 */
export function chanceFiller(
  kept: WillBuyKept,
  columns: PastColumns,
  cutDay: number,
  isLong: boolean,
): { readonly take: (piece: Uint8Array) => void } {
  const read = lineReader()
  const rowOf = rowFinder(columns.ids)
  return {
    take: (piece) => {
      const lines = read(piece).flatMap(({ customer, numbers }) => {
        const row = rowOf(customer)
        return row < 0 ? [] : [{ row, numbers }]
      })
      const { chance30, chance90 } = willBuy.predict(kept, tableOf(lines, columns, cutDay, isLong))
      for (const [at, { row }] of lines.entries()) {
        columns.learned30[row] = chance30[at] ?? Number.NaN
        columns.learned90[row] = chance90[at] ?? Number.NaN
      }
    },
  }
}

type Known = { readonly row: number; readonly numbers: readonly (number | null)[] }

function tableOf(lines: readonly Known[], columns: PastColumns, cutDay: number, isLong: boolean): FeatureTable {
  // `Float64Array.from` would walk through an iterator: several times the work of it.
  const of = (figure: (known: Known) => number | null | undefined) => {
    const values = new Float64Array(lines.length).fill(Number.NaN)
    lines.forEach((known, at) => (values[at] = figure(known) ?? Number.NaN))
    return values
  }
  return {
    rows: lines.length,
    columns: {
      days: of(({ row }) => columns.days[row]),
      tenure: of(({ row }) => cutDay - (columns.first[row] ?? Number.NaN)),
      recency: of(({ row }) => cutDay - (columns.last[row] ?? Number.NaN)),
      spend: of(({ row }) => columns.total[row]),
      days30: of(({ row }) => columns.days30[row]),
      days90: of(({ row }) => columns.days90[row]),
      daysBefore90: of(({ row }) => (isLong ? columns.daysBefore90[row] : null)),
      ...Object.fromEntries(others.map((name, place) => [name, of(({ numbers }) => numbers[place])])),
    },
  }
}
