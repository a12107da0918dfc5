import type { Words } from '../../../core/kit/words.ts'

/** What a check is called, and what it says of what it found; the sentence of trouble says what to do as well. */
export type CheckWords = { readonly label: Words; readonly says: Readonly<Record<string, Words>> }
