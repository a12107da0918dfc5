/** Rows of a binary copy (`copy … (format binary)`), written number by number: no text is made of them and none is read. */
export type CopyBytes = ReturnType<typeof copyBytes>

const whole32 = 2 ** 32
/** Milliseconds and days from 1970 to 2000, where the database begins to count. */
const epochMs = 946_684_800_000
const epochDays = 10_957

/** What stands before all rows and behind them. */
export const copyHead = Uint8Array.from([0x50, 0x47, 0x43, 0x4f, 0x50, 0x59, 0x0a, 0xff, 0x0d, 0x0a, 0, 0, 0, 0, 0, 0, 0, 0, 0])
export const copyTail = Uint8Array.from([0xff, 0xff])

/** @param room bytes that are enough for all rows that are written before `taken` */
export function copyBytes(room: number) {
  let bytes = new Uint8Array(room)
  let view = new DataView(bytes.buffer)
  let at = 0
  const begin = (length: number) => {
    view.setInt32(at, length)
    at += 4
  }
  const nothing = () => begin(-1)
  const big = (value: number) => {
    if (!Number.isSafeInteger(value)) throw new RangeError(`no whole number: ${value}`)
    begin(8)
    const high = Math.floor(value / whole32)
    view.setInt32(at, high)
    view.setUint32(at + 4, value - high * whole32)
    at += 8
  }
  const int = (value: number) => {
    begin(4)
    view.setInt32(at, value)
    at += 4
  }
  return {
    /** A row of so many cells begins. */
    row(cells: number) {
      view.setInt16(at, cells)
      at += 2
    },
    id(ids: Uint8Array, row: number) {
      begin(16)
      for (let byte = 0; byte < 16; byte++) bytes[at + byte] = ids[row * 16 + byte] ?? 0
      at += 16
    },
    double(value: number | null) {
      if (value === null) return nothing()
      begin(8)
      view.setFloat64(at, value)
      at += 8
    },
    real(value: number | null) {
      if (value === null) return nothing()
      begin(4)
      view.setFloat32(at, value)
      at += 4
    },
    big: (value: number | null) => (value === null ? nothing() : big(value)),
    /** Milliseconds from 1970. */
    instant: (value: number | null) => (value === null ? nothing() : big((value - epochMs) * 1_000)),
    int,
    /** Days from 1970-01-01. */
    day: (value: number) => int(value - epochDays),
    small(value: number) {
      begin(2)
      view.setInt16(at, value)
      at += 2
    },
    /** All rows since the last time; they are another's from here on. */
    taken(): Uint8Array<ArrayBuffer> {
      const written = bytes.subarray(0, at)
      bytes = new Uint8Array(room)
      view = new DataView(bytes.buffer)
      at = 0
      return written
    },
  }
}
