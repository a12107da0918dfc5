import { crc32, deflateSync, inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { shrinkPng } from './shrink-png.ts'

function chunk(name: string, data: Buffer): Buffer {
  const [length, check, body] = [Buffer.alloc(4), Buffer.alloc(4), Buffer.concat([Buffer.from(name), data])]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}

/** A picture of eight bits a channel whose rows are written with the filter called `sub`: each pixel less its left neighbour. */
function draw(rows: readonly (readonly number[])[]): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(rows[0]?.length ?? 0, 0)
  header.writeUInt32BE(rows.length, 4)
  header.set([8, 2], 8)
  const bytes = rows.flatMap((row) => {
    const plain = row.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255])
    return [1, ...plain.map((byte, at) => (byte - (plain[at - 3] ?? 0)) & 255)]
  })
  const head = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([head, chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.from(bytes))), chunk('IEND', Buffer.alloc(0))])
}

function coloursOf(png: Buffer, width: number): number[][] {
  const parts = new Map<string, Buffer>()
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12)
    parts.set(png.toString('latin1', at + 4, at + 8), png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
  const table = parts.get('PLTE') ?? Buffer.alloc(0)
  const indexes = [...inflateSync(parts.get('IDAT') ?? Buffer.alloc(0))]
  return Array.from({ length: indexes.length / (width + 1) }, (_, y) =>
    indexes.slice(y * (width + 1) + 1, (y + 1) * (width + 1)).map((index) => table.readUIntBE(index * 3, 3)),
  )
}

test('a picture of few colours keeps every one of them', () => {
  const rows = [
    [0x0f766e, 0xffffff, 0xffffff, 0x000000],
    [0xb45309, 0x0f766e, 0x123456, 0xffffff],
  ]
  expect(coloursOf(shrinkPng(draw(rows)), 4)).toEqual(rows)
})

test('of many colours the commonest stay as they are, and the others come near', () => {
  const ground = 0xf4f6f5
  const rows = Array.from({ length: 64 }, (_, y) =>
    Array.from({ length: 64 }, (_, x) => (y < 40 ? ground : x * 4 * 65_536 + y * 3 * 256 + 90)),
  )
  const shrunk = coloursOf(shrinkPng(draw(rows)), 64)
  expect(new Set(shrunk.flat()).size).toBeLessThanOrEqual(256)
  expect(shrunk.slice(0, 40)).toEqual(rows.slice(0, 40))
  const far = rows.flatMap((row, y) => row.map((colour, x) => Math.abs((colour >> 16) - ((shrunk[y]?.[x] ?? 0) >> 16))))
  expect(Math.max(...far)).toBeLessThan(16)
})
