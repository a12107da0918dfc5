/** How the values of one column stand in a file for spreadsheets. */
export type SheetColumn = {
  /** The format of its cells; they are text where it is left out. */
  readonly format?: string
  /** In a workbook: a number, a serial number of days, or text. Null for nothing. */
  readonly cell: (value: unknown) => string | number | null
  /** In a text file, so that the same program reads it back as the same value. */
  readonly text: (value: unknown) => string
}

const firstDay = Date.UTC(1899, 11, 30)

/** The serial number by which a spreadsheet knows this moment of the wall clock, given as if it were UTC. */
export function serialOf(wallMs: number): number {
  return (wallMs - firstDay) / 86_400_000
}
