import { closeSync, openSync, writeSync } from 'node:fs'
import { Problem } from '../../core/kit/problem.ts'
import type { CellFault } from '../../core/spreadsheet/cell-fault.ts'
import { encodeCell, encodeFilled, encodeRow, type SheetCell } from './sheet-row.ts'
import type { Tally } from './sheet-summary.ts'

/** How much may still be written, of all sheets of a workbook together. */
export type Budget = { left: number }

/** A range of cells that are one; rows and columns counted from 1. */
export type Merge = { readonly top: number; readonly left: number; readonly bottom: number; readonly right: number }

export type RowSink = {
  /** Takes a row's cells by position from 0; rows come in their order. */
  put(row: number, cells: readonly (SheetCell | undefined)[], isTooWide: boolean): void
  end(): void
}

const faultCounts: Readonly<Record<CellFault, 'errors' | 'emptyFormulas' | 'cutNumbers' | 'badDates'>> = {
  error: 'errors',
  formula: 'emptyFormulas',
  cut: 'cutNumbers',
  date: 'badDates',
}

/**
 * Writes a sheet's rows into a file and counts what is in them. A cell merged over several rows is written into each of
 * these rows, marked as filled in; a row in which nothing else stands is left out.
 */
export function makeRowSink(path: string, merges: readonly Merge[], tally: Tally, budget: Budget): RowSink {
  const file = openSync(path, 'w')
  const fill = makeFiller(merges)
  let text = ''
  const flush = () => {
    if (text === '') return
    const bytes = Buffer.from(text)
    budget.left -= bytes.length
    text = ''
    if (budget.left < 0) throw new Problem('spreadsheet.bomb', { what: { zh: '全部文字超过 2 GB', en: 'over 2 GB of text' } })
    writeSync(file, bytes)
  }
  return {
    put(row, cells, isTooWide) {
      const encoded: string[] = []
      let filled = 0
      for (let at = 0; at < cells.length; at++) {
        const cell = cells[at]
        const said = cell === undefined ? '' : encodeCell(cell)
        encoded.push(said)
        if (said === '') continue
        filled++
        if (at >= tally.columns) tally.columns = at + 1
        if (cell?.fault) tally[faultCounts[cell.fault]]++
      }
      fill(row, encoded, filled > 0)
      if (filled === 0 && !isTooWide) return
      tally.rows++
      tally.cells += filled
      if (isTooWide) tally.wideRows++
      text += encodeRow(row, encoded, isTooWide)
      if (text.length > 131_072) flush()
    },
    end() {
      try {
        flush()
      } finally {
        closeSync(file)
      }
    },
  }
}

type Open = { readonly bottom: number; readonly text: string }

/** Fills a row's cells from the merged ranges that reach into it. */
function makeFiller(merges: readonly Merge[]): (row: number, cells: string[], isUsed: boolean) => void {
  const down = merges.filter((merge) => merge.bottom > merge.top).sort((a, b) => a.top - b.top)
  const open = new Map<number, Open>()
  let next = 0
  return (row, cells, isUsed) => {
    if (next >= down.length && open.size === 0) return
    for (const [column, { bottom, text }] of open) {
      if (row > bottom) open.delete(column)
      else if (isUsed && (cells[column] ?? '') === '') {
        while (cells.length < column) cells.push('')
        cells[column] = encodeFilled(text)
      }
    }
    for (let merge = down[next]; merge && merge.top <= row; merge = down[++next]) {
      const text = cells[merge.left - 1] ?? ''
      if (merge.top === row && text !== '') open.set(merge.left - 1, { bottom: merge.bottom, text })
    }
  }
}
