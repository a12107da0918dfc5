import { contactToken, contactTokenWords } from '../../core/kit/contact-token.ts'
import { asTsvector, wordsOfEmail, wordsOfPhone, wordsOfText } from '../../core/kit/search-words.ts'
import { nameInPinyin } from '../customers/customer-search.ts'

const text = (value: unknown) => (typeof value === 'string' ? value : '')

function wordsOf(value: string, plain: (value: string) => string[]): string[] {
  const token = contactToken(value)
  return token ? contactTokenWords(token) : value === '' ? [] : plain(value)
}

/** What is kept beside a contact so that it can be found and sorted: by name, pinyin, company, phone, e-mail. */
export function contactSearch(values: Readonly<Record<string, unknown>>, company: string | null): { search: string; namePinyin: string } {
  const { full, initials } = nameInPinyin(text(values['name']), false)
  const words = [
    ...wordsOfText(`${text(values['name'])} ${company ?? ''}`),
    ...(initials ? [full, initials] : []),
    ...wordsOf(text(values['phone']), wordsOfPhone),
    ...wordsOf(text(values['email']), wordsOfEmail),
    ...wordsOf(text(values['wechat']), wordsOfText),
  ]
  return { search: asTsvector(words), namePinyin: full }
}
