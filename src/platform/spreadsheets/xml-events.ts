import { Problem } from '../../core/kit/problem.ts'

/** Hears an XML text as it is read. Names come without their prefix, attributes and texts as they are written. */
export type XmlListener = {
  open(name: string, attributes: string, isEmpty: boolean): void
  close(name: string): void
  text(raw: string): void
}

export type XmlReader = { push(text: string): void }

const trick = (zh: string, en: string) => new Problem('spreadsheet.trick', { what: { zh, en } })

const localName = (name: string) => {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}

/**
 * Reads XML that arrives in pieces: elements, attributes, texts. What only serves to trick a reader, a document type with
 * entities of its own, is refused; so nothing is ever fetched or multiplied.
 * @param most the longest tag or text, in characters
 */
export function makeXmlReader(listener: XmlListener, most: number): XmlReader {
  let rest = ''
  return {
    push(text) {
      rest = rest === '' ? text : rest + text
      const read = readPieces(rest, listener)
      rest = rest.slice(read)
      if (rest.length > most) throw trick('超长的标记', 'a mark that never ends')
    },
  }
}

/** @returns how much was read; the rest waits for what follows */
function readPieces(text: string, listener: XmlListener): number {
  let at = 0
  for (;;) {
    const start = text.indexOf('<', at)
    if (start < 0) return at
    const next = text.charCodeAt(start + 1)
    // `!` and `?`: comments, CDATA, declarations.
    if (next === 33 || next === 63) {
      const end = endOfSpecial(text, start)
      if (end < 0) return at
      if (start > at) listener.text(text.slice(at, start))
      if (text.startsWith('<![CDATA[', start)) listener.text(text.slice(start + 9, end - 3).replaceAll('&', '&amp;'))
      at = end
      continue
    }
    const end = endOfTag(text, start)
    if (end < 0) return at
    if (start > at) listener.text(text.slice(at, start))
    if (next === 47) listener.close(localName(text.slice(start + 2, end).trimEnd()))
    else openTag(text, start + 1, end, listener)
    at = end + 1
  }
}

function openTag(text: string, from: number, end: number, listener: XmlListener): void {
  const isEmpty = text.charCodeAt(end - 1) === 47
  const stop = isEmpty ? end - 1 : end
  let at = from
  while (at < stop && text.charCodeAt(at) > 32) at++
  const name = localName(text.slice(from, at))
  listener.open(name, at < stop ? text.slice(at, stop) : '', isEmpty)
  if (isEmpty) listener.close(name)
}

/** A `>` inside of quotes ends nothing. */
function endOfTag(text: string, start: number): number {
  let inside = 0
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (inside !== 0) {
      if (code === inside) inside = 0
    } else if (code === 62) return at
    else if (code === 34 || code === 39) inside = code
  }
  return -1
}

function endOfSpecial(text: string, start: number): number {
  const until = (mark: string) => {
    const found = text.indexOf(mark, start + 2)
    return found < 0 ? -1 : found + mark.length
  }
  if (text.startsWith('<?', start)) return until('?>')
  if (text.startsWith('<!--', start)) return until('-->')
  if (text.startsWith('<![CDATA[', start)) return until(']]>')
  // A declaration may not have arrived whole yet.
  if (text.length - start < 9) return -1
  throw trick('自定义的 XML 实体', 'XML entities of its own')
}

/** The value of an attribute, or null. */
export function attribute(attributes: string, name: string): string | null {
  const at = attributes.indexOf(`${name}="`)
  if (at > 0 && isBoundary(attributes.charCodeAt(at - 1))) {
    const from = at + name.length + 2
    const end = attributes.indexOf('"', from)
    return end < 0 ? null : plainText(attributes.slice(from, end))
  }
  // Rarely anybody writes single quotes or spaces about the equals sign.
  if (!attributes.includes(name)) return null
  const match = loosely(name).exec(attributes)
  return match ? plainText(match[1] ?? match[2] ?? '') : null
}

const patterns = new Map<string, RegExp>()

function loosely(name: string): RegExp {
  const known = patterns.get(name) ?? new RegExp(`(?:^|[\\s:])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`)
  patterns.set(name, known)
  return known
}

/** White space, or the colon of a prefix. */
const isBoundary = (code: number) => code <= 32 || code === 58

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Text with its entities read. */
export function plainText(raw: string): string {
  if (!raw.includes('&')) return raw
  return raw.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return named[name.toLowerCase()] ?? whole
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
    },
  )
}
