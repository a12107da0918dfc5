import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { createHash } from 'node:crypto'

/** Longer than any line of a list: 40 characters of a hash, a colon, a count. */
const lineBytes = 128

/**
 * Whether a password stands in a list of leaked ones that whoever runs the program has on disk: a text of lines
 * `SHA-1:count`, in order of the hashes, as Have I Been Pwned gives out. It is looked up by halving, some 35 reads in 40 GB,
 * and no password or hash leaves the machine.
 */
export function isLeaked(file: string, password: string): boolean {
  const wanted = createHash('sha1').update(password).digest('hex').toUpperCase()
  const handle = openSync(file, 'r')
  try {
    let [low, high] = [0, fstatSync(handle).size]
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      const { begins, text } = lineAt(handle, middle)
      if (text === '' || begins >= high) high = middle
      else if (text.slice(0, 40).toUpperCase() === wanted) return true
      else if (text.slice(0, 40).toUpperCase() < wanted) low = begins + Buffer.byteLength(text) + 1
      else high = middle
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
