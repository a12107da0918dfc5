import { asTsvector, wordsOfText } from '../../core/kit/search-words.ts'

type Said = {
  readonly summary: string | null
  readonly next_step: string | null
  readonly person: string | null
  readonly place: string | null
}

/** Under which words an interaction is found. */
export function interactionSearch({ summary, next_step, person, place }: Said): string {
  return asTsvector([summary, next_step, person, place].flatMap((text) => (text ? wordsOfText(text) : [])))
}
