/** One element's texts by the names of its children. Children of children are left out. */
export type FlatXml = Readonly<Record<string, string>>

const mostTokens = 2_000
const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

const unescape = (text: string) => text.replace(/&(lt|gt|amp|quot|apos);/g, (_, name: string) => entities[name] ?? '')

// A piece of CDATA, a tag, or text up to the next one. No two of them begin alike, so nothing is looked at twice.
const token = /<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([A-Za-z_][\w.-]{0,63})\s*(\/?)>|([^<]+)/y

/**
 * Reads the small XML that WeChat and WeCom send: one element whose children hold text. There are no attributes, no document
 * types and no entities of one's own in it, so none are read: anything else than that is no such XML.
 * @returns null for anything else
 */
export function readXml(text: string): FlatXml | null {
  const found = new Map<string, string>()
  const open: string[] = []
  const trimmed = text.replace(/^\uFEFF?\s*(?:<\?xml[^<>]{0,100}\?>)?\s*/, '').trimEnd()
  token.lastIndex = 0
  for (let tokens = 0; token.lastIndex < trimmed.length; tokens++) {
    const match = token.exec(trimmed)
    if (!match || tokens > mostTokens) return null
    const [, data, closing, name, empty, plain] = match
    if (name === undefined) {
      if (open.length === 0) return null
      const at = open[1]
      if (open.length === 2 && at !== undefined) found.set(at, (found.get(at) ?? '') + (data ?? unescape(plain ?? '')))
    } else if (closing) {
      if (open.pop() !== name) return null
      if (open.length === 0) return token.lastIndex === trimmed.length ? Object.fromEntries(found) : null
    } else if (!empty) open.push(name)
  }
  return null
}
