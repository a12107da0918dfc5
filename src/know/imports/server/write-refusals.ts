import { sql } from 'kysely'
import type { Language } from '../../../core/kit/words.ts'
import type { Db } from '../../../platform/database/connect.ts'
import { csvLine } from '../disarm-cell.ts'
import type { Refusal } from '../refusals.ts'
import type { ImportRow } from './read-import-row.ts'

const portion = 5_000
const headings = { line: { zh: '行号', en: 'Line' }, reason: { zh: '原因', en: 'Reason' } }

/** The refused rows as they were, with their line and the reason, as CSV that Excel opens (with a byte order mark). */
export async function* writeRefusals(db: Db, row: ImportRow, language: Language): AsyncGenerator<string> {
  yield `\ufeff${csvLine([headings.line[language], headings.reason[language], ...(row.settings.inspection?.header ?? [])])}`
  for (let after = 0; ; ) {
    const { rows } =
      await sql<Refusal>`select line, reason, cells from import_refusals where import_id = ${row.id} and line > ${after} order by line limit ${portion}`.execute(
        db,
      )
    const last = rows.at(-1)
    if (!last) return
    yield rows.map(({ line, reason, cells }) => csvLine([String(line), reason[language], ...cells])).join('')
    after = last.line
  }
}
