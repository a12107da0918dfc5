/** Makes ids. Handed in, so that a test can know them beforehand. */
export type NewId = () => string

/** Where the time comes from. Handed in, so that a test can move it. */
export type Clock = () => Date

const hex = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'))

/**
 * UUID version 7 (RFC 9562, section 5.7): 48 bits of milliseconds, then a counter of 12 bits that keeps ids made
 * within one millisecond in order, then 62 random bits.
 */
export function uuidv7(clock: Clock, fillRandom: (bytes: Uint8Array<ArrayBuffer>) => void = (b) => crypto.getRandomValues(b)): NewId {
  let last = 0
  let counter = 0
  const pool = new Uint8Array(8 * 256)
  let at = pool.length
  return () => {
    const now = clock().getTime()
    if (now > last) {
      last = now
      counter = 0
    } else if (++counter > 0xfff) {
      last++
      counter = 0
    }
    if (at === pool.length) {
      fillRandom(pool)
      at = 0
    }
    const r = pool.subarray(at, at + 8)
    at += 8
    const time = last.toString(16).padStart(12, '0')
    const h = (i: number) => hex[r[i] ?? 0] ?? '00'
    const variant = hex[((r[0] ?? 0) & 0x3f) | 0x80] ?? '80'
    return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, '0')}-${variant}${h(1)}-${h(2)}${h(3)}${h(4)}${h(5)}${h(6)}${h(7)}`
  }
}

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && uuidShape.test(value)
}

/** What tells a record that has no name: the end of its id, for ids of one day begin alike. */
export const shortId = (id: unknown): string => `#${String(id).slice(-8)}`
