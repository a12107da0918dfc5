import { fill, type WordValues, type Words } from '../core/kit/words.ts'
import { readLanguage, type Refusal } from './read-options.ts'

/** One sentence in the terminal, in the reader's language; in both where the environment does not tell it. */
export function tell(words: Words, values: WordValues = {}, write: (text: string) => void = console.log): void {
  const language = readLanguage(process.env)
  for (const each of language ? [language] : (['zh', 'en'] as const)) write(fill(words, each, values))
}

/** Ends the program with the sentence that explains why. */
export function leave({ words, values }: Refusal): never {
  tell(words, values, console.error)
  process.exit(1)
}
