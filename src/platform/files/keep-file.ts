import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sql } from 'kysely'
import { codeOf } from '../../core/kit/error-code.ts'
import { type AttachedFile, endingAs, fileTypeOf, largestAttachment, shownFileName } from '../../core/kit/attached-file.ts'
import { Problem } from '../../core/kit/problem.ts'
import type { Actor } from '../actions/context.ts'
import type { Services } from '../actions/services.ts'
import { inTransaction } from '../database/connect.ts'
import { arrivingFolder, contentPath, holdContent } from './content-place.ts'
import { refuseUnclean } from './scan-file.ts'

type Arrived = { readonly path: string; readonly hash: string; readonly size: number; readonly beginning: Buffer }

/**
 * Keeps a file that somebody uploads; nothing uses it yet. The same content lies there once, however often it comes.
 * @throws Problem file.too-large, file.empty, file.other-type, file.upload-broken, file.refused-by-scanner, file.not-scanned
 */
export async function keepFile(
  services: Services,
  actor: Actor,
  given: string,
  source: Readable,
  limit = largestAttachment,
): Promise<AttachedFile> {
  const id = services.newId()
  const called = shownFileName(given, 'file')
  const path = join(arrivingFolder(services.filesFolder), id)
  await mkdir(dirname(path), { recursive: true })
  try {
    const arrived = await write(source, path, called, limit)
    const found = fileTypeOf(called, arrived.beginning)
    if (!found) throw new Problem('file.other-type', { name: called })
    const { type } = found
    const name = endingAs(found, called)
    await refuseUnclean(services.scan, path, name)
    await settle(services, actor, { id, name, type, size: arrived.size }, arrived)
    return { id, name, type, size: arrived.size }
  } finally {
    await rm(path, { force: true })
  }
}

async function write(source: Readable, path: string, name: string, limit: number): Promise<Arrived> {
  const hash = createHash('sha256')
  let size = 0
  let beginning = Buffer.alloc(0)
  const tooLarge = () => new Problem('file.too-large', { name, limit: `${Math.round(limit / 1024 ** 2)} MB` })
  // What is too large is heard out, unless it is far too large: who breaks off in the middle cannot say why.
  const watched = new Transform({
    transform(piece: Buffer, _, done) {
      size += piece.length
      hash.update(piece)
      if (size > limit) return done(size > limit * 2 ? tooLarge() : null)
      if (beginning.length < 4_096) beginning = Buffer.concat([beginning, piece]).subarray(0, 4_096)
      done(null, piece)
    },
  })
  try {
    await pipeline(source, watched, createWriteStream(path))
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') throw new Problem('file.upload-broken')
    throw error
  }
  if (size > limit) throw tooLarge()
  if (size === 0) throw new Problem('file.empty', { name })
  return { path, hash: hash.digest('hex'), size, beginning }
}

async function settle(services: Services, actor: Actor, file: AttachedFile, { path, hash }: Arrived): Promise<void> {
  const place = contentPath(services.filesFolder, hash)
  await mkdir(dirname(place), { recursive: true })
  await inTransaction(services.database, async ({ db }) => {
    await holdContent(db, hash)
    await sql`insert into kept_files (id, hash, name, type, size, created_by, created_at)
      values (${file.id}, ${hash}, ${file.name}, ${file.type}, ${file.size}, ${actor.id}, ${services.clock()})`.execute(db)
    await rename(path, place)
  })
}
