import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto'
import type { BoxKeys } from './box-keys.ts'

// A portion of COPY text whose first column is whose the row is becomes boxes: id (16 bytes), length (4), rows (4), nonce (12),
// tag (16), AES-256-GCM under that person's key of their rows without the id. Rows of nobody (\N) stand in a box of id 0
// that is not sealed. Portions stand in the sealed stream of the backup, which proves that they are whole and in order.

const uuidText = 36
const headBytes = 16 + 4 + 4 + 12 + 16
const nobody = Buffer.alloc(16)
/** In the place of nonce and tag. */
const unsealed = Buffer.alloc(12 + 16)
const nullMark = 0x5c
const newline = 0x0a

type Group = { readonly id: Buffer; readonly spans: number[]; length: number }

/** Puts each person's rows of this portion into a box. @param text whole lines of COPY's text format */
export function boxRows(text: Buffer, keys: BoxKeys): { boxes: Buffer; rows: number } {
  const groups = new Map<string, Group>()
  let rows = 0
  let last: Group | undefined
  let lastName = ''
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf(newline, at) + 1 || text.length
    const isNobodys = text[at] === nullMark
    const name = isNobodys ? '' : text.toString('latin1', at, at + uuidText)
    if (!last || name !== lastName) {
      last = groups.get(name)
      if (!last) groups.set(name, (last = { id: isNobodys ? nobody : idOf(name), spans: [], length: 0 }))
      lastName = name
    }
    const from = isNobodys ? at + 2 : at + uuidText
    last.spans.push(from, end)
    last.length += end - from
    rows++
    at = end
  }
  let size = 0
  for (const group of groups.values()) size += headBytes + group.length
  const boxes = Buffer.allocUnsafe(size)
  const nonces = randomFillSync(Buffer.allocUnsafe(groups.size * 12))
  let at = 0
  let n = 0
  for (const group of groups.values()) at = writeBox(boxes, at, group, text, keys, nonces.subarray(n * 12, ++n * 12))
  return { boxes, rows }
}

function writeBox(boxes: Buffer, at: number, { id, spans, length }: Group, text: Buffer, keys: BoxKeys, nonce: Buffer): number {
  id.copy(boxes, at)
  boxes.writeUInt32BE(length, at + 16)
  boxes.writeUInt32BE(spans.length / 2, at + 20)
  nonce.copy(boxes, at + 24)
  const body = at + headBytes
  let to = body
  for (let i = 0; i < spans.length; i += 2) to += text.copy(boxes, to, spans[i], spans[i + 1])
  if (id === nobody) {
    boxes.fill(0, at + 24, body)
    return to
  }
  const cipher = createCipheriv('aes-256-gcm', keys.keyOf(id), nonce)
  cipher.update(boxes.subarray(body, to)).copy(boxes, body)
  cipher.final()
  cipher.getAuthTag().copy(boxes, at + 36)
  return to
}

export type Opened = { readonly rows: Buffer; readonly count: number; readonly forgotten: number }

/**
 * The rows of a portion, those left out whose person's key is gone: they were erased.
 * @param forgotten takes the ids of those
 * @throws Error when a box does not open with its person's key
 */
export function openBoxes(boxes: Buffer, keys: BoxKeys, forgotten: Set<string>): Opened {
  const parts: Buffer[] = []
  let count = 0
  let gone = 0
  for (let at = 0; at < boxes.length; ) {
    const id = boxes.subarray(at, at + 16)
    const length = boxes.readUInt32BE(at + 16)
    const body = boxes.subarray(at + headBytes, at + headBytes + length)
    if (body.length !== length) throw new Error('a box is cut off')
    // What belongs to no customer but to the shop (its to-dos) has an id of zeros too, and is sealed like any other.
    const isNobodys = id.equals(nobody) && boxes.subarray(at + 24, at + headBytes).equals(unsealed)
    const key = isNobodys ? null : keys.find(id)
    if (isNobodys) count += withId(parts, body, '\\N')
    else if (key) count += withId(parts, openBox(body, key, boxes.subarray(at + 24, at + 36), boxes.subarray(at + 36, at + 52)), uuidOf(id))
    else {
      gone += boxes.readUInt32BE(at + 20)
      forgotten.add(uuidOf(id))
    }
    at += headBytes + length
  }
  return { rows: Buffer.concat(parts), count, forgotten: gone }
}

function openBox(body: Buffer, key: Buffer, nonce: Buffer, tag: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce)
  decipher.setAuthTag(tag)
  const plain = decipher.update(body)
  decipher.final()
  return plain
}

/** Puts the id before each row again. @returns how many rows */
function withId(parts: Buffer[], rows: Buffer, id: string): number {
  const start = Buffer.from(id, 'latin1')
  let count = 0
  for (let at = 0; at < rows.length; ) {
    const end = rows.indexOf(newline, at) + 1 || rows.length
    parts.push(start, rows.subarray(at, end))
    count++
    at = end
  }
  return count
}

export const idOf = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex')

export function uuidOf(id: Buffer): string {
  const hex = id.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
