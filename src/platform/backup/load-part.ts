import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { zstdDecompressSync } from 'node:zlib'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { Problem } from '../../core/kit/problem.ts'
import type { BoxKeys } from './box-keys.ts'
import { chunkKinds, countLines, type PartPlace, partName } from './copy-table.ts'
import { openFormerBoxes } from './former-boxes.ts'
import { columnList } from './list-tables.ts'
import type { Job, Loaded } from './part-jobs.ts'
import { openBoxes } from './person-boxes.ts'
import { openSealed } from './sealed-stream.ts'

type LoadJob = Extract<Job, { kind: 'load' }>

/** Puts a part's rows into its table, in one transaction: if anything of the part is damaged, none of them stay. */
export async function loadPart(client: pg.Client, job: LoadJob, place: PartPlace): Promise<Loaded> {
  const read = readPart(createReadStream(join(place.folder, job.file), { highWaterMark: 1024 * 1024 }), job, place)
  await client.query('begin')
  try {
    const stream = client.query(copyFrom(`copy ${job.table.name} (${columnList(job.table)}) from stdin`))
    await pipeline(Readable.from(read.rows(), { objectMode: false, highWaterMark: 1024 * 1024 }), stream)
    const told = read.told()
    if (stream.rowCount !== told.rows) throw new Error(`${job.file}: ${told.rows} rows were read and ${stream.rowCount} taken`)
    await client.query('commit')
    return told
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
}

/** By the first byte of a portion. */
const openersOf: Readonly<Record<number, typeof openBoxes>> = {
  [chunkKinds.boxes]: openBoxes,
  [chunkKinds.formerBoxes]: openFormerBoxes,
}

type PartToRead = { readonly file: string; readonly bytes: number; readonly hash: string }

/** The rows of a part as COPY text, those of erased persons left out, and what was counted meanwhile. */
export function readPart(
  pieces: AsyncIterable<Buffer>,
  part: PartToRead,
  place: { readonly key: Buffer; readonly backupId: string; readonly boxKeys: BoxKeys; readonly moved: (bytes: number) => void },
): { rows(): AsyncGenerator<Buffer>; told(): Loaded } {
  let rows = 0
  let forgottenRows = 0
  const forgotten = new Set<string>()
  const expected = { name: partName(place.backupId, part.file), bytes: part.bytes, hash: part.hash }
  const open = (chunk: Buffer): Buffer => {
    const openPortion = openersOf[chunk[0] ?? 0]
    if (openPortion) {
      const opened = openPortion(chunk, place.boxKeys, forgotten)
      rows += opened.count
      forgottenRows += opened.forgotten
      return opened.rows
    }
    const text = zstdDecompressSync(chunk.subarray(1))
    rows += countLines(text)
    return text
  }
  return {
    rows: async function* () {
      for await (const chunk of openSealed(pieces, place.key, expected)) {
        const text = opened(() => open(chunk), part.file)
        place.moved(text.length)
        if (text.length > 0) yield text
      }
    },
    told: () => ({ rows, forgottenRows, forgotten: [...forgotten] }),
  }
}

function opened(open: () => Buffer, file: string): Buffer {
  try {
    return open()
  } catch (error) {
    throw new Problem('backup.damaged', { part: file, reason: error instanceof Error ? error.message : '' })
  }
}
