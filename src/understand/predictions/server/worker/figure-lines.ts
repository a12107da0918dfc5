import type { LabelledTable } from '../../predictor.ts'
import { buyerFigures } from '../../will-buy/buyer-figures.ts'
import { featureTable } from '../../will-buy/figure-rows.ts'
import { willBuy, type WillBuyKept } from '../../will-buy/will-buy.ts'

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

/** Turns figures into chances as they come, and keeps no more of them than the lines that go back. */
export function chanceFiller(kept: WillBuyKept): {
  readonly take: (piece: Uint8Array) => void
  readonly next: () => Uint8Array<ArrayBuffer> | null
} {
  const read = lineReader()
  const encoder = new TextEncoder()
  const pieces: Uint8Array<ArrayBuffer>[] = []
  const cell = (chance: number | undefined) => (chance === undefined || Number.isNaN(chance) ? '\\N' : chance.toFixed(6))
  return {
    take: (piece) => {
      const lines = read(piece)
      const { chance30, chance90 } = willBuy.predict(
        kept,
        featureTable(
          buyerFigures,
          lines.map(({ numbers }) => numbers),
        ),
      )
      const text = lines.map(({ customer }, row) => `${customer}\t${cell(chance30[row])}\t${cell(chance90[row])}\n`).join('')
      if (text !== '') pieces.push(encoder.encode(text))
    },
    next: () => pieces.shift() ?? null,
  }
}
