import { changeBetweenTokens } from '../../core/kit/contact-token.ts'

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const word = new RegExp(`${uuid}|[\\p{L}\\p{N}]{6,}`, 'giu')

/** A number of an ID card, a passport or an account, a phone: of those that are kept sealed nobody knows in which field it was looked for. */
const isNumber = (text: string) => !text.includes('-') && (text.match(/\p{N}/gu)?.length ?? 0) >= 5

/**
 * What somebody asked for, as it may be written down: numbers by their last four characters, everything else as it was. What is
 * kept sealed would otherwise stand in the clear wherever a search is kept; a contact detail that is sealed already stays so.
 */
export function maskAsked(asked: unknown): unknown {
  if (typeof asked === 'string') return asked.startsWith('{') ? inJson(asked) : maskText(asked)
  if (Array.isArray(asked)) return asked.map(maskAsked)
  if (typeof asked !== 'object' || asked === null || asked instanceof Date) return asked
  return Object.fromEntries(Object.entries(asked).map(([name, value]) => [name, maskAsked(value)]))
}

const maskText = (text: string) =>
  changeBetweenTokens(text, (between) => between.replace(word, (found) => (isNumber(found) ? `••••${found.slice(-4)}` : found)))

function inJson(text: string): string {
  try {
    return JSON.stringify(maskAsked(JSON.parse(text)))
  } catch {
    return maskText(text)
  }
}
