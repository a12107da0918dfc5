import { contactTokenWords, replaceContactTokens } from '../../core/kit/contact-token.ts'
import { asTsvector, wordsOfText } from '../../core/kit/search-words.ts'

/** Texts in which people write contact details, by their columns. */
export const interactionTexts = ['summary', 'next_step', 'person', 'place'] as const

export type InteractionTexts = Readonly<Record<(typeof interactionTexts)[number], string | null>>

/** Under which words an interaction is found; by a contact detail that is kept sealed whole, or by its last four characters. */
export function interactionSearch(said: InteractionTexts): string {
  return asTsvector(interactionTexts.flatMap((name) => wordsOfSaid(said[name] ?? '')))
}

function wordsOfSaid(text: string): string[] {
  const sealed: string[] = []
  const rest = replaceContactTokens(text, (token) => {
    sealed.push(...contactTokenWords(token))
    return ' '
  })
  return [...(rest === '' ? [] : wordsOfText(rest)), ...sealed]
}
