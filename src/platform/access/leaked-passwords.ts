import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { createHash } from 'node:crypto'

/** Longer than any line of a list: 40 characters of a hash, a colon, a count. */
const lineBytes = 128
const oneHash = /^[0-9a-f]{40}(?![0-9a-f])/i

/**
 * Whether a password stands in a list of leaked ones that whoever runs the program has on disk: a text of lines
 * `SHA-1:count`, in order of the hashes, as Have I Been Pwned gives out. It is looked up by halving, some 35 reads in 40 GB,
 * and no password or hash leaves the machine.
 * @throws Error of the file system, or where it is a list of something else or in another order: that would hide what it holds
 */
export function isLeaked(file: string, password: string): boolean {
  const wanted = createHash('sha1').update(password).digest('hex').toUpperCase()
  const handle = openSync(file, 'r')
  try {
    let [low, high] = [0, fstatSync(handle).size]
    let [least, most] = ['', 'G']
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      const { begins, text } = lineAt(handle, middle)
      const hash = text.slice(0, 40).toUpperCase()
      if (text.trim() === '' || begins >= high) high = middle
      else if (!oneHash.test(text) || hash < least || hash > most) throw new Error('no list of SHA-1 hashes in order')
      else if (hash === wanted) return true
      else if (hash < wanted) [low, least] = [begins + text.length + 1, hash]
      else [high, most] = [middle, hash]
    }
    return false
  } finally {
    closeSync(handle)
  }
}

/** The first line that begins at this place or behind it. */
function lineAt(handle: number, place: number): { begins: number; text: string } {
  const buffer = Buffer.alloc(lineBytes * 2)
  const from = Math.max(0, place - 1)
  const read = buffer.subarray(0, readSync(handle, buffer, 0, buffer.length, from)).toString('latin1')
  const start = place === 0 ? 0 : read.indexOf('\n') + 1
  if (place > 0 && start === 0) return { begins: from + read.length, text: '' }
  const end = read.indexOf('\n', start)
  return { begins: from + start, text: end < 0 ? read.slice(start) : read.slice(start, end) }
}
