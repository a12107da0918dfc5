import { instantOf, localDate, startOfDay } from '../../../core/kit/local-time.ts'
import { readTags } from '../read-customer-row.ts'
import { makePlainReader, type PlainRow } from '../read-plain-row.ts'
import { keysOf } from '../row-keys.ts'
import { refuseRow } from '../row-reading.ts'
import { type Refusal, refusalWords } from '../refusals.ts'
import type { CsvRecord } from '../split-records.ts'
import { appendHistory } from './append-history.ts'
import { type FoundRow, findRows } from './find-rows.ts'
import { newTally, type Portion, type PortionResult } from './portion.ts'
import { putTags, tagsNamed, type WantedTag } from './put-tags.ts'

type Told = { readonly tags: readonly string[]; readonly expiresAt: string | undefined }

/** Tags known customers; a row whose customer nobody knows is refused. */
export async function keepTags(portion: Portion, records: readonly CsvRecord[]): Promise<PortionResult> {
  const refusals: Refusal[] = []
  const read = makePlainReader(portion.rows)
  const rows: (PlainRow & Told)[] = []
  for (const record of records) {
    const row = read(record)
    const told = 'reason' in row ? row : tagsOf(portion, row)
    if ('reason' in told) refusals.push(told)
    else rows.push(told)
  }
  const found = await findRows(portion, rows, (row) => keysOf(row.values), refusals)
  const tags = await tagsNamed(portion, new Set(found.flatMap(({ row }) => row.tags)))
  const wanted = found.flatMap((each) => wantedOf(each, tags, refusals))
  portion.breakpoint('rows-found')
  const put = await putTags(portion, wanted, tags)
  await appendHistory(portion, put.facts)
  const tally = newTally()
  tally.rows = records.length
  tally.recordsNew = put.added
  tally.recordsChanged = put.changed
  tally.recordsSame = put.same
  tally.refused = refusals.length
  return { counts: tally, refusals, touched: new Set(wanted.map((each) => each.customerId)) }
}

/** A bare day, which is read as its first instant, means until that day is over. */
function endOf(until: Date, timeZone: string): Date {
  const day = localDate(until, timeZone)
  return startOfDay(day, timeZone).getTime() === until.getTime() ? instantOf(day, '23:59:59', timeZone) : until
}

function tagsOf({ now, settings, shop }: Portion, row: PlainRow): (PlainRow & Told) | Refusal {
  const { tags = '', expiresAt } = row.values
  const told = readTags(String(tags))
  if ('wrong' in told) return refuseRow(row.record, told.wrong)
  if (told.tags.length === 0) return refuseRow(row.record, refusalWords.noTags)
  if (typeof expiresAt !== 'string') return { ...row, tags: told.tags, expiresAt: undefined }
  const until = endOf(new Date(expiresAt), settings.timeZone ?? shop.timeZone)
  if ('expiresAt' in settings.columns && until <= now) return refuseRow(row.record, refusalWords.tagOver)
  return { ...row, tags: told.tags, expiresAt: until.toISOString() }
}

function wantedOf(
  { row, customerId }: FoundRow<PlainRow & Told>,
  tags: ReadonlyMap<string, unknown>,
  refusals: Refusal[],
): readonly WantedTag[] {
  if (row.tags.some((tag) => !tags.has(tag.toLowerCase()))) {
    refusals.push(refuseRow(row.record, refusalWords.tooManyTags))
    return []
  }
  return row.tags.map((tag) => ({ customerId, tag, expiresAt: row.expiresAt }))
}
