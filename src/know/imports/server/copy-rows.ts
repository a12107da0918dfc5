import type { Client } from '../../../platform/database/connect.ts'
import { copyInto } from '../../../platform/database/copy-into.ts'

export type CopyValue = string | number | boolean | null

const special = /[\\\t\n\r]/
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

function cell(value: CopyValue): string {
  if (value === null) return '\\N'
  if (typeof value !== 'string') return String(value)
  return special.test(value) ? value.replace(/[\\\t\n\r]/g, (c) => escapes[c] ?? c) : value
}

/** Puts rows into a table in one COPY. `table` and `columns` come from the code and from nowhere else. */
export async function copyRows(
  client: Client,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly CopyValue[]>,
): Promise<number> {
  const pieces = textPieces(rows)
  const first = pieces.next()
  if (first.done) return 0
  async function* source() {
    yield first.value ?? ''
    yield* pieces
  }
  return await copyInto(client, `copy ${table} (${columns.join(', ')}) from stdin`, source())
}

/** COPY's text format, some hundred lines a piece. */
function* textPieces(rows: Iterable<readonly CopyValue[]>): Generator<string, void> {
  let text = ''
  for (const row of rows) {
    let parted = ''
    for (const value of row) {
      text += parted
      text += cell(value)
      parted = '\t'
    }
    text += '\n'
    if (text.length > 65_536) {
      yield text
      text = ''
    }
  }
  if (text !== '') yield text
}
