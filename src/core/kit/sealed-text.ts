import { contactToken } from './contact-token.ts'

/**
 * A sealed value is a text that carries all that is needed beside the keys: `§1.<whose>.<blind>.<four>.<box>`. `whose` is the
 * customer under whose key it is sealed, `blind` the blind index of the whole value, `four` that of its last four characters
 * (empty where it has fewer), `box` nonce, tag and ciphertext. A draft, `§0.<blind>.<four>.<text>`, is a value on its way into
 * the database before it is known whose it will be: it never leaves the program's memory.
 */
const sealedForm = /^§1\.([\w-]{22})\.([\w-]{22})\.([\w-]{8}|)\.([\w-]{40,})$/
const draftForm = /^§0\.([\w-]{22})\.([\w-]{8}|)\.([^]*)$/

export type SealedParts = { readonly whose: string; readonly blind: string; readonly four: string; readonly box: string }
export type DraftParts = { readonly blind: string; readonly four: string; readonly text: string }

/** A text, or a text as JSON writes it: values of the firm's own fields go through an import so. */
const bare = (value: unknown): string => {
  if (typeof value !== 'string') return ''
  return value.startsWith('"§') ? unquoted(value) : value
}

function unquoted(value: string): string {
  try {
    return String(JSON.parse(value))
  } catch {
    return value
  }
}

export function sealedParts(value: unknown): SealedParts | null {
  const text = bare(value)
  const found = text.startsWith('§1.') ? sealedForm.exec(text) : null
  return found ? { whose: found[1] ?? '', blind: found[2] ?? '', four: found[3] ?? '', box: found[4] ?? '' } : null
}

export function draftParts(value: unknown): DraftParts | null {
  const text = bare(value)
  const found = text.startsWith('§0.') ? draftForm.exec(text) : null
  return found ? { blind: found[1] ?? '', four: found[2] ?? '', text: found[3] ?? '' } : null
}

export const sealedText = ({ whose, blind, four, box }: SealedParts): string => `§1.${whose}.${blind}.${four}.${box}`
export const draftText = ({ blind, four, text }: DraftParts): string => `§0.${blind}.${four}.${text}`

/** The blind index of a sealed value or of a draft; null of anything else. */
export const blindOf = (value: unknown): string | null => (sealedParts(value) ?? draftParts(value))?.blind ?? null

/**
 * Are they the same value? Of two that are sealed, by their blind indexes: no two sealings of a value are alike, nor is a contact
 * detail under one key and under the next.
 */
export function sameValue(one: unknown, other: unknown): boolean {
  if (one === other) return true
  const blind = comparedBy(one)
  return blind !== null && blind === comparedBy(other)
}

const comparedBy = (value: unknown): string | null => blindOf(value) ?? contactToken(value)?.blind ?? null

/** The words under which a record with these values is found by what is sealed in it; values may be texts of JSON. */
export function sealedWords(values: Readonly<Record<string, unknown>>): string[] {
  const words: string[] = []
  for (const name in values) {
    const value = values[name]
    if (typeof value !== 'string' || !(value.startsWith('§') || value.startsWith('"§'))) continue
    const parts = sealedParts(value) ?? draftParts(value)
    if (parts) words.push(parts.blind, ...(parts.four ? [parts.four] : []))
  }
  return words
}

/** `••••••••••••••002X`: what is shown of a value that is not to be seen whole. */
export function lastFourOf(text: string): string {
  const letters = [...text]
  return letters.length > 4 ? '•'.repeat(Math.min(letters.length - 4, 14)) + letters.slice(-4).join('') : '••••'
}
