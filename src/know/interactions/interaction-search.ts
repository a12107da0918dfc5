import { keepInText } from '../../core/kit/contact-in-text.ts'
import { contactTokenWords, replaceContactTokens } from '../../core/kit/contact-token.ts'
import { asTsvector, wordsOfEmail, wordsOfPhone, wordsOfText } from '../../core/kit/search-words.ts'

/** Texts in which people write contact details, by their columns. */
export const interactionTexts = ['summary', 'next_step', 'person', 'place'] as const

export type InteractionTexts = Readonly<Record<(typeof interactionTexts)[number], string | null>>

/** Under which words an interaction is found; by a contact detail that is kept sealed whole, or by its last four characters. */
export function interactionSearch(said: InteractionTexts): string {
  return asTsvector(interactionTexts.flatMap((name) => wordsOfSaid(said[name] ?? '')))
}

export function wordsOfSaid(text: string): string[] {
  const sealed: string[] = []
  const rest = replaceContactTokens(text, (token) => {
    sealed.push(...contactTokenWords(token))
    return ' '
  })
  return [...(rest === '' ? [] : wordsOfText(rest)), ...wordsOfContacts(rest), ...sealed]
}

/** `138 1234 5678` is found as a phone is, however it was written. */
function wordsOfContacts(text: string): string[] {
  const words: string[] = []
  keepInText(text, (kind, value) => {
    words.push(...(kind === 'phone' ? wordsOfPhone(value) : wordsOfEmail(value)))
    return value
  })
  return words
}
