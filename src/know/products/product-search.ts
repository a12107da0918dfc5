import { asTsvector, wordsOfText } from '../../core/kit/search-words.ts'

/** Under which words a product is found. */
export function productSearch(one: { readonly code: string; readonly name: string; readonly category: string | null }): string {
  return asTsvector([one.code, one.name, one.category].flatMap((text) => (text ? wordsOfText(text) : [])))
}
