/** The languages the product is written in. Chinese comes first. */
export const languages = ['zh', 'en'] as const
export type Language = (typeof languages)[number]

/**
 * One text, written by hand in each language. `{name}` marks a place that `fill` replaces.
 * A text that lacks a language does not compile, so no catalogue can fall behind.
 */
export type Words = { readonly zh: string; readonly en: string }

export type WordValues = Readonly<Record<string, string | number | Words | null | undefined>>

/** A place of a text: `{n}`, or `{n|customer|customers}`, which is the first of the two forms where `n` is one. */
export const wordPlace = /\{(\w+)(?:\|([^{}|]*)\|([^{}|]*))?\}/g

/** The form that goes with what stands at the place, as it is said: `1`, `2`, `1,000`. */
export const formFor = (said: string, one: string, many: string): string => (said === '1' ? one : many)

/** The text in one language with its places filled. A missing value shows as a dash, never as `{name}`; words that say nothing are no value that is missing. */
export function fill(words: Words, language: Language, values: WordValues = {}): string {
  return words[language].replace(wordPlace, (_, name: string, one?: string, many?: string) => {
    const value = values[name]
    const isWords = typeof value === 'object' && value !== null
    const said = isWords ? value[language] : String(value ?? '')
    if (one !== undefined && many !== undefined) return formFor(said, one, many)
    return said === '' && !isWords ? '—' : said
  })
}

/** The text in both languages with its places filled. */
export const fillBoth = (words: Words, values?: WordValues): Words => ({ zh: fill(words, 'zh', values), en: fill(words, 'en', values) })
