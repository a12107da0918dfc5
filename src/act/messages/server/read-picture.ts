import { mostPictureSigns } from '../picture-actions.ts'

export type PictureType = 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp'

/** In pixels and bytes. */
export type PictureSize = { readonly type: PictureType; readonly width: number; readonly height: number; readonly bytes: number }

/** What a data address holds, by its own first bytes and not by what it says of itself; null for what is no picture. */
export function readPictureAddress(address: string): PictureSize | null {
  const written = /^data:image\/(?:png|jpeg|gif|webp);base64,([A-Za-z0-9+/]+={0,2})$/.exec(address)?.[1]
  if (written === undefined || address.length > mostPictureSigns) return null
  const data = Buffer.from(written, 'base64')
  for (const [type, sizeOf] of readers) {
    const size = data.length >= 24 ? sizeOf(data) : null
    if (size && size[0] > 0 && size[1] > 0) return { type, width: size[0], height: size[1], bytes: data.length }
  }
  return null
}

type SizeOf = (data: Buffer) => readonly [number, number] | null

const isAt = (data: Buffer, at: number, signs: string) => data.toString('latin1', at, at + signs.length) === signs

const png: SizeOf = (data) => (isAt(data, 1, 'PNG\r\n') && isAt(data, 12, 'IHDR') ? [data.readUInt32BE(16), data.readUInt32BE(20)] : null)

const gif: SizeOf = (data) => (isAt(data, 0, 'GIF8') ? [data.readUInt16LE(6), data.readUInt16LE(8)] : null)

/** Segment by segment to the frame that tells the size. */
const jpeg: SizeOf = (data) => {
  if (data.readUInt16BE(0) !== 0xffd8) return null
  for (let at = 2; at + 9 <= data.length && data[at] === 0xff; at += 2 + data.readUInt16BE(at + 2)) {
    const marker = data[at + 1] ?? 0
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (isFrame) return [data.readUInt16BE(at + 7), data.readUInt16BE(at + 5)]
  }
  return null
}

/** Lossy, lossless and extended, each with a place of its own for the size. */
const webp: SizeOf = (data) => {
  if (!isAt(data, 0, 'RIFF') || !isAt(data, 8, 'WEBP') || data.length < 30) return null
  if (isAt(data, 12, 'VP8 ')) return [data.readUInt16LE(26) & 0x3fff, data.readUInt16LE(28) & 0x3fff]
  if (isAt(data, 12, 'VP8X')) return [data.readUIntLE(24, 3) + 1, data.readUIntLE(27, 3) + 1]
  const bits = data.readUInt32LE(21)
  return isAt(data, 12, 'VP8L') ? [(bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1] : null
}

const readers: readonly (readonly [PictureType, SizeOf])[] = [
  ['image/png', png],
  ['image/jpeg', jpeg],
  ['image/gif', gif],
  ['image/webp', webp],
]
