import { randomFillSync } from 'node:crypto'

/**
 * Keys of the boxes in which each person's rows stand in a backup, 32 bytes a person, in memory that all threads share:
 * open addressing over places, and entries of 16 bytes id and 32 bytes key in the order in which they came. About 60 bytes
 * a person. Any thread may add one; a lock of one number keeps two from adding at once.
 */
export type BoxKeys = {
  readonly buffers: SharedBoxKeys
  /** The key of this person, made where there is none. @throws RangeError when the table is full */
  keyOf(id: Buffer): Buffer
  find(id: Buffer): Buffer | null
  /** Adds one that is known from before. */
  add(id: Buffer, key: Buffer): void
  size(): number
  entries(): Generator<{ id: Buffer; key: Buffer }>
}

export type SharedBoxKeys = { readonly head: SharedArrayBuffer; readonly places: SharedArrayBuffer; readonly entries: SharedArrayBuffer }

const entryBytes = 48

/** @param room how many persons fit in */
export function makeBoxKeys(room: number): BoxKeys {
  let places = 1024
  while (places < room * 2) places *= 2
  return openBoxKeys({
    head: new SharedArrayBuffer(8),
    places: new SharedArrayBuffer(places * 4),
    entries: new SharedArrayBuffer(room * entryBytes),
  })
}

/** The same table in another thread. */
export function openBoxKeys(buffers: SharedBoxKeys): BoxKeys {
  const head = new Int32Array(buffers.head)
  const places = new Int32Array(buffers.places)
  const entries = Buffer.from(buffers.entries)
  const words = new Int32Array(buffers.entries)
  const mask = places.length - 1
  const room = entries.length / entryBytes
  const idAt = (n: number) => entries.subarray(n * entryBytes, n * entryBytes + 16)
  const keyAt = (n: number) => entries.subarray(n * entryBytes + 16, (n + 1) * entryBytes)
  /** The place of the id, or the first free one behind it. */
  const placeOf = (id: Buffer): number => {
    const [a, b, c, d] = [id.readInt32LE(0), id.readInt32LE(4), id.readInt32LE(8), id.readInt32LE(12)]
    let at = mixed(a ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35) ^ mixed(d)) & mask
    for (;;) {
      const n = Atomics.load(places, at)
      if (n === 0) return at
      const word = (n - 1) * (entryBytes / 4)
      if (words[word + 3] === d && words[word] === a && words[word + 1] === b && words[word + 2] === c) return at
      at = (at + 1) & mask
    }
  }
  const find = (id: Buffer): Buffer | null => {
    const n = Atomics.load(places, placeOf(id))
    return n === 0 ? null : keyAt(n - 1)
  }
  const put = (id: Buffer, key: Buffer | null): Buffer => {
    lock(head)
    try {
      const place = placeOf(id)
      const known = Atomics.load(places, place)
      if (known > 0) return keyAt(known - 1)
      const n = Atomics.load(head, 1)
      if (n >= room) throw new RangeError(`no room for the keys of more than ${room} persons`)
      id.copy(entries, n * entryBytes)
      if (key) key.copy(entries, n * entryBytes + 16)
      else randomFillSync(keyAt(n))
      Atomics.store(head, 1, n + 1)
      Atomics.store(places, place, n + 1)
      return keyAt(n)
    } finally {
      unlock(head)
    }
  }
  return {
    buffers,
    find,
    keyOf: (id) => find(id) ?? put(id, null),
    add: (id, key) => void put(id, key),
    size: () => Atomics.load(head, 1),
    entries: function* () {
      for (let n = 0; n < Atomics.load(head, 1); n++) yield { id: idAt(n), key: keyAt(n) }
    },
  }
}

/** Held for microseconds, and seldom: nearly all persons are known before the threads begin. */
function lock(head: Int32Array): void {
  while (Atomics.compareExchange(head, 0, 0, 1) !== 0) continue
}

const unlock = (head: Int32Array) => void Atomics.store(head, 0, 0)

/** Every bit of a number counts for every bit of the outcome: ids that were given one after another differ in few. */
function mixed(number: number): number {
  let bits = Math.imul(number ^ (number >>> 16), 0x7feb352d)
  bits = Math.imul(bits ^ (bits >>> 15), 0x846ca68b)
  return bits ^ (bits >>> 16)
}
