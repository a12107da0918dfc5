import { beginningOf } from '../../core/kit/contact-token.ts'
import { asTsvector } from '../../core/kit/search-words.ts'
import { wordsOfSaid } from '../interactions/interaction-search.ts'

/** Texts in which people write contact details, by their columns. */
export const todoTexts = ['title', 'note', 'origin_words', 'script', 'result_note'] as const

/** So much of a note is found. */
const longestFound = 1_000

/** Under which words a to-do is found; by a contact detail that is kept sealed whole, or by its last four characters. */
export function todoSearch({ title, note }: { readonly title: string; readonly note: string | null }): string {
  return asTsvector([...wordsOfSaid(title), ...wordsOfSaid(beginningOf(note ?? '', longestFound))])
}
