import type { Readable } from 'node:stream'
import { sql } from 'kysely'
import type { Language } from '../../../core/kit/words.ts'
import type { Services } from '../../../platform/actions/services.ts'
import { csvLine } from '../../../platform/spreadsheets/csv-line.ts'
import { placeOfLine, sayLine } from '../line-place.ts'
import type { Refusal } from '../refusals.ts'
import { writeWorkbook } from '../../../platform/spreadsheets/write-workbook.ts'
import { openRefusals } from './keep-refusals.ts'
import type { ImportRow } from './read-import-row.ts'

const portion = 5_000
const headings = { line: { zh: '行号', en: 'Line' }, reason: { zh: '原因', en: 'Reason' } }

/** The refused rows as they were, with their line and the reason, as CSV that Excel opens (with a byte order mark). */
export async function* writeRefusals(services: Services, row: ImportRow, language: Language): AsyncGenerator<string> {
  yield `\ufeff${csvLine(headerOf(row, language))}`
  for await (const refusals of refusalsOf(services, row.id))
    yield refusals.map(({ line, reason, cells }) => csvLine([sayLine(line)[language], reason[language], ...cells])).join('')
}

/** The same as a workbook, every cell a text as it was. */
export function writeRefusalsBook(services: Services, row: ImportRow, language: Language): Readable {
  async function* rows() {
    for await (const refusals of refusalsOf(services, row.id))
      for (const { line, reason, cells } of refusals)
        yield [placeOfLine(line).sheet === null ? line : sayLine(line)[language], reason[language], ...cells]
  }
  const columns = headerOf(row, language).map((header, at) => ({ header, ...(at === 0 ? { format: 'General' } : {}) }))
  return writeWorkbook(headings.reason[language], columns, rows())
}

const headerOf = ({ settings }: ImportRow, language: Language) => [
  headings.line[language],
  headings.reason[language],
  ...(settings.inspection?.header ?? []),
]

async function* refusalsOf(services: Services, id: string): AsyncGenerator<readonly Refusal[]> {
  for (let after = 0; ; ) {
    const { rows } =
      await sql<Refusal>`select line, reason, cells from import_refusals where import_id = ${id} and line > ${after} order by line limit ${portion}`.execute(
        services.database.db,
      )
    const last = rows.at(-1)
    if (!last) return
    yield openRefusals(services, rows)
    after = last.line
  }
}
