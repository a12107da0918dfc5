import { createReadStream } from 'node:fs'
import { mkdir, open, readdir } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { zstdDecompressSync } from 'node:zlib'
import { codeOf } from '../../core/kit/error-code.ts'
import { Problem } from '../../core/kit/problem.ts'
import { chunkKinds, compress, type PartPlace, partName } from './copy-table.ts'
import type { Job, Written } from './part-jobs.ts'
import { createSealed, openSealed } from './sealed-stream.ts'

const pieceBytes = 1024 * 1024

/** Puts every file below a folder into one sealed file. One that goes away meanwhile is left out: nothing uses it any more. */
export async function packFiles(job: Extract<Job, { kind: 'files' }>, place: Omit<PartPlace, 'boxKeys'>): Promise<Written | null> {
  const paths = await listFiles(job.from)
  if (paths.length + job.notes.length === 0) return null
  const file = await createSealed(join(place.folder, job.file), place.key, partName(place.backupId, job.file))
  let plainBytes = 0
  let files = 0
  try {
    for (const path of paths) {
      const source = createReadStream(join(job.from, path), { highWaterMark: pieceBytes })
      let isNamed = false
      try {
        for await (const piece of source) {
          const bytes: Buffer = piece
          if (!isNamed) await file.write(nameChunk('files', path))
          isNamed = true
          await file.write(Buffer.concat([Buffer.of(chunkKinds.fileContent), compress(bytes)]))
          plainBytes += bytes.length
          place.moved(bytes.length)
        }
        if (!isNamed) await file.write(nameChunk('files', path))
        files++
      } catch (error) {
        if (isNamed || codeOf(error) !== 'ENOENT') throw error
      }
    }
    for (const { name, content } of job.notes) {
      await file.write(nameChunk('data', name))
      await file.write(Buffer.concat([Buffer.of(chunkKinds.fileContent), compress(Buffer.from(content))]))
      plainBytes += content.length
      files++
    }
    return { rows: files, plainBytes, ...(await file.end()), files }
  } catch (error) {
    await file.abandon()
    throw error
  }
}

const nameChunk = (under: 'files' | 'data', path: string) =>
  Buffer.concat([Buffer.of(chunkKinds.fileName), Buffer.from(`${under}/${path.split(sep).join('/')}`)])

/** Below the folder, in a fixed order; what is being uploaded at this moment is left out. */
async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => !/(^|[\\/])arriving[\\/]/.test(path))
    .sort()
}

/** Writes the files of a part below `into`, or only reads them through where it is null. @returns how many there were */
export async function unpackFiles(
  pieces: AsyncIterable<Buffer>,
  key: Buffer,
  part: { readonly name: string; readonly bytes: number; readonly hash: string },
  into: string | null,
): Promise<{ files: number; bytes: number }> {
  let files = 0
  let bytes = 0
  let out: Awaited<ReturnType<typeof open>> | null = null
  try {
    for await (const chunk of openSealed(pieces, key, part)) {
      if (chunk[0] === chunkKinds.fileName) {
        await out?.close()
        files++
        out = into === null ? null : await createBelow(into, chunk.subarray(1).toString('utf8'))
      } else {
        const content = zstdDecompressSync(chunk.subarray(1))
        bytes += content.length
        await out?.write(content)
      }
    }
    return { files, bytes }
  } finally {
    await out?.close()
  }
}

/** No name leads out of the folder, whoever wrote the backup. */
async function createBelow(folder: string, path: string) {
  const whole = join(folder, path)
  if (relative(folder, whole).startsWith('..') || path.includes('\0'))
    throw new Problem('backup.damaged', { part: 'files', reason: { zh: '里面有指向别处的文件名', en: 'a name in it leads elsewhere' } })
  await mkdir(dirname(whole), { recursive: true })
  return await open(whole, 'wx', 0o600)
}
