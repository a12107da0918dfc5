// Screens use few colours: at most 256 of them, one byte a pixel, make a picture a third as large and look the same.
import { crc32, deflateSync, inflateSync } from 'node:zlib'

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

type Pixels = { readonly width: number; readonly height: number /** 0xRRGGBB, row by row. */; readonly colours: Uint32Array }

/** @param png as a browser writes it: eight bits a channel, with or without transparency, not interlaced */
export function shrinkPng(png: Buffer): Buffer {
  const pixels = readPixels(png)
  const { palette, indexOf } = choosePalette(pixels.colours)
  const { width, height, colours } = pixels
  const rows = Buffer.alloc((width + 1) * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = indexOf.get(colours[y * width + x] ?? 0) ?? 0
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3, 0, 0, 0], 8)
  const table = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]))
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('PLTE', table),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const ends = Buffer.alloc(8)
  ends.writeUInt32BE(data.length, 0)
  ends.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)])
}

function readPixels(png: Buffer): Pixels {
  const parts: Buffer[] = []
  for (let at = signature.length; at < png.length; ) {
    const length = png.readUInt32BE(at)
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length))
    at += length + 12
  }
  const [width, height, kind] = [png.readUInt32BE(16), png.readUInt32BE(20), png[25]]
  const size = kind === 6 ? 4 : 3
  const bytes = unfilter(inflateSync(Buffer.concat(parts)), width * size, height, size)
  const colours = new Uint32Array(width * height)
  for (let i = 0; i < colours.length; i++) colours[i] = bytes.readUIntBE(i * size, 3)
  return { width, height, colours }
}

/** Each byte was written as its difference from a guess by its neighbours; the first byte of a row says which guess. */
function unfilter(raw: Buffer, stride: number, height: number, size: number): Buffer {
  const out = Buffer.alloc(stride * height)
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)]
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x
      const left = x < size ? 0 : (out[at - size] ?? 0)
      const up = y === 0 ? 0 : (out[at - stride] ?? 0)
      const corner = x < size || y === 0 ? 0 : (out[at - stride - size] ?? 0)
      const guess = [0, left, up, (left + up) >> 1, nearest(left, up, corner)][filter ?? 0] ?? 0
      out[at] = ((raw[y * (stride + 1) + 1 + x] ?? 0) + guess) & 255
    }
  }
  return out
}

function nearest(left: number, up: number, corner: number): number {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)]
  return a <= b && a <= c ? left : b <= c ? up : corner
}

type Counted = { readonly colour: number; readonly count: number }
const channels = [16, 8, 0] as const
const part = (colour: number, shift: number) => (colour >> shift) & 255

/** Median cut: the box with the most to gain is split in two until there are 256; a box is shown by its commonest colour. */
function choosePalette(colours: Uint32Array): { palette: number[]; indexOf: Map<number, number> } {
  const counts = new Map<number, number>()
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1)
  const boxes = [weigh(Array.from(counts, ([colour, count]) => ({ colour, count })))]
  while (boxes.length < 256) {
    boxes.sort((a, b) => a.gain - b.gain)
    const box = boxes.at(-1)
    if (!box || box.gain === 0) break
    boxes.pop()
    const sorted = box.members.toSorted((a, b) => part(a.colour, box.along) - part(b.colour, box.along))
    const middle = sorted.findIndex(({ colour }) => part(colour, box.along) > box.middle)
    boxes.push(weigh(sorted.slice(0, middle)), weigh(sorted.slice(middle)))
  }
  const palette = boxes.map(({ members }) => members.reduce((best, one) => (one.count > best.count ? one : best)).colour)
  return { palette, indexOf: new Map(boxes.flatMap(({ members }, index) => members.map(({ colour }) => [colour, index] as const))) }
}

function weigh(members: readonly Counted[]) {
  const spans = channels.map((shift) => {
    const values = members.map(({ colour }) => part(colour, shift))
    const [low, high] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))]
    return { shift, span: high - low, middle: (low + high) >> 1 }
  })
  const widest = spans.reduce((best, one) => (one.span > best.span ? one : best))
  const total = members.reduce((sum, { count }) => sum + count, 0)
  return { members, along: widest.shift, middle: widest.middle, gain: widest.span * Math.sqrt(total) * Number(members.length > 1) }
}
