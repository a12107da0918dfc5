import { asTsvector, wordsOfEmail, wordsOfPhone, wordsOfText } from '../../core/kit/search-words.ts'
import { nameInPinyin } from '../customers/customer-search.ts'

const text = (value: unknown) => (typeof value === 'string' ? value : '')

/** What is kept beside a contact so that it can be found and sorted: by name, pinyin, company, phone, e-mail. */
export function contactSearch(values: Readonly<Record<string, unknown>>, company: string | null): { search: string; namePinyin: string } {
  const { full, initials } = nameInPinyin(text(values['name']), false)
  const words = [
    ...wordsOfText(`${text(values['name'])} ${company ?? ''}`),
    ...(initials ? [full, initials] : []),
    ...(text(values['phone']) ? wordsOfPhone(text(values['phone'])) : []),
    ...(text(values['email']) ? wordsOfEmail(text(values['email'])) : []),
    ...wordsOfText(text(values['wechat'])),
  ]
  return { search: asTsvector(words), namePinyin: full }
}
