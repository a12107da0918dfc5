import { disarmContacts } from '../sealing/contacts.ts'

/**
 * What a server or vendor answered, as it may be kept: one line, with no sign that a database refuses, cut to 500 characters and
 * never within one, and with nothing in it that would be opened as a sealed contact detail.
 */
export const soundAnswer = (text: string): string =>
  disarmContacts(text)
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, 500)
    .toWellFormed()
