import { z } from 'zod'
import type { Words } from '../core/kit/words.ts'

/** A refusal in both languages, carried in a zod issue's `params.words`; the message itself is the English one. */
export function refusal(words: Words): { readonly message: string; readonly params: { readonly words: Words } } {
  return { message: words.en, params: { words } }
}

export const unsoundWords: Words = {
  zh: '含有无法保存的字符（空字符或残缺的表情符号），请删去后重新输入',
  en: 'contains a character that cannot be stored (a null character or half an emoji); remove it and enter the text again',
}

/** PostgreSQL stores neither the null character nor half of a surrogate pair. */
export function isSound(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed()
}

const made = new Map<number, z.ZodString>()

/** Text without surrounding space, of `1…most` UTF-16 units, that the database can hold. One of each length: hundreds of inputs ask for it. */
export function soundText(most: number): z.ZodString {
  const known = made.get(most)
  if (known) return known
  const text = z.string().trim().min(1).max(most).refine(isSound, refusal(unsoundWords))
  made.set(most, text)
  return text
}
