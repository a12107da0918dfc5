import type { CsvRecord } from '../split-records.ts'
import type { OpenFile } from './run-portion.ts'

/**
 * The first records of a file, and whether they are all of it. One more than asked for is looked at: without it, a file
 * of just so many would seem to go on, and its last order to be cut. Of a longer file the last order that fits whole is the end.
 */
export async function takeSample(file: OpenFile, most: number): Promise<{ records: readonly CsvRecord[]; isWhole: boolean }> {
  const { records, isEnd } = await file.next(most + 1)
  return isEnd ? { records, isWhole: true } : { records: records.slice(0, most), isWhole: false }
}
