/** What was found in one sheet when its rows were written down. */
export type SheetSummary = {
  readonly name: string
  readonly hidden: boolean
  /** Rows that hold something, and the last column that does, counted from 1. */
  readonly rows: number
  readonly columns: number
  readonly cells: number
  readonly hiddenRows: number
  readonly hiddenColumns: readonly number[]
  /** Ranges over several rows, whose value was written into each of them; ranges over columns alone are left as they are. */
  readonly mergedDown: number
  readonly mergedAcross: number
  readonly errors: number
  readonly emptyFormulas: number
  readonly cutNumbers: number
  readonly badDates: number
  readonly wideRows: number
}

export type Tally = { -readonly [name in keyof Omit<SheetSummary, 'name' | 'hidden'>]: SheetSummary[name] }

export const newTally = (): Tally => ({
  rows: 0,
  columns: 0,
  cells: 0,
  hiddenRows: 0,
  hiddenColumns: [],
  mergedDown: 0,
  mergedAcross: 0,
  errors: 0,
  emptyFormulas: 0,
  cutNumbers: 0,
  badDates: 0,
  wideRows: 0,
})
