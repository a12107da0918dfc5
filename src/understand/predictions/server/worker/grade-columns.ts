import type { GradeRows } from '../../grade-predictions.ts'

/** Room for so many customers. */
export function emptyGrade(rows: number): GradeRows & { chance: Float64Array } {
  const made = () => new Float64Array(rows)
  return {
    purchases: made(),
    spend: made(),
    chance: made(),
    ratePurchases: made(),
    rateSpend: made(),
    rfm: made(),
    month: new Int32Array(rows),
    came: made(),
    cameSpend: made(),
  }
}

const names = ['purchases', 'spend', 'chance', 'ratePurchases', 'rateSpend', 'rfm', 'month', 'came', 'cameSpend'] as const

/** Takes the lines of a copy whose columns stand in the order of `names`. */
export function gradeFiller(rows: number): { readonly rows: GradeRows; readonly take: (piece: Uint8Array) => void } {
  const columns = emptyGrade(rows)
  const decoder = new TextDecoder()
  let rest = ''
  let row = 0
  return {
    rows: columns,
    take(piece) {
      const lines = (rest + decoder.decode(piece, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const cells = line.split('\t')
        for (const [at, name] of names.entries()) columns[name][row] = Number(cells[at])
        row++
      }
    },
  }
}
