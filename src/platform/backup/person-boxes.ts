import { hash, randomFillSync } from 'node:crypto'
import type { BoxKeys } from './box-keys.ts'

// A portion of COPY text whose first column is whose the row is becomes boxes: one byte that is the caller's, a nonce of 16,
// and for each person id (16 bytes), length (4), rows (4), check (8), and their rows without the id under SHAKE256 of
// (person's key, nonce, number of the box), whose first eight bytes are the check. Rows of nobody (\N) stand in a box of id 0
// and check 0 that is not covered. One sponge a box, and not one cipher a box: nearly every row of a busy shop is a box of its
// own, and setting up a cipher costs eight times as much as covering the row. That a portion is whole, unchanged and in order
// is proved by the sealed stream of the backup in which it stands; a box has only to stay shut without its person's key.

export const uuidText = 36
const nonceBytes = 16
const keyBytes = 32
const checkBytes = 8
const beforeBoxes = 1 + nonceBytes
const headBytes = 16 + 4 + 4 + checkBytes
const nobody = Buffer.alloc(16)
export const isNobody = (id: Buffer) => id.equals(nobody)
const nullMark = 0x5c
const newline = 0x0a

/** Rows of a portion and whose they are: lists by number, linked, because millions of small objects would be millions to clear. */
type Groups = {
  readonly room: number
  readonly rowFrom: Int32Array
  readonly rowEnd: Int32Array
  readonly rowNext: Int32Array
  readonly firstRow: Int32Array
  readonly lastRow: Int32Array
  readonly bytes: Int32Array
  readonly rows: Int32Array
  /** By hash of the id: the number of the group and one. */
  readonly places: Int32Array
}

export type Boxed = { readonly chunk: Buffer; readonly rows: number }

/** Puts each person's rows of a portion into a box. What it gives is good until it is asked again. */
export function makeBoxer(keys: BoxKeys): (text: Buffer) => Boxed {
  let groups = makeGroups(0)
  let boxes = Buffer.alloc(0)
  let cover = Buffer.alloc(0)
  return (text) => {
    const rows = countAtMost(text)
    if (rows > groups.room) groups = makeGroups(rows)
    const { count, size, of } = groupRows(text, groups)
    const whole = beforeBoxes + count * headBytes + size
    if (whole > boxes.length) [boxes, cover] = [wordsOf(whole * 1.2), wordsOf(whole * 1.2)]
    cover.fill(0, 0, whole)
    const prefix = coverPrefix(randomFillSync(boxes, 1, nonceBytes).subarray(1, beforeBoxes))
    let at = beforeBoxes
    for (let n = 0; n < count; n++) at = writeBox(boxes, cover, at, text, groups, n, keys, prefix)
    coverWords(boxes, cover, whole)
    return { chunk: boxes.subarray(0, whole), rows: of }
  }
}

/** Its length in whole words, and its own memory from the beginning, to be covered word by word. */
const wordsOf = (bytes: number) => Buffer.allocUnsafeSlow(Math.ceil(bytes / 4) * 4)

/** How many rows there are, or one more. */
function countAtMost(text: Buffer): number {
  let count = 1
  for (let at = text.indexOf(newline); at >= 0; at = text.indexOf(newline, at + 1)) count++
  return count
}

function makeGroups(room: number): Groups {
  let places = 1024
  while (places < room * 2) places *= 2
  const list = () => new Int32Array(room)
  return {
    room,
    rowFrom: list(),
    rowEnd: list(),
    rowNext: list(),
    firstRow: list(),
    lastRow: list(),
    bytes: list(),
    rows: list(),
    places: new Int32Array(places),
  }
}

/** @returns how many groups, the bytes of their rows without ids, and how many rows */
function groupRows(text: Buffer, groups: Groups): { count: number; size: number; of: number } {
  const { rowFrom, rowEnd, rowNext, firstRow, lastRow, bytes, rows, places } = groups
  const view = new DataView(text.buffer, text.byteOffset, text.length)
  places.fill(0)
  let [count, size, of, last, lastAt] = [0, 0, 0, -1, -1]
  for (let at = 0; at < text.length; of++) {
    const end = text.indexOf(newline, at) + 1 || text.length
    if (lastAt < 0 || !sameId(view, at, lastAt)) {
      const place = placeOf(view, at, groups)
      last = (places[place] ?? 0) - 1
      if (last < 0) {
        last = count++
        places[place] = count
        firstRow[last] = lastRow[last] = of
        bytes[last] = rows[last] = 0
      }
    }
    lastAt = at
    const from = at + (text[at] === nullMark ? 2 : uuidText)
    rowFrom[of] = from
    rowEnd[of] = end
    rowNext[of] = -1
    rowNext[lastRow[last] ?? of] = lastRow[last] === of ? -1 : of
    lastRow[last] = of
    bytes[last] = (bytes[last] ?? 0) + end - from
    rows[last] = (rows[last] ?? 0) + 1
    size += end - from
    at = end
  }
  return { count, size, of }
}

/** Whether what ends here was `\\N`: no id ends so. */
const isAfterNull = (before: number | undefined) => before === 0x4e
const isNobodys = (view: DataView, at: number) => view.getUint8(at) === nullMark

/** Whether two rows begin with the same id. */
function sameId(view: DataView, one: number, other: number): boolean {
  if (isNobodys(view, one) || isNobodys(view, other)) return isNobodys(view, one) && isNobodys(view, other)
  for (let i = 0; i < uuidText; i += 4) if (view.getUint32(one + i) !== view.getUint32(other + i)) return false
  return true
}

/** Where the group of this row stands in `places`, or the free place for it. */
function placeOf(view: DataView, at: number, { places, firstRow, rowFrom }: Groups): number {
  const mask = places.length - 1
  let place = 0
  if (!isNobodys(view, at)) {
    for (const i of [0, 4, 9, 24, 28, 32]) place = Math.imul(place ^ view.getUint32(at + i), 0x9e3779b1) ^ (place >>> 15)
    place = (place ^ (place >>> 16)) & mask
  }
  for (; ; place = (place + 1) & mask) {
    const group = (places[place] ?? 0) - 1
    if (group < 0) return place
    const from = rowFrom[firstRow[group] ?? 0] ?? 0
    if (sameId(view, at, from - (isAfterNull(view.getUint8(from - 1)) ? 2 : uuidText))) return place
  }
}

/** What the cover of a box follows from, but for the person's key and the number of the box. */
function coverPrefix(nonce: Buffer): Buffer {
  const prefix = Buffer.alloc(keyBytes + nonceBytes + 4)
  nonce.copy(prefix, keyBytes)
  return prefix
}

/** @returns check and cover of a box */
function coverOf(prefix: Buffer, key: Buffer, number: number, length: number): Buffer {
  key.copy(prefix, 0)
  prefix.writeUInt32BE(number, keyBytes + nonceBytes)
  return hash('shake256', prefix, { outputEncoding: 'buffer', outputLength: checkBytes + length })
}

function writeBox(
  boxes: Buffer,
  cover: Buffer,
  at: number,
  text: Buffer,
  { firstRow, rowFrom, rowEnd, rowNext, bytes, rows }: Groups,
  number: number,
  keys: BoxKeys,
  prefix: Buffer,
): number {
  const first = firstRow[number] ?? 0
  const length = bytes[number] ?? 0
  const from = rowFrom[first] ?? 0
  const isOfNobody = isAfterNull(text[from - 1])
  if (isOfNobody) boxes.fill(0, at, at + 16)
  else readId(text, from - uuidText, boxes, at)
  boxes.writeUInt32BE(length, at + 16)
  boxes.writeUInt32BE(rows[number] ?? 0, at + 20)
  boxes.fill(0, at + 24, at + headBytes)
  if (!isOfNobody) coverOf(prefix, keys.keyOf(boxes.subarray(at, at + 16)), number, length).copy(cover, at + 24)
  let to = at + headBytes
  for (let row = first; row >= 0; row = rowNext[row] ?? -1) to += text.copy(boxes, to, rowFrom[row], rowEnd[row])
  return to
}

function coverWords(boxes: Buffer, cover: Buffer, length: number): void {
  const words = Math.ceil(length / 4)
  const [to, by] = [new Uint32Array(boxes.buffer, boxes.byteOffset, words), new Uint32Array(cover.buffer, cover.byteOffset, words)]
  for (let i = 0; i < words; i++) to[i] = (to[i] ?? 0) ^ (by[i] ?? 0)
}

export type Opened = { readonly rows: Buffer; readonly count: number; readonly forgotten: number }

/**
 * The rows of a portion, those left out whose person's key is gone: they were erased.
 * @param forgotten takes the ids of those
 * @throws Error when a box does not open with its person's key
 */
export function openBoxes(chunk: Buffer, keys: BoxKeys, forgotten: Set<string>): Opened {
  const prefix = coverPrefix(chunk.subarray(1, beforeBoxes))
  const out = Buffer.allocUnsafe(sizeOfRows(chunk))
  let [to, count, gone] = [0, 0, 0]
  for (let at = beforeBoxes, n = 0; at < chunk.length; n++) {
    const [length, rows] = [chunk.readUInt32BE(at + 16), chunk.readUInt32BE(at + 20)]
    const id = chunk.subarray(at, at + 16)
    const body = chunk.subarray(at + headBytes, at + headBytes + length)
    const check = chunk.subarray(at + 24, at + headBytes)
    // What belongs to no customer but to the shop (its to-dos) has an id of zeros too, and is covered like any other.
    const isOfNobody = isNobody(id) && check.equals(nobody.subarray(0, checkBytes))
    const key = isOfNobody ? null : keys.find(id)
    if (isOfNobody) to = putRows(out, to, body, '\\N')
    else if (key) to = putRows(out, to, uncover(body, check, coverOf(prefix, key, n, length)), uuidOf(id))
    else {
      gone += rows
      forgotten.add(uuidOf(id))
    }
    if (isOfNobody || key) count += rows
    at += headBytes + length
  }
  return { rows: out.subarray(0, to), count, forgotten: gone }
}

/** Of all rows with their ids before them. @throws Error when the boxes do not end where the portion ends */
function sizeOfRows(chunk: Buffer): number {
  let size = 0
  let at = beforeBoxes
  while (at < chunk.length) {
    const length = chunk.readUInt32BE(at + 16)
    size += length + chunk.readUInt32BE(at + 20) * uuidText
    at += headBytes + length
  }
  if (at !== chunk.length) throw new Error('a box is cut off')
  return size
}

/** @returns the rows, in the memory of the cover */
function uncover(body: Buffer, check: Buffer, cover: Buffer): Buffer {
  if (cover.compare(check, 0, checkBytes, 0, checkBytes) !== 0) throw new Error('a box does not open with its person’s key')
  const rows = cover.subarray(checkBytes)
  for (let i = 0; i < body.length; i++) rows[i] = (rows[i] ?? 0) ^ (body[i] ?? 0)
  return rows
}

/** Puts the id before each row again. @returns where they end */
export function putRows(out: Buffer, to: number, rows: Buffer, id: string): number {
  for (let at = 0; at < rows.length; ) {
    const end = rows.indexOf(newline, at) + 1 || rows.length
    to += out.write(id, to, 'latin1')
    to += rows.copy(out, to, at, end)
    at = end
  }
  return to
}

export const idOf = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex')

/** Where the sixteen bytes of an id stand in its text. */
const digitsAt = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34] as const
const digit = (code: number) => (code < 0x40 ? code - 0x30 : (code | 0x20) - 0x57)

/** Reads an id out of text into sixteen bytes. */
export function readId(text: Buffer, from: number, into: Buffer, at: number): void {
  for (let i = 0; i < 16; i++) {
    const place = from + (digitsAt[i] ?? 0)
    into[at + i] = (digit(text[place] ?? 0) << 4) | digit(text[place + 1] ?? 0)
  }
}

export function uuidOf(id: Buffer): string {
  const hex = id.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
