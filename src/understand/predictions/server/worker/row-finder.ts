import { writeId } from './past-columns.ts'

const words = (bytes: Uint8Array) => new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)

/** Where ids stand: gives the row of an id's text, −1 where there is none. A table of numbers, for a million texts would take a hundred megabytes. */
export function rowFinder(ids: Uint8Array): (id: string) => number {
  const known = words(ids)
  const rows = known.length / 4
  const mask = 2 ** Math.ceil(Math.log2(Math.max(2, rows * 2))) - 1
  const places = new Int32Array(mask + 1).fill(-1)
  const hash = (of: Int32Array, at: number) => {
    let mixed = Math.imul(
      (of[at + 3] ?? 0) ^ Math.imul(of[at + 2] ?? 0, 0x85ebca6b) ^ (of[at + 1] ?? 0) ^ Math.imul(of[at] ?? 0, 0xc2b2ae35),
      0x9e3779b1,
    )
    mixed ^= mixed >>> 15
    return mixed & mask
  }
  const isSame = (row: number, of: Int32Array) =>
    known[row * 4 + 3] === of[3] && known[row * 4 + 2] === of[2] && known[row * 4 + 1] === of[1] && known[row * 4] === of[0]
  for (let row = 0; row < rows; row++) {
    let place = hash(known, row * 4)
    while (places[place] !== -1) place = (place + 1) & mask
    places[place] = row
  }
  const asked = new Uint8Array(16)
  const its = words(asked)
  return (id) => {
    writeId(asked, 0, id)
    for (let place = hash(its, 0); ; place = (place + 1) & mask) {
      const row = places[place] ?? -1
      if (row === -1 || isSame(row, its)) return row
    }
  }
}
