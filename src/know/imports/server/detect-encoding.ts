import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Problem } from '../../../core/kit/problem.ts'
import type { Encoding } from '../import.ts'

export type Detected = {
  readonly encoding: Encoding
  readonly byteOrderMark: boolean
  readonly isBroken: boolean
  readonly lineEnds: number
  readonly bytes: number
}

/**
 * What a file is written in: by its byte order mark; else UTF-8 if all of it is valid; else whichever of UTF-8 and
 * GB18030 has clearly fewer places that are none, looked at around the first such place.
 * @throws Problem import.empty, import.workbook, import.binary
 */
export async function detectEncoding(path: string): Promise<Detected> {
  const head = await readPart(path, 0, 4_096)
  if (head.length === 0) throw new Problem('import.empty')
  refuseOtherKinds(head)
  const marked = markOf(head)
  if (marked) return { encoding: marked, byteOrderMark: true, isBroken: false, ...(await scan(path, marked)) }
  const wide = looksWide(head)
  if (wide) return { encoding: wide, byteOrderMark: false, isBroken: false, ...(await scan(path, wide)) }
  const { firstBroken, ...size } = await scan(path, 'utf-8')
  if (firstBroken === null) return { encoding: 'utf-8', byteOrderMark: false, isBroken: false, ...size }
  const sample = await readPart(path, Math.max(0, firstBroken - 200_000), 1_000_000)
  if (sample.includes(0)) throw new Problem('import.binary')
  const encoding = brokenShare(sample, 'utf-8') <= brokenShare(sample, 'gb18030') ? 'utf-8' : 'gb18030'
  return { encoding, byteOrderMark: false, isBroken: brokenShare(sample, encoding) > 0, ...size }
}

async function readPart(path: string, from: number, length: number): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, from)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

function refuseOtherKinds(head: Buffer): void {
  const begins = (...bytes: number[]) => bytes.every((byte, at) => head[at] === byte)
  if (begins(0x50, 0x4b, 0x03, 0x04) || begins(0xd0, 0xcf, 0x11, 0xe0) || begins(0x1f, 0x8b)) throw new Problem('import.workbook')
  if (begins(0x25, 0x50, 0x44, 0x46) || begins(0x89, 0x50, 0x4e, 0x47) || begins(0xff, 0xd8, 0xff)) throw new Problem('import.binary')
}

function markOf(head: Buffer): Encoding | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : null
}

/** UTF-16 without a mark: every second byte of Latin text is zero. */
function looksWide(head: Buffer): Encoding | null {
  let even = 0
  let odd = 0
  head.forEach((byte, at) => {
    if (byte !== 0) return
    if (at % 2 === 0) even++
    else odd++
  })
  const half = head.length / 2
  if (odd > half * 0.3 && even < half * 0.05) return 'utf-16le'
  return even > half * 0.3 && odd < half * 0.05 ? 'utf-16be' : null
}

type Scan = { readonly bytes: number; readonly lineEnds: number; readonly firstBroken: number | null }

/** Reads the whole file once: its line ends, and the piece in which it first is not what it should be. */
async function scan(path: string, encoding: Encoding): Promise<Scan> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  let bytes = 0
  let lineEnds = 0
  let firstBroken: number | null = null
  let last = 10
  for await (const chunk of createReadStream(path, { highWaterMark: 262_144 })) {
    const piece: Buffer = chunk
    if (firstBroken === null) {
      try {
        decoder.decode(piece, { stream: true })
      } catch {
        firstBroken = bytes
      }
    }
    for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, at + 1)) lineEnds++
    bytes += piece.length
    last = piece.at(-1) ?? last
  }
  if (firstBroken === null && encoding === 'utf-8') {
    try {
      decoder.decode()
    } catch {
      firstBroken = bytes
    }
  }
  const isOpen = last !== 10 && !(encoding === 'utf-16le' && last === 0)
  return { bytes, lineEnds: lineEnds + (isOpen ? 1 : 0), firstBroken }
}

/** Places that are none in this encoding, as a share of the characters beyond ASCII. */
function brokenShare(bytes: Buffer, encoding: Encoding): number {
  const text = new TextDecoder(encoding).decode(bytes)
  let broken = 0
  let beyond = 0
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0
    if (code < 128) continue
    beyond++
    // Private-use characters are what GB18030 makes of bytes that mean something else.
    if (code === 0xfffd || (code >= 0xe000 && code <= 0xf8ff)) broken++
  }
  // One or two at the cut edges say nothing.
  return beyond === 0 ? 0 : Math.max(0, broken - 2) / beyond
}
