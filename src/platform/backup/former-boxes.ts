import { createDecipheriv } from 'node:crypto'
import type { BoxKeys } from './box-keys.ts'
import { isNobody, type Opened, putRows, uuidOf, uuidText } from './person-boxes.ts'

// Boxes as backups of the format before hold them, read and no longer written: id (16 bytes), length (4), rows (4), nonce (12),
// tag (16), AES-256-GCM under that person's key of their rows without the id. Rows of nobody (\N) stand in a box of id 0 whose
// nonce and tag are 0 too, and which is not sealed.

const [nonceAt, tagAt, headBytes] = [24, 36, 52]
const unsealed = Buffer.alloc(headBytes - nonceAt)

/** As `openBoxes`. @param chunk a byte for its kind, then boxes @throws Error when a box does not open with its person's key */
export function openFormerBoxes(chunk: Buffer, keys: BoxKeys, forgotten: Set<string>): Opened {
  const out = Buffer.allocUnsafe(sizeOfRows(chunk))
  let [to, count, gone] = [0, 0, 0]
  for (let at = 1; at < chunk.length; ) {
    const box = chunk.subarray(at, at + headBytes + chunk.readUInt32BE(at + 16))
    const rows = box.readUInt32BE(20)
    const id = box.subarray(0, 16)
    const isOfNobody = isNobody(id) && box.subarray(nonceAt, headBytes).equals(unsealed)
    const key = isOfNobody ? null : keys.find(id)
    if (isOfNobody) to = putRows(out, to, box.subarray(headBytes), '\\N')
    else if (key) to = putRows(out, to, openBox(box, key), uuidOf(id))
    else {
      gone += rows
      forgotten.add(uuidOf(id))
    }
    if (isOfNobody || key) count += rows
    at += box.length
  }
  return { rows: out.subarray(0, to), count, forgotten: gone }
}

/** Of all rows with their ids before them. @throws Error when the boxes do not end where the portion ends */
function sizeOfRows(chunk: Buffer): number {
  let size = 0
  let at = 1
  while (at < chunk.length) {
    const length = chunk.readUInt32BE(at + 16)
    size += length + chunk.readUInt32BE(at + 20) * uuidText
    at += headBytes + length
  }
  if (at !== chunk.length) throw new Error('a box is cut off')
  return size
}

function openBox(box: Buffer, key: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(nonceAt, tagAt))
  decipher.setAuthTag(box.subarray(tagAt, headBytes))
  const plain = decipher.update(box.subarray(headBytes))
  decipher.final()
  return plain
}
