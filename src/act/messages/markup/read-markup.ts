import { literalBegin, literalEnd, withoutMarks } from './literal.ts'

export type Inline = { readonly text: string; readonly bold?: boolean; readonly href?: string } | { readonly newLine: true }
export type Block =
  | { readonly kind: 'paragraph'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'heading'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'list'; readonly items: readonly (readonly Inline[])[] }

/**
 * Reads the few signs a marketer needs: blank lines between paragraphs, `# heading`, `- item`, `**bold**`,
 * `[text](https://…)` and bare addresses. Anything else is text.
 */
export function readMarkup(source: string): Block[] {
  const chunks = shieldLiterals(source).split(/\r?\n[ \t]*(?:\r?\n[ \t]*)+/)
  return chunks.flatMap((chunk) => readChunk(chunk.split(/\r?\n/).filter((line) => line.trim() !== '')))
}

/** Line ends inside a value are spaces: a customer's name begins no paragraph. */
function shieldLiterals(source: string): string {
  return source.replace(/\ue000([^\ue001]*)\ue001/g, (_, inner: string) => `${literalBegin}${inner.replace(/\s+/g, ' ')}${literalEnd}`)
}

function readChunk(lines: readonly string[]): Block[] {
  const blocks: Block[] = []
  let text: string[] = []
  let items: string[] = []
  const close = () => {
    if (text.length > 0) blocks.push({ kind: 'paragraph', inlines: readLines(text) })
    if (items.length > 0) blocks.push({ kind: 'list', items: items.map(readInlines) })
    text = []
    items = []
  }
  for (const line of lines) {
    const item = /^\s*[-*]\s+(.*)$/.exec(line)?.[1]
    const heading = /^#{1,3}\s+(.*)$/.exec(line)?.[1]
    if (heading !== undefined || (item === undefined) !== (items.length === 0)) close()
    if (heading !== undefined) blocks.push({ kind: 'heading', inlines: readInlines(heading) })
    else if (item !== undefined) items.push(item)
    else text.push(line)
  }
  close()
  return blocks
}

function readLines(lines: readonly string[]): Inline[] {
  return lines.flatMap((line, i): Inline[] => [...(i > 0 ? [{ newLine: true } as const] : []), ...readInlines(line)])
}

// A value filled in | [text](address) | **bold** | a bare address.
const sign =
  /\ue000[^\ue001]*\ue001|\[((?:\ue000[^\ue001]*\ue001|[^\]\n\ue000\ue001]){1,500})\]\(((?:\ue000[^\ue001]*\ue001|[^()\s\ue000\ue001]){1,2000})\)|\*\*((?:\ue000[^\ue001]*\ue001|[^*\ue000\ue001]){1,2000})\*\*|https?:\/\/(?:\ue000[^\ue001]*\ue001|[^\s<>"'()，。；、！？）\ue000\ue001])+/g

function readInlines(line: string): Inline[] {
  const inlines: Inline[] = []
  let at = 0
  const addText = (text: string) => void (text !== '' && inlines.push({ text: withoutMarks(text) }))
  for (const found of line.matchAll(sign)) {
    addText(line.slice(at, found.index))
    at = found.index + found[0].length
    inlines.push(inlineOf(found))
  }
  addText(line.slice(at))
  return inlines
}

function inlineOf([all, linkText, address, bold]: RegExpMatchArray): Inline {
  if (all.startsWith(literalBegin)) return { text: withoutMarks(all) }
  if (bold !== undefined) return { text: withoutMarks(bold), bold: true }
  const href = safeAddress(address ?? all)
  const text = withoutMarks(linkText ?? all)
  return href ? { text, href } : { text: withoutMarks(all) }
}

/** Values inside an address are encoded; only web, mail and phone addresses are links. */
export function safeAddress(address: string): string | null {
  const encoded = address.replace(/\ue000([^\ue001]*)\ue001/g, (_, value: string) => encodeURIComponent(value.toWellFormed()))
  return /^(https?:\/\/|mailto:|tel:)/i.test(encoded) && URL.canParse(encoded) ? encoded : null
}
