import { createHash } from 'node:crypto'

/** A shorter one is a mark or an icon, and told as it is. */
const fewestLetters = 200
const embedded = /data:([\w.+/-]+);base64,([A-Za-z0-9+/=]+)/g

/**
 * A text without the files that stand in it (`data:image/png;base64,…`): in the place of each its kind, its size in bytes and
 * the SHA-256 of its bytes, which tell whether it is still the same.
 */
export function withoutFiles(text: string): string {
  if (text.length < fewestLetters || !text.includes(';base64,')) return text
  return text.replaceAll(embedded, (whole, kind: string, letters: string) => {
    if (letters.length < fewestLetters) return whole
    const bytes = Buffer.from(letters, 'base64')
    return `data:${kind};bytes=${bytes.length};sha256=${createHash('sha256').update(bytes).digest('hex')}`
  })
}
