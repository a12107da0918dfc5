/**
 * Words under which a record is found. Chinese has no spaces, so a name gives its single characters and each pair of
 * neighbours: two characters typed are then one exact word, three are two overlapping ones. A phone also stands
 * backwards, so that its last digits are the beginning of a word. The same cutting is used for what is kept and for
 * what is typed.
 */
export type SearchWord = { readonly text: string; readonly prefix: boolean }

/** One of its words must be found. */
export type SearchTerm = readonly SearchWord[]

const han = /\p{Script=Han}+/gu

const fold = (text: string) => text.normalize('NFKC').toLowerCase()

function pairs(run: string): string[] {
  const letters = [...run]
  if (letters.length === 1) return letters
  return letters.slice(1).map((letter, i) => `${letters[i] ?? ''}${letter}`)
}

const oneWord = /^[a-z0-9]+$/

/** Words of a text: single Chinese characters and pairs, and words of other scripts. */
export function wordsOfText(text: string): string[] {
  const folded = fold(text)
  if (oneWord.test(folded)) return [folded]
  const words = new Set<string>()
  const rest = folded.replace(han, (run) => {
    for (const letter of run) words.add(letter)
    for (const pair of pairs(run)) words.add(pair)
    return ' '
  })
  // Most names are all Chinese.
  if (rest !== ' ') for (const word of rest.match(/[\p{L}\p{N}]+/gu) ?? []) words.add(word)
  return [...words]
}

/** Words of a phone: its digits without +86 and without an extension, and backwards behind a mark. */
export function wordsOfPhone(e164: string): string[] {
  const digits = e164
    .replace(/^\+86/, '')
    .replace(/;ext=.*$/, '')
    .replace(/\D/g, '')
  return digits ? [digits, `~${[...digits].reverse().join('')}`] : []
}

/** Words of an address: the whole, the part before @, and its pieces. */
export function wordsOfEmail(email: string): string[] {
  const folded = fold(email)
  return [...new Set([folded, folded.split('@')[0] ?? '', ...(folded.match(/[\p{L}\p{N}]+/gu) ?? [])])].filter(Boolean)
}

/** What was typed, as terms that must all be found. Four digits or more may begin a number or end a phone. */
export function searchTerms(typed: string): SearchTerm[] {
  const folded = fold(typed).replaceAll('\0', '').trim().slice(0, 100)
  const digits = folded.replace(/[\s-]/g, '').replace(/^\+86/, '')
  if (/^\d{4,}$/.test(digits)) return [[begins(digits), begins(`~${[...digits].reverse().join('')}`)]]
  if (folded.includes('@')) return [[begins(folded)]]
  const chinese = [...folded.matchAll(han)].flatMap(([run]) => pairs(run).map((text) => [{ text, prefix: false }]))
  const others = (folded.replace(han, ' ').match(/[\p{L}\p{N}]+/gu) ?? []).map((text) => [begins(text)])
  return [...chinese, ...others].slice(0, 20)
}

const begins = (text: string): SearchWord => ({ text, prefix: true })

/** A word between quotes; a quote and a backslash in it stand twice. */
const quoted = (word: string) => `'${/['\\]/.test(word) ? word.replace(/['\\]/g, '$&$&') : word}'`

/** As PostgreSQL reads a tsquery: any of these words, whole. */
export const anyWord = (words: readonly string[]): string => words.map(quoted).join(' | ')

/** As PostgreSQL reads a tsvector: each word quoted, without positions. */
export function asTsvector(words: readonly string[]): string {
  let vector = ''
  for (const word of new Set(words)) if (word.length > 0 && word.length <= 200) vector += vector === '' ? quoted(word) : ` ${quoted(word)}`
  return vector
}
