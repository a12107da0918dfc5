import { open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInflateRaw } from 'node:zlib'
import { sql } from 'kysely'
import type { Services } from '../../../platform/actions/services.ts'
import { inTransaction } from '../../../platform/database/connect.ts'
import { contentPath, holdContent } from '../../../platform/files/content-place.ts'
import type { Marks } from './marks.ts'
import { exportPath } from './export-place.ts'

/** Takes contents away that only the erased person's files had; one that came again meanwhile stays. */
export async function eraseContents({ database, filesFolder }: Services, paths: readonly string[]): Promise<number> {
  let gone = 0
  for (const path of paths) {
    const hash = path.split('/').at(-1) ?? ''
    await inTransaction(database, async ({ db }) => {
      await holdContent(db, hash)
      const { rows } = await sql`select 1 from kept_files where hash = ${hash} limit 1`.execute(db)
      if (rows.length > 0) return
      await rm(contentPath(filesFolder, hash), { force: true })
      gone++
    })
  }
  return gone
}

/** The copies of their data that were made for the person. */
export async function eraseExports({ database, filesFolder }: Services, ids: readonly string[]): Promise<number> {
  const { rows } = await sql<{
    id: string
  }>`update privacy_exports set state = 'gone', lease_until = null where about_id = any(${ids}::uuid[]) and state <> 'gone' returning id`.execute(
    database.db,
  )
  for (const { id } of rows) await rm(exportPath(filesFolder, id), { force: true })
  return rows.length
}

/**
 * Uploaded files of imports that name the person, whatever their encoding, are taken away whole: their rows were read. Those of
 * an import under way wait until it has ended.
 * @returns how many went, and whether one is still in use
 */
export async function eraseUploads({ database, filesFolder }: Services, marks: Marks): Promise<{ gone: number; waits: boolean }> {
  const folder = join(filesFolder, 'imports')
  const busy = await sql<{
    id: string
  }>`select id from imports where state in ('waiting', 'running', 'settling', 'stopping', 'undoing')`.execute(database.db)
  const inUse = new Set(busy.rows.map((row) => row.id))
  let gone = 0
  let waits = false
  for (const name of await readdir(folder).catch(() => [])) {
    if (!(await fileHolds(join(folder, name), marks))) continue
    if (inUse.has(name.replace(/\..*$/, ''))) waits = true
    else {
      await rm(join(folder, name), { force: true })
      gone++
    }
  }
  return { gone, waits }
}

/** How many uploads name the person. */
export async function countUploads({ filesFolder }: Services, marks: Marks): Promise<number> {
  const folder = join(filesFolder, 'imports')
  let found = 0
  for (const name of await readdir(folder).catch(() => [])) if (await fileHolds(join(folder, name), marks)) found++
  return found
}

const step = 4 * 1024 * 1024

/** Reads a file in pieces that overlap. Marks are of ASCII but for addresses: those are looked for in the usual encodings. */
async function fileHolds(path: string, marks: Marks): Promise<boolean> {
  const wanted = needlesOf(marks)
  if (wanted.length === 0) return false
  const overlap = Math.max(...wanted.map((needle) => needle.length))
  const file = await open(path).catch(() => null)
  if (!file) return false
  try {
    const { size } = await file.stat()
    const head = Buffer.alloc(Math.min(4, size))
    await file.read(head, 0, head.length, 0)
    if (head.toString('latin1').startsWith('PK')) return await archiveHolds(path, wanted, overlap)
    for (let at = 0; at < size; at += step) {
      const piece = Buffer.alloc(Math.min(step + overlap, size - at))
      await file.read(piece, 0, piece.length, at)
      if (wanted.some((needle) => piece.includes(needle))) return true
    }
    return false
  } finally {
    await file.close()
  }
}

function needlesOf({ texts, digits }: Marks): Buffer[] {
  const words = [...new Set([...texts, ...digits])].filter((word) => word.length >= 5)
  return words.flatMap((word) => [Buffer.from(word, 'utf8'), Buffer.from(word, 'utf16le')])
}

/** A workbook is an archive: each of its parts is unpacked and looked through, a little at a time. */
async function archiveHolds(path: string, wanted: readonly Buffer[], overlap: number): Promise<boolean> {
  const file = await open(path)
  try {
    const whole = await file.readFile()
    for (let at = whole.indexOf('PK\x03\x04', 0, 'latin1'); at >= 0; at = whole.indexOf('PK\x03\x04', at + 4, 'latin1')) {
      const method = whole.readUInt16LE(at + 8)
      const begin = at + 30 + whole.readUInt16LE(at + 26) + whole.readUInt16LE(at + 28)
      if (method === 0 && wanted.some((needle) => whole.subarray(begin).includes(needle))) return true
      if (method === 8 && (await partHolds(whole.subarray(begin), wanted, overlap))) return true
    }
    return false
  } finally {
    await file.close()
  }
}

const mostUnpacked = 512 * 1024 * 1024

async function partHolds(packed: Buffer, wanted: readonly Buffer[], overlap: number): Promise<boolean> {
  const unpack = createInflateRaw()
  let rest = Buffer.alloc(0)
  let unpacked = 0
  unpack.end(packed)
  try {
    for await (const piece of unpack) {
      if (!Buffer.isBuffer(piece)) continue
      const text = Buffer.concat([rest, piece])
      if (wanted.some((needle) => text.includes(needle))) return true
      rest = text.subarray(Math.max(0, text.length - overlap))
      unpacked += piece.length
      if (unpacked > mostUnpacked) return true
    }
  } catch {
    // What follows the part's end is no part of it; what came before was looked through.
  } finally {
    unpack.destroy()
  }
  return false
}
