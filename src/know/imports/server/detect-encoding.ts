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
 * @throws Problem import.empty, import.workbook, import.json, import.binary, import.false-mark
 */
export async function detectEncoding(path: string): Promise<Detected> {
  const head = await readPart(path, 0, 4_096)
  if (head.length === 0) throw new Problem('import.empty')
  refuseOtherKinds(head)
  const marked = markOf(head)
  // Every delimiter and line end of UTF-16 has a zero: without any, only the mark was put before another encoding.
  if (marked && marked !== 'utf-8' && head.length > 2 && !head.includes(0)) throw new Problem('import.false-mark')
  if (marked && marked !== 'utf-8') return { encoding: marked, byteOrderMark: true, isBroken: false, ...(await scan(path, marked)) }
  const wide = marked ? null : looksWide(head)
  if (wide) return { encoding: wide, byteOrderMark: false, isBroken: false, ...(await scan(path, wide)) }
  const { firstBroken, ...size } = await scan(path, 'utf-8')
  const byteOrderMark = marked !== null
  if (firstBroken === null) return { encoding: 'utf-8', byteOrderMark, isBroken: false, ...size }
  const sample = await readPart(path, Math.max(0, firstBroken - 200_000), 1_000_000)
  if (sample.includes(0)) throw new Problem('import.binary')
  // A mark does not make a text UTF-8: some programs put one before GBK.
  const encoding = brokenShare(sample, 'utf-8') <= brokenShare(sample, 'gb18030') ? 'utf-8' : 'gb18030'
  return { encoding, byteOrderMark, isBroken: brokenShare(sample, encoding) > 0, ...size }
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
  if (begins(0x1f, 0x8b) || begins(0x52, 0x61, 0x72, 0x21) || begins(0x37, 0x7a, 0xbc, 0xaf)) throw new Problem('import.workbook')
  if (/^(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*["}]/.test(head.toString('latin1'))) throw new Problem('import.json')
  if (begins(0x25, 0x50, 0x44, 0x46) || begins(0x89, 0x50, 0x4e, 0x47) || begins(0xff, 0xd8, 0xff)) throw new Problem('import.binary')
}

function markOf(head: Buffer): Encoding | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : null
}

/**
 * UTF-16 without a mark: every second byte of Latin text is zero; a Chinese text has few of those, but no other encoding
 * has any, and nearly all of its pairs of bytes are letters of a table.
 */
function looksWide(head: Buffer): Encoding | null {
  if (!head.includes(0)) return null
  for (const encoding of ['utf-16le', 'utf-16be'] as const) if (plainShare(head, encoding) > 0.97) return encoding
  return looksHalfZero(head)
}

/** Letters that tables are made of, as a share of all. */
function plainShare(head: Buffer, encoding: Encoding): number {
  const text = new TextDecoder(encoding).decode(head.subarray(0, head.length - (head.length % 2)))
  const plain = text.match(/[\t\n\r -~\u00a5\u2010-\u2027\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]/g)?.length ?? 0
  return text.length === 0 ? 0 : plain / text.length
}

function looksHalfZero(head: Buffer): Encoding | null {
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
