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
  let last = -1
  let counter = 0
  let time = ''
  const pool = new Uint8Array(8 * 256)
  let at = pool.length
  const h = (byte = 0) => hex[byte] ?? '00'
  return () => {
    const now = clock().getTime()
    if (now > last || ++counter > 0xfff) {
      last = Math.max(now, last + 1)
      counter = 0
      const digits = last.toString(16).padStart(12, '0')
      time = `${digits.slice(0, 8)}-${digits.slice(8)}`
    }
    if (at === pool.length) {
      fillRandom(pool)
      at = 0
    }
    const r = at
    at += 8
    return `${time}-${h(0x70 | (counter >> 8))}${h(counter & 0xff)}-${h(((pool[r] ?? 0) & 0x3f) | 0x80)}${h(pool[r + 1])}-${h(pool[r + 2])}${h(pool[r + 3])}${h(pool[r + 4])}${h(pool[r + 5])}${h(pool[r + 6])}${h(pool[r + 7])}`
  }
}

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && uuidShape.test(value)
}

/** What tells a record that has no name: the end of its id, for ids of one day begin alike. */
export const shortId = (id: unknown): string => `#${String(id).slice(-8)}`
