import { isEmail } from '../../fields/email/email.ts'
import { isKnownName } from './guess-columns.ts'
import type { CsvRecord } from './split-records.ts'

/** How far down a header is looked for. */
const mostAbove = 30

const filledOf = ({ cells }: CsvRecord) => cells.map((text) => text.trim()).filter((text) => text !== '')

/**
 * Which record of a sheet names the columns, counted from 1: the first whose names are known to us; else the first that is
 * as wide as the rows below it and holds names only. 0 when the first already is a row of data.
 */
export function guessHeader(records: readonly CsvRecord[]): number {
  const first = records.slice(0, mostAbove)
  const known = first.findIndex((record) => knownNames(record) >= 2 && !looksLikeData(record))
  if (known >= 0) return known + 1
  const usual = usualWidth(records)
  const wide = first.findIndex((record) => filledOf(record).length >= Math.max(1, usual * 0.6))
  const at = Math.max(0, wide)
  const record = first[at]
  if (record && looksLikeData(record)) return at
  return at + 1
}

/** A text has its header in the first line, unless that is a title above it or a row of data. */
export function guessHeaderOfText(records: readonly CsvRecord[]): number {
  const [head] = records
  if (!head || head.fault) return 1
  if (knownNames(head) >= 1) return 1
  const usual = usualWidth(records)
  if (head.cells.length >= usual || filledOf(head).length > 2) return looksLikeData(head) ? 0 : 1
  return guessHeader(records)
}

const knownNames = ({ cells }: CsvRecord) => new Set(cells.filter((text) => text.trim() !== '' && isKnownName(text))).size

/** The number of filled cells that most of the rows have or pass. */
function usualWidth(records: readonly CsvRecord[]): number {
  const widths = records
    .slice(0, 200)
    .map((record) => filledOf(record).length)
    .sort((a, b) => a - b)
  return widths[Math.floor(widths.length / 2)] ?? 0
}

/** No column is called like a phone, an e-mail, a number or a day. */
function looksLikeData(record: CsvRecord): boolean {
  const texts = filledOf(record)
  return texts.some(
    (text) => isEmail(text.toLowerCase()) || /^\+?\d[\d ,.:/年月日Tt-]*(?:元|%|日)?$/.test(text) || /^[¥￥$€]\s?\d/.test(text),
  )
}

const germanAmount = /^[^\d]{0,4}-?\d{1,3}(?:\.\d{3})*,\d{1,2}\D{0,4}$/
const ourAmount = /^[^\d]{0,4}-?\d{1,3}(?:,\d{3})+(?:\.\d+)?\D{0,4}$|^-?\d+\.\d{1,2}$/

/** `1.234,56` or `1,234.56`: whichever the columns of amounts show more often. A point is meant where nothing tells. */
export function guessDecimalMark(rows: readonly (readonly string[])[]): '.' | ',' {
  let commas = 0
  let points = 0
  for (const text of rows.slice(0, 500).flat()) {
    if (germanAmount.test(text) && !/^\d{1,3},\d{3}$/.test(text)) commas++
    else if (ourAmount.test(text)) points++
  }
  return commas > points ? ',' : '.'
}
