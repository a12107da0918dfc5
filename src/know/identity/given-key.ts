import type { Words } from '../../core/kit/words.ts'

/** Stands as the rule of a pair of which no rule says anything. */
export const givenKey = 'given-key'
export const givenKeyName: Words = { zh: '收到的号码属于另一位客户', en: 'Came with what is another customer’s' }
