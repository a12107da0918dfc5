import type { RawBuilder } from 'kysely'
import { to as copyTo } from 'pg-copy-streams'
import type { Client, Db } from '../../../platform/database/connect.ts'
import type { Thread } from './start-thread.ts'

/**
 * The lines of a statement's rows go to the threads as they come, whole lines in turn, so that two can work on them; the
 * database waits while both are busy.
 */
export async function handOver(client: Client, db: Db, threads: readonly Thread[], statement: RawBuilder<unknown>): Promise<void> {
  const stream = client.query(copyTo(`copy (${inFull(statement, db)}) to stdout`))
  // The stream ends a little before the server says that it is ready for the next statement.
  const ready = new Promise<void>((resolve) => void client.once('drain', () => resolve()))
  const busy = threads.map(() => Promise.resolve())
  let turn = 0
  for await (const piece of wholeLines(stream)) {
    const place = turn++ % threads.length
    await busy[place]
    const taken = threads[place]?.run({ kind: 'take', piece }).then(() => {}) ?? Promise.resolve()
    // Awaited when its turn comes again, or below; until then nobody hears of a failure.
    taken.catch(() => {})
    busy[place] = taken
  }
  await Promise.all(busy)
  await ready
}

/** The same as the bytes of a binary copy, to one thread and wherever they are cut: it puts them together again. */
export async function handOverBytes(client: Client, db: Db, thread: Thread, statement: RawBuilder<unknown>): Promise<void> {
  const stream = client.query(copyTo(`copy (${inFull(statement, db)}) to stdout (format binary)`))
  const ready = new Promise<void>((resolve) => void client.once('drain', () => resolve()))
  let busy = Promise.resolve()
  for await (const piece of stream) {
    await busy
    // The thread is given the memory, so it must be this piece's alone.
    busy = thread.run({ kind: 'take', piece: new Uint8Array(piece) }).then(() => {})
    busy.catch(() => {})
  }
  await busy
  await ready
}

const newLine = 10

async function* wholeLines(stream: AsyncIterable<Buffer>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let rest: Uint8Array = new Uint8Array(0)
  for await (const piece of stream) {
    const end = piece.lastIndexOf(newLine) + 1
    const lines = new Uint8Array(end === 0 ? 0 : rest.length + end)
    if (end > 0) {
      lines.set(rest)
      lines.set(piece.subarray(0, end), rest.length)
      rest = Uint8Array.from(piece.subarray(end))
      yield lines
    } else rest = Buffer.concat([rest, piece])
  }
}

/** A copy takes no parameters: what was bound stands in the text, days, numbers and short texts of our own as it is. */
function inFull(statement: RawBuilder<unknown>, db: Db): string {
  const { sql: text, parameters } = statement.compile(db)
  return text.replaceAll(/\$(\d+)/g, (_, place: string) => literal(parameters[Number(place) - 1]))
}

function literal(value: unknown): string {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  if (typeof value === 'string' && !value.includes('\\')) return `'${value.replaceAll("'", "''")}'`
  throw new TypeError('a copy is given numbers and plain texts alone')
}
