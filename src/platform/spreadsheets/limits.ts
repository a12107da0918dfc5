/** What a workbook may be at most; beyond it is no table but an attack or a mistake. Bytes, where nothing else is said. */
export type Limits = {
  /** Parts in the zip, and the size of the list of them. */
  readonly entries: number
  readonly directory: number
  /** One sheet's XML, unpacked. */
  readonly sheetXml: number
  /** All texts of `sharedStrings.xml` together, as UTF-8: they are held in memory. */
  readonly strings: number
  readonly stringCount: number
  /** Any other part, unpacked. */
  readonly smallPart: number
  /** How many times larger a part may be than packed, once it is larger than 64 MB. */
  readonly ratio: number
  /** All rows written, of all sheets. */
  readonly output: number
  readonly sheets: number
  /** Cells beyond this column are not kept; a row that has some is refused. */
  readonly columns: number
  readonly merges: number
  /** One tag or text of the XML. */
  readonly token: number
  /** A workbook of the old formats is read in memory as a whole. */
  readonly oldFile: number
}

const MB = 1024 ** 2

export const usualLimits: Limits = {
  entries: 10_000,
  directory: 4 * MB,
  sheetXml: 6_144 * MB,
  strings: 192 * MB,
  stringCount: 8_000_000,
  smallPart: 32 * MB,
  ratio: 300,
  output: 2_048 * MB,
  sheets: 100,
  columns: 500,
  merges: 200_000,
  token: 2 * MB,
  oldFile: 64 * MB,
}
