/**
 * Text as typed on a Chinese keyboard or copied from a web page, made plain: full-width forms (ＡＢ１２３，：) become
 * ASCII, every kind of space becomes one ordinary space, invisible marks go, and the ends are trimmed.
 */
export function halfWidth(text: string): string {
  return text
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060\ufeff]/g, '')
    .replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/\s+/g, ' ')
    .replace(/[−‐‑–]/g, '-')
    .trim()
}

/** `17850.0` → `17850`: spreadsheets write whole numbers like this. */
export function withoutPointZero(text: string): string {
  return text.replace(/^([+-]?\d+)\.0+$/, '$1')
}

/** The start of a text, for quoting it in a refusal. */
export function excerpt(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim()
  const letters = Array.from(flat)
  return letters.length > 40 ? `${letters.slice(0, 40).join('')}…` : flat
}
