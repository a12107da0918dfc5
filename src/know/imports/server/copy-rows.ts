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
  const beginning = first.value
  async function* source() {
    yield beginning
    yield* pieces
  }
  return await copyInto(client, `copy ${table} (${columns.join(', ')}) from stdin`, source())
}

const pieceBytes = 65_536

/** COPY's text format, some hundred lines a piece. Each is turned into bytes by itself: one Chinese letter makes a long text twice as long. */
function* textPieces(rows: Iterable<readonly CopyValue[]>): Generator<Buffer, void> {
  let piece = Buffer.allocUnsafe(pieceBytes)
  let end = 0
  for (const row of rows) {
    let line = ''
    for (let i = 0; i < row.length; i++) {
      if (i > 0) line += '\t'
      line += cell(row[i] ?? null)
    }
    line += '\n'
    // No letter takes more than three bytes.
    const most = 3 * line.length
    if (end + most > piece.length) {
      if (end > 0) yield piece.subarray(0, end)
      piece = Buffer.allocUnsafe(Math.max(pieceBytes, most))
      end = 0
    }
    end += piece.write(line, end)
  }
  if (end > 0) yield piece.subarray(0, end)
}
