import type { FileHandle } from 'node:fs/promises'
import { promisify } from 'node:util'
import { crc32, deflateRaw } from 'node:zlib'

const deflate = promisify(deflateRaw)

type Entry = {
  readonly name: Buffer
  readonly crc: number
  readonly packed: number
  readonly size: number
  readonly at: number
  readonly time: number
}

/** Writes an archive (PKZIP APPNOTE 4.3) into an open file, a part at a time; names in UTF-8. Up to 4 GB. */
export function zipInto(file: FileHandle, now: Date) {
  const entries: Entry[] = []
  const time = dosTime(now)
  let at = 0
  const write = async (...pieces: Buffer[]) => {
    for (const piece of pieces) {
      await file.write(piece, 0, piece.length, at)
      at += piece.length
    }
  }
  return {
    async add(name: string, content: Buffer): Promise<void> {
      const packed = await deflate(content)
      const entry: Entry = { name: Buffer.from(name), crc: crc32(content), packed: packed.length, size: content.length, at, time }
      entries.push(entry)
      await write(localHeader(entry), entry.name, packed)
    },
    async end(): Promise<number> {
      const begin = at
      for (const entry of entries) await write(centralHeader(entry), entry.name)
      await write(endRecord(entries.length, begin, at - begin))
      return at
    },
  }
}

/** Two seconds exact, in UTC. */
function dosTime(at: Date): number {
  const day = ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate()
  const clock = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1)
  return ((day << 16) | clock) >>> 0
}

function localHeader({ name, crc, packed, size, time }: Entry): Buffer {
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x04034b50, 0)
  head.writeUInt16LE(20, 4)
  head.writeUInt16LE(0x0800, 6)
  head.writeUInt16LE(8, 8)
  head.writeUInt32LE(time, 10)
  head.writeUInt32LE(crc, 14)
  head.writeUInt32LE(packed, 18)
  head.writeUInt32LE(size, 22)
  head.writeUInt16LE(name.length, 26)
  return head
}

function centralHeader({ name, crc, packed, size, at, time }: Entry): Buffer {
  const head = Buffer.alloc(46)
  head.writeUInt32LE(0x02014b50, 0)
  head.writeUInt16LE(20, 4)
  head.writeUInt16LE(20, 6)
  head.writeUInt16LE(0x0800, 8)
  head.writeUInt16LE(8, 10)
  head.writeUInt32LE(time, 12)
  head.writeUInt32LE(crc, 16)
  head.writeUInt32LE(packed, 20)
  head.writeUInt32LE(size, 24)
  head.writeUInt16LE(name.length, 28)
  head.writeUInt32LE(at, 42)
  return head
}

function endRecord(count: number, begin: number, length: number): Buffer {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(length, 12)
  end.writeUInt32LE(begin, 16)
  return end
}
