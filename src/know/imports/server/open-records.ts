import { createReadStream, existsSync } from 'node:fs'
import { Problem } from '../../../core/kit/problem.ts'
import type { Encoding, Layout } from '../import.ts'
import { type CsvRecord, makeSplitter } from '../split-records.ts'

/** A file's records, in order, as many at a time as are asked for. */
export type Records = {
  /** The next `count` records, fewer at the end. */
  take(count: number): Promise<CsvRecord[]>
  close(): void
}

/** The bytes of a file as text. Bytes that are none in this encoding become U+FFFD, so that their rows can be refused. */
export async function* readText(path: string, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const bytes of createReadStream(path, { highWaterMark: 262_144 })) yield decoder.decode(bytes, { stream: true })
  yield decoder.decode()
}

/** How this file ends its lines: CR alone only where its beginning has no LF. */
export function newlineOf(beginning: string): '\n' | '\r' {
  return beginning.includes('\r') && !beginning.includes('\n') ? '\r' : '\n'
}

/**
 * Opens a file behind its header and `skip` records. Going on after a crash reads the file from its beginning: at a
 * million rows a second that costs less than keeping places in bytes for every encoding would.
 * @throws Problem import.file-gone
 */
export async function openRecords(path: string, layout: Layout, skip: number): Promise<Records> {
  if (!existsSync(path)) throw new Problem('import.file-gone')
  const source = splitFile(path, layout)
  const ready: CsvRecord[] = []
  let at = 0
  const take = async (count: number): Promise<CsvRecord[]> => {
    while (ready.length - at < count) {
      const piece = await source.next()
      if (piece.done) break
      for (const record of piece.value) ready.push(record)
    }
    const taken = ready.slice(at, at + count)
    at += taken.length
    if (at > 50_000 || at === ready.length) {
      ready.splice(0, at)
      at = 0
    }
    return taken
  }
  for (let left = skip + 1; left > 0; ) {
    const passed = await take(Math.min(left, 20_000))
    if (passed.length === 0) break
    left -= passed.length
  }
  return { take, close: () => void source.return(undefined) }
}

async function* splitFile(path: string, { encoding, delimiter }: Layout): AsyncGenerator<CsvRecord[], void> {
  let splitter: ReturnType<typeof makeSplitter> | null = null
  for await (const text of readText(path, encoding)) {
    splitter ??= makeSplitter(delimiter, newlineOf(text))
    yield splitter.push(text)
  }
  if (splitter) yield splitter.end()
}
