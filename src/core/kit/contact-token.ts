/**
 * A contact detail that is kept sealed is one text wherever it stands, so that it can be joined, matched and counted without being
 * opened: `§3.<kind>.<blind>.<four>.<box>`. `blind` is the blind index of the whole value, `four` that of the last four characters
 * (empty of an e-mail), `box` nonce, tag and ciphertext. All is hexadecimal, so that a text in small letters is still the same.
 * `§4.…` is the same to be shown by its mask.
 */
export const contactKinds = ['phone', 'email', 'wechat'] as const
export type ContactKind = (typeof contactKinds)[number]

export const isContactKind = (name: string): name is ContactKind => contactKinds.some((kind) => kind === name)

export type ContactToken = {
  readonly kind: ContactKind
  readonly isMasked: boolean
  readonly blind: string
  readonly four: string
  readonly box: string
}

const form = '§([34])\\.(phone|email|wechat)\\.([0-9a-f]{32})\\.([0-9a-f]{12}|)\\.([0-9a-f]{56,})'
const whole = new RegExp(`^${form}$`)
const inside = new RegExp(form, 'g')

const partsOf = ([mark, kind, blind, four, box]: readonly (string | undefined)[]): ContactToken | null =>
  kind !== undefined && isContactKind(kind) ? { kind, isMasked: mark === '4', blind: blind ?? '', four: four ?? '', box: box ?? '' } : null

/** Null for anything else. */
export function contactToken(value: unknown): ContactToken | null {
  if (typeof value !== 'string' || !isContactToken(value)) return null
  const found = whole.exec(value)
  return found ? partsOf(found.slice(1)) : null
}

export const isContactToken = (value: unknown): value is string =>
  typeof value === 'string' && (value.startsWith('§3.') || value.startsWith('§4.'))

export const contactTokenText = ({ kind, blind, four, box }: Omit<ContactToken, 'isMasked'>): string => `§3.${kind}.${blind}.${four}.${box}`

/** The text with something else in the place of every sealed contact detail in it. */
export function replaceContactTokens(text: string, by: (token: ContactToken) => string): string {
  if (!text.includes('§3.') && !text.includes('§4.')) return text
  return text.replace(inside, (found, ...groups: string[]) => {
    const token = partsOf(groups.slice(0, 5))
    return token ? by(token) : found
  })
}

/** The text changed between the sealed contact details in it, which stay as they are. */
export function changeBetweenTokens(text: string, change: (between: string) => string): string {
  const parts: string[] = []
  let at = 0
  for (const { index, 0: found } of text.matchAll(inside)) {
    parts.push(change(text.slice(at, index)), found)
    at = index + found.length
  }
  return [...parts, change(text.slice(at))].join('')
}

/** The beginning of a text, with no sealed contact detail cut in two; `…` where something is left out. */
export function beginningOf(text: string, longest: number): string {
  if (text.length <= longest) return text
  let end = longest
  for (const { index, 0: found } of text.matchAll(inside)) if (index < longest && index + found.length > longest) end = index
  return `${text.slice(0, end)}…`.toWellFormed()
}

/** One in which signs stand that nobody sees, or in large letters: what tidies texts later would make it whole. */
const loose = (() => {
  const unseen = '\\p{C}*'
  const spelt = (word: string) => [...word].map((letter) => `${letter}${unseen}`).join('')
  const hex = (count: string) => `(?:[0-9a-f]${unseen}){${count}}`
  const kinds = contactKinds.map(spelt).join('|')
  const point = `\\.${unseen}`
  return new RegExp(`§${unseen}[34]${unseen}${point}(?:${kinds})${point}${hex('32')}${point}${hex('0,12')}${point}${hex('56,')}`, 'giu')
})()

/** What is shown in a text in the place of a contact detail that its reader may not see. */
export const contactDots = '••••'

/** The text with dots for everything in it that looks like a sealed contact detail, or would once it is tidied. */
export function dotContactTokens(text: string): string {
  if (!text.includes('§')) return text
  const dotted = text.replace(loose, contactDots)
  const narrow = dotted.normalize('NFKC')
  const again = narrow.replace(loose, contactDots)
  return again === narrow ? dotted : again
}

/** The words under which a record is found by it. */
export const contactTokenWords = ({ blind, four }: ContactToken): string[] => [blind, ...(four ? [four] : [])]

/** `138****1234`, `z***@shop.example`, `w***`: as platform/rights/masks.ts says it of what is not sealed. */
export function maskContact(kind: ContactKind, text: string): string {
  if (kind === 'email') return `${text.slice(0, 1)}***@${text.split('@')[1] ?? ''}`
  if (kind === 'wechat') return text.length > 0 ? `${text.slice(0, 1)}***` : text
  const mobile = /^\+86(.{3}).{4}(.{4})$/.exec(text)
  if (mobile) return `${mobile[1]}****${mobile[2]}`
  return `${text.slice(0, 3)}****${text.replace(/;.*$/, '').slice(-2)}`
}
