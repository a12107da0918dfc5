import { createCipheriv, createDecipheriv, createHash, type Hash, randomBytes } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'
import { Problem } from '../../core/kit/problem.ts'
import type { Words } from '../../core/kit/words.ts'
import { deriveKey } from './backup-key.ts'

// A sealed file is `RGB1`, a salt (16 bytes) and chunks: length (4 bytes, of the sealed text), sealed text, tag (16 bytes).
// Each chunk is AES-256-GCM under the file's own key, which follows from the backup key, what the file is, and its salt. The
// nonce is the chunk's number and whether it is the last, so that no chunk can be left out, repeated or put elsewhere, and
// a file that was cut off has no last one.

const magic = Buffer.from('RGB1')
const tagBytes = 16
const keyOf = (backupKey: Buffer, name: string, salt: Buffer) => deriveKey(backupKey, `${name} ${salt.toString('hex')}`)
/** No chunk is longer; what says so is damaged. */
export const longestChunk = 64 * 1024 * 1024

function nonceOf(number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeBigUInt64BE(BigInt(number))
  nonce[11] = isLast ? 1 : 0
  return nonce
}

export type SealedFile = {
  write(plain: Buffer): Promise<void>
  /** Writes the end and waits until all is on the disk. */
  end(): Promise<{ bytes: number; hash: string }>
  abandon(): Promise<void>
}

/** Writes a new file; one that is there already is not touched. @param name what it is, which `openSealed` must say too */
export async function createSealed(path: string, backupKey: Buffer, name: string): Promise<SealedFile> {
  const salt = randomBytes(16)
  const key = keyOf(backupKey, name, salt)
  const file = await open(path, 'wx', 0o600)
  const hash = createHash('sha256')
  let bytes = 0
  let number = 0
  const put = async (...pieces: Buffer[]) => {
    for (const piece of pieces) {
      hash.update(piece)
      bytes += piece.length
    }
    await writeWhole(file, pieces)
  }
  const seal = (plain: Buffer, isLast: boolean) => {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(number++, isLast))
    const body = cipher.update(plain)
    cipher.final()
    const length = Buffer.alloc(4)
    length.writeUInt32BE(body.length)
    return [length, body, cipher.getAuthTag()]
  }
  await put(Buffer.concat([magic, salt]))
  return {
    write: (plain) => put(...seal(plain, false)),
    end: async () => {
      await put(...seal(Buffer.alloc(0), true))
      await file.sync()
      await file.close()
      return { bytes, hash: hash.digest('hex') }
    },
    abandon: () => file.close().catch(() => {}),
  }
}

async function writeWhole(file: FileHandle, pieces: Buffer[]): Promise<void> {
  const { bytesWritten } = await file.writev(pieces)
  let rest = bytesWritten
  for (const piece of pieces) {
    // A disk may take less than it was given.
    for (let at = Math.min(rest, piece.length); at < piece.length; ) at += (await file.write(piece, at)).bytesWritten
    rest = Math.max(0, rest - piece.length)
  }
}

const cutOff: Words = { zh: '文件不完整，后面被截断了', en: 'it is cut off' }
const altered = (number: number): Words => ({ zh: `第 ${number + 1} 段内容变了`, en: `part ${number + 1} of it was changed` })

/** What a sealed file should be, as its manifest says; left out, nothing but its own seals vouches for it. */
export type Expected = { readonly name: string; readonly bytes?: number; readonly hash?: string }

/**
 * The chunks of a sealed file, each as soon as its seal was proved.
 * @throws Problem backup.damaged, at the latest after the last chunk: who acts on chunks before must be able to take it back
 */
export async function* openSealed(pieces: AsyncIterable<Buffer>, backupKey: Buffer, expected: Expected): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  const reader = makeReader(pieces, hash)
  const damaged = (reason: Words) => new Problem('backup.damaged', { part: expected.name, reason })
  if (!(await reader.take(4))?.equals(magic)) throw damaged({ zh: '不是备份文件', en: 'it is no file of a backup' })
  const salt = await reader.take(16)
  if (!salt) throw damaged(cutOff)
  const key = keyOf(backupKey, expected.name, salt)
  for (let number = 0; ; number++) {
    const length = (await reader.take(4))?.readUInt32BE()
    if (length === undefined) throw damaged(cutOff)
    if (length > longestChunk) throw damaged(altered(number))
    const sealed = await reader.take(length + tagBytes)
    if (!sealed) throw damaged(cutOff)
    // Only the last chunk is empty.
    const isLast = length === 0
    const plain = unseal(sealed, key, nonceOf(number, isLast))
    if (!plain) throw damaged(altered(number))
    if (isLast) break
    yield plain
  }
  if (await reader.take(1)) throw damaged({ zh: '末尾多出了内容', en: 'there is more after its end' })
  if (expected.bytes !== undefined && reader.bytes() !== expected.bytes) throw damaged({ zh: '大小不对', en: 'it has another size' })
  if (expected.hash !== undefined && hash.digest('hex') !== expected.hash)
    throw damaged({ zh: '内容变了，SHA-256 不符', en: 'it was changed: another SHA-256' })
}

function unseal(sealed: Buffer, key: Buffer, nonce: Buffer): Buffer | null {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce)
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes))
  const plain = decipher.update(sealed.subarray(0, sealed.length - tagBytes))
  try {
    decipher.final()
    return plain
  } catch {
    return null
  }
}

type Reader = { take(length: number): Promise<Buffer | null>; bytes(): number }

/** Takes exact numbers of bytes out of pieces of any size; null when fewer are left. */
function makeReader(pieces: AsyncIterable<Buffer>, hash: Hash): Reader {
  const source = pieces[Symbol.asyncIterator]()
  let held: Buffer[] = []
  let size = 0
  let total = 0
  return {
    bytes: () => total,
    take: async (length) => {
      while (size < length) {
        const next = await source.next()
        if (next.done === true) return null
        held.push(next.value)
        size += next.value.length
      }
      const all = held.length === 1 && held[0] ? held[0] : Buffer.concat(held)
      const taken = all.subarray(0, length)
      held = [all.subarray(length)]
      size -= length
      total += length
      hash.update(taken)
      return taken
    },
  }
}
