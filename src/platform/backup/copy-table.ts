import { join } from 'node:path'
import { rm } from 'node:fs/promises'
import { constants, zstdCompressSync } from 'node:zlib'
import type pg from 'pg'
import type { BoxKeys } from './box-keys.ts'
import { columnList } from './list-tables.ts'
import type { Job, Written } from './part-jobs.ts'
import { makeBoxer } from './person-boxes.ts'
import { readCopy } from './read-copy.ts'
import { createSealed } from './sealed-stream.ts'

/** The first byte of each chunk says how what follows is kept; former boxes are read, and written no more. */
export const chunkKinds = { rows: 1, formerBoxes: 2, boxes: 3, fileName: 4, fileContent: 5 } as const

export type PartPlace = {
  readonly folder: string
  readonly key: Buffer
  readonly backupId: string
  readonly boxKeys: BoxKeys
  /** Told of each portion, in bytes before compression. */
  readonly moved: (bytes: number) => void
}

/** The name under which a part is sealed: it opens in its own backup and as this part only. */
export const partName = (backupId: string, file: string) => `part ${backupId} ${file}`

/** Copies pages of a table into a sealed file. @returns null where there was no row, and no file is left */
export async function copyTable(client: pg.Client, job: Extract<Job, { kind: 'copy' }>, place: PartPlace): Promise<Written | null> {
  const path = join(place.folder, job.file)
  const file = await createSealed(path, place.key, partName(place.backupId, job.file))
  let rows = 0
  let plainBytes = 0
  const pack = job.table.person ? boxing(place.boxKeys) : compressed
  const put = async (text: Buffer) => {
    const { chunk, rows: count } = pack(text)
    rows += count
    plainBytes += text.length
    await file.write(chunk)
    place.moved(text.length)
  }
  try {
    for await (const portion of readCopy(client, statementOf(job))) await put(portion)
    const { bytes, hash } = await file.end()
    if (rows > 0) return { rows, plainBytes, bytes, hash, files: 0 }
    await rm(path)
    return null
  } catch (error) {
    await file.abandon()
    throw error
  }
}

function statementOf({ table, fromPage, toPage }: Extract<Job, { kind: 'copy' }>): string {
  const bounds = [...(fromPage > 0 ? [`ctid >= '(${fromPage},0)'`] : []), ...(toPage === null ? [] : [`ctid < '(${toPage},0)'`])]
  if (bounds.length === 0 && !table.isPartitioned) return `copy ${table.name} (${columnList(table)}) to stdout`
  return `copy (select ${columnList(table)} from ${table.name} ${bounds.length > 0 ? `where ${bounds.join(' and ')}` : ''}) to stdout`
}

type Packed = { readonly chunk: Buffer; readonly rows: number }

function boxing(keys: BoxKeys): (text: Buffer) => Packed {
  const box = makeBoxer(keys)
  return (text) => {
    const boxed = box(text)
    boxed.chunk[0] = chunkKinds.boxes
    return boxed
  }
}

function compressed(text: Buffer): Packed {
  return { chunk: Buffer.concat([Buffer.of(chunkKinds.rows), compress(text)]), rows: countLines(text) }
}

export const compress = (bytes: Buffer) => zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 1 } })

export function countLines(text: Buffer): number {
  let count = 0
  for (let at = text.indexOf(0x0a); at >= 0; at = text.indexOf(0x0a, at + 1)) count++
  return count
}
