import type { Words } from '../../core/kit/words.ts'
import { joinReasons, type Refusal } from './refusals.ts'
import { cellReaders, isSome, isWrong, makeFilter, refuseRow, type RowReading } from './row-reading.ts'
import type { CsvRecord } from './split-records.ts'

export type PlainRow = { readonly record: CsvRecord; readonly values: Readonly<Record<string, string | number | boolean>> }

/** Reads rows of any other kind: the values of the columns that say something, under the targets' names. */
export function makePlainReader(rows: RowReading): (record: CsvRecord) => PlainRow | Refusal {
  const cell = cellReaders(rows)
  const readers = Object.keys(rows.settings.columns).map((target) => [target, cell(target)] as const)
  const filter = makeFilter(rows)
  return (record) => {
    const fault = filter(record)
    if (fault) return refuseRow(record, fault)
    const values: Record<string, string | number | boolean> = {}
    const wrongs: Words[] = []
    for (const [target, read] of readers) {
      const parsed = read(record)
      if (isWrong(parsed)) wrongs.push(parsed.wrong)
      else if (parsed.value !== null && parsed.value !== '') values[target] = parsed.value
    }
    return isSome(wrongs) ? refuseRow(record, joinReasons(wrongs)) : { record, values }
  }
}
