import { Problem } from '../../core/kit/problem.ts'
import type { Limits } from './limits.ts'
import { makeXmlReader, plainText } from './xml-events.ts'

/** The texts that cells refer to by number. */
export type SharedStrings = { readonly size: number; get(index: number): string }

export const noStrings: SharedStrings = { size: 0, get: () => '' }

/** Where one block of bytes ends the next begins; a text never lies in two. */
const blockSize = 8 * 1024 ** 2

/**
 * Reads `sharedStrings.xml`. The texts are held as bytes outside of the heap, end to end, so that a million of them cost
 * what they weigh and nothing more; each is made a string when a cell asks for it.
 * @throws Problem spreadsheet.bomb when together they weigh more than any table's
 */
export async function readSharedStrings(pieces: AsyncIterable<Buffer>, limits: Limits): Promise<SharedStrings> {
  const store = makeStore(limits)
  let text = ''
  let inText = false
  let skipping = false
  const reader = makeXmlReader(
    {
      open(name, _, isEmpty) {
        if (name === 'si') text = ''
        else if (name === 't') inText = !isEmpty && !skipping
        else if (name === 'rPh') skipping = !isEmpty
      },
      text(raw) {
        if (inText) text += cellText(raw)
      },
      close(name) {
        if (name === 't') inText = false
        else if (name === 'rPh') skipping = false
        else if (name === 'si') store.add(text)
      },
    },
    limits.token,
  )
  const decoder = new TextDecoder()
  for await (const piece of pieces) reader.push(decoder.decode(piece, { stream: true }))
  reader.push(decoder.decode())
  return store
}

/** A text as Excel writes it: entities, and `_x000D_` for what XML cannot say. */
export function cellText(raw: string): string {
  const text = plainText(raw)
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

function makeStore(limits: Limits): SharedStrings & { add(text: string): void } {
  const blocks: Buffer[] = []
  let ends = new Float64Array(1_024)
  let size = 0
  let block = Buffer.alloc(0)
  let used = 0
  let total = 0
  const refuse = (zh: string, en: string) => new Problem('spreadsheet.bomb', { what: { zh, en } })
  return {
    get size() {
      return size
    },
    add(text) {
      const bytes = Buffer.byteLength(text)
      total += bytes
      if (total > limits.strings) throw refuse('不同的文字过多', 'its texts alone weigh more than is allowed')
      if (size >= limits.stringCount) throw refuse('不同的文字过多', 'it has too many different texts')
      if (used + bytes > block.length) {
        block = Buffer.allocUnsafeSlow(Math.max(Math.min(blockSize, Math.max(65_536, total)), bytes))
        blocks.push(block)
        used = 0
      }
      block.write(text, used)
      used += bytes
      if (size * 2 + 2 > ends.length) {
        const larger = new Float64Array(ends.length * 2)
        larger.set(ends)
        ends = larger
      }
      // The block and where in it, then how long.
      ends[size * 2] = (blocks.length - 1) * 2 ** 32 + (used - bytes)
      ends[size * 2 + 1] = bytes
      size++
    },
    get(index) {
      if (!(index >= 0 && index < size)) return ''
      const place = ends[index * 2] ?? 0
      const from = place % 2 ** 32
      return blocks[Math.floor(place / 2 ** 32)]?.toString('utf8', from, from + (ends[index * 2 + 1] ?? 0)) ?? ''
    },
  }
}
