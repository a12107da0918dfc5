import { crc32, deflateSync } from 'node:zlib'
import { encode } from 'uqr'

/** A text as a QR code in a PNG of one bit a point, `scale` points a module. Null for a text that no code holds. */
export function qrPng(text: string, scale = 6): Buffer | null {
  const code = modulesOf(text)
  if (!code) return null
  const size = code.length * scale
  const row = Math.ceil(size / 8)
  const points = Buffer.alloc((row + 1) * size)
  for (let y = 0; y < size; y++) {
    const line = code[Math.floor(y / scale)] ?? []
    for (let x = 0; x < size; x++) {
      const isDark = line[Math.floor(x / scale)] === true
      if (!isDark) setBit(points, y * (row + 1) + 1, x)
    }
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(size, 0)
  head.writeUInt32BE(size, 4)
  // One bit a point, grey.
  head.set([1, 0, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', deflateSync(points)), chunk('IEND', Buffer.alloc(0))])
}

function modulesOf(text: string): boolean[][] | null {
  try {
    return encode(text, { border: 4 }).data
  } catch {
    return null
  }
}

function setBit(bytes: Buffer, from: number, x: number): void {
  const at = from + (x >> 3)
  bytes[at] = (bytes[at] ?? 0) | (0x80 >> (x & 7))
}

/** PNG specification, 5.3: length, type, data, CRC of type and data. */
function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const whole = Buffer.alloc(body.length + 8)
  whole.writeUInt32BE(data.length, 0)
  body.copy(whole, 4)
  whole.writeUInt32BE(crc32(body), body.length + 4)
  return whole
}
