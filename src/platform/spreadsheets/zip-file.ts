import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { createInflateRaw } from 'node:zlib'
import { Problem } from '../../core/kit/problem.ts'
import type { Words } from '../../core/kit/words.ts'
import type { Limits } from './limits.ts'

export type ZipEntry = {
  readonly name: string
  readonly method: number
  readonly packed: number
  /** Where its local header stands. What the directory says of the unpacked size is not believed. */
  readonly at: number
}

export type ZipFile = {
  /** By name in lower case, with forward slashes, without a leading one. */
  readonly entries: ReadonlyMap<string, ZipEntry>
  /** The unpacked bytes of an entry; stops with a Problem where they become more than `most`. */
  read(entry: ZipEntry, most: number): AsyncGenerator<Buffer>
  close(): Promise<void>
}

const broken = (reason: Words) => new Problem('spreadsheet.broken', { reason })
const bomb = (what: Words) => new Problem('spreadsheet.bomb', { what })
const cutShort: Words = { zh: '文件不完整，可能没有传完', en: 'it is cut short; perhaps it was not copied to its end' }

/**
 * Opens a zip by its central directory. Only what is asked for is unpacked, as a stream, and counted as it comes: no
 * size that the file claims is trusted.
 * @throws Problem spreadsheet.broken, spreadsheet.bomb
 */
export async function openZip(path: string, limits: Limits): Promise<ZipFile> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const entries = await readDirectory(file, size, limits)
    return {
      entries,
      read: (entry, most) => unpack(path, file, size, entry, most, limits.ratio),
      close: () => file.close(),
    }
  } catch (error) {
    await file.close()
    throw error
  }
}

async function readPart(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at)
  return buffer.subarray(0, bytesRead)
}

type Directory = { readonly count: number; readonly size: number; readonly at: number }

async function findDirectory(file: FileHandle, size: number): Promise<Directory> {
  const from = Math.max(0, size - 65_557)
  const tail = await readPart(file, from, size - from)
  let end = tail.length - 22
  while (end >= 0 && tail.readUInt32LE(end) !== 0x06054b50) end--
  if (end < 0) throw broken(cutShort)
  const found = { count: tail.readUInt16LE(end + 10), size: tail.readUInt32LE(end + 12), at: tail.readUInt32LE(end + 16) }
  const isLarge = found.count === 0xffff || found.size === 0xffffffff || found.at === 0xffffffff
  if (!isLarge || end < 20 || tail.readUInt32LE(end - 20) !== 0x07064b50) return found
  const record = await readPart(file, Number(tail.readBigUInt64LE(end - 20 + 8)), 56)
  if (record.length < 56 || record.readUInt32LE(0) !== 0x06064b50) throw broken(cutShort)
  return {
    count: Number(record.readBigUInt64LE(32)),
    size: Number(record.readBigUInt64LE(40)),
    at: Number(record.readBigUInt64LE(48)),
  }
}

async function readDirectory(file: FileHandle, size: number, limits: Limits): Promise<Map<string, ZipEntry>> {
  const directory = await findDirectory(file, size)
  if (directory.count > limits.entries || directory.size > limits.directory)
    throw bomb({ zh: `里面有 ${directory.count} 个文件`, en: `it holds ${directory.count} files` })
  if (directory.at + directory.size > size) throw broken(cutShort)
  const bytes = await readPart(file, directory.at, directory.size)
  const entries = new Map<string, ZipEntry>()
  for (let at = 0; at + 46 <= bytes.length && bytes.readUInt32LE(at) === 0x02014b50; ) {
    const [nameLength, extraLength, commentLength] = [bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32)]
    const next = at + 46 + nameLength + extraLength + commentLength
    if (next > bytes.length || entries.size >= limits.entries) throw broken(cutShort)
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength)
    const large = readLarge(bytes.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength), {
      size: bytes.readUInt32LE(at + 24),
      packed: bytes.readUInt32LE(at + 20),
      at: bytes.readUInt32LE(at + 42),
    })
    if (bytes.readUInt16LE(at + 8) & 1) throw new Problem('spreadsheet.locked')
    entries.set(partName(name), { name, method: bytes.readUInt16LE(at + 10), packed: large.packed, at: large.at })
    at = next
  }
  return entries
}

/** How a part is looked up: some programs write backslashes, or another case. */
export function partName(name: string): string {
  return name.replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase()
}

type Sizes = { readonly size: number; readonly packed: number; readonly at: number }

/** Sizes beyond 4 GB stand in an extra field, those that are missing in their places, in this order. */
function readLarge(extra: Buffer, sizes: Sizes): Sizes {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue
    let place = at + 4
    const next = (value: number) => {
      if (value !== 0xffffffff || place + 8 > extra.length) return value
      place += 8
      return Number(extra.readBigUInt64LE(place - 8))
    }
    return { size: next(sizes.size), packed: next(sizes.packed), at: next(sizes.at) }
  }
  return sizes
}

const freely = 64 * 1024 ** 2

async function* unpack(path: string, file: FileHandle, size: number, entry: ZipEntry, most: number, ratio: number): AsyncGenerator<Buffer> {
  const head = await readPart(file, entry.at, 30)
  if (head.length < 30 || head.readUInt32LE(0) !== 0x04034b50) throw broken(cutShort)
  const from = entry.at + 30 + head.readUInt16LE(26) + head.readUInt16LE(28)
  if (from + entry.packed > size) throw broken(cutShort)
  if (entry.packed === 0) return
  if (entry.method !== 0 && entry.method !== 8)
    throw broken({ zh: `压缩方式 ${entry.method} 不受支持`, en: `compression method ${entry.method} is not known` })
  const packed = createReadStream(path, { start: from, end: from + entry.packed - 1, highWaterMark: 262_144 })
  const source = entry.method === 0 ? packed : packed.pipe(createInflateRaw({ chunkSize: 262_144 }))
  if (source !== packed) packed.on('error', (error) => source.destroy(error))
  let bytes = 0
  try {
    for await (const chunk of source) {
      const piece: Buffer = chunk
      bytes += piece.length
      if (bytes > most || (bytes > freely && bytes > entry.packed * ratio)) {
        const [mb, kb] = [Math.floor(bytes / 1024 ** 2), Math.ceil(entry.packed / 1024)]
        throw bomb({ zh: `${kb} KB 解压出 ${mb} MB 以上`, en: `${kb} KB unpack to over ${mb} MB` })
      }
      yield piece
    }
  } catch (error) {
    if (error instanceof Problem) throw error
    throw broken({ zh: '压缩数据有误', en: 'its compressed data are wrong' })
  } finally {
    packed.destroy()
    source.destroy()
  }
}
