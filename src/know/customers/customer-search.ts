import { pinyin } from 'pinyin-pro'
import { looksLikeCompany } from '../../core/china/company-name.ts'
import { contactToken, contactTokenWords } from '../../core/kit/contact-token.ts'
import { sealedWords } from '../../core/kit/sealed-text.ts'
import { asTsvector, wordsOfEmail, wordsOfPhone, wordsOfText } from '../../core/kit/search-words.ts'
import { onlyReading, spelt } from './only-reading.ts'

/** What search words are made of. */
export const findableFields = ['kind', 'name', 'shortName', 'phone', 'email', 'wechat', 'code', 'creditCode'] as const

export type Findable = Readonly<Partial<Record<(typeof findableFields)[number], unknown>>>

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)
const hasHan = /\p{Script=Han}/u

type ReadName = { readonly full: string; readonly initials: string; readonly others: readonly string[] }

const readNames = new Map<string, ReadName>()
const mostKept = 20_000

/** Names recur, and reading one costs more than all else about a row of an import. */
function readName(name: string, isCompany: boolean): ReadName {
  const key = isCompany ? `:${name}` : name
  const known = readNames.get(key)
  if (known) return known
  if (readNames.size >= mostKept) readNames.clear()
  const read = isCompany ? { ...nameInPinyin(name, true), others: [] } : { ...nameInPinyin(name), others: otherReadings(name) }
  readNames.set(key, read)
  return read
}

/**
 * `单雄信` → full `shanxiongxin`, initials `sxx`: surnames are read as surnames, but not in the name of a company, where
 * 单车 is dān. Other scripts stay as they are.
 */
export function nameInPinyin(name: string, isCompany = looksLikeCompany(name)): { full: string; initials: string } {
  if (!hasHan.test(name)) return { full: name.normalize('NFKC').toLowerCase(), initials: '' }
  return spell(syllables(name, !isCompany))
}

function syllables(name: string, asPerson: boolean): string[] {
  const plain = name.normalize('NFKC')
  const only = Array.from(plain, onlyReading)
  const read = only.every((each) => each !== null) ? only : readAsWords(plain, asPerson)
  const surname = asPerson ? mended.get(name[0] ?? '') : undefined
  return surname === undefined ? read : [surname, ...read.slice(1)]
}

const readAsWords = (name: string, asPerson: boolean) =>
  pinyin(name, { ...spelt, surname: asPerson ? 'head' : 'off', nonZh: 'consecutive' }).map((each) => each.toLowerCase().replace(/\s+/g, ''))

const spell = (read: readonly string[]) => ({
  full: read.join(''),
  initials: read.map((each) => String.fromCodePoint(each.codePointAt(0) ?? 32).trim()).join(''),
})

/** Surnames that the reader of names does not know as such. */
const mended = new Map([
  ['种', 'chong'],
  ['祭', 'zhai'],
  ['么', 'yao'],
  ['洗', 'xian'],
  ['宓', 'fu'],
])

/** Surnames that families read in two ways. */
const twofold = new Map([
  ['覃', ['qin', 'tan']],
  ['乐', ['yue', 'le']],
  ['谌', ['chen', 'shen']],
  ['宓', ['fu', 'mi']],
  ['隗', ['wei', 'kui']],
  ['佴', ['nai', 'er']],
  ['冼', ['xian', 'sheng']],
  ['车', ['che', 'ju']],
  ['都', ['du', 'dou']],
  ['盖', ['ge', 'gai']],
  ['召', ['shao', 'zhao']],
])

/** Letters that are read otherwise as a surname; of all others the second reading is not worth its time. */
const severalReadings = new Set(
  '单解仇区曾查盖朴尉万乐缪召覃种员繁折祭么洗宓谌隗佴冼车都长澹逄牟薄令句晁石秘郗应钭仝柏阚翟哈那适黑能宁任华纪燕卜过尹贾相不费俱召角祝贲',
)

/** Further ways in which a person's name may be typed: a surname's other reading, and as somebody types who does not know it for a surname. */
function otherReadings(name: string): string[] {
  if (!severalReadings.has(name[0] ?? '')) return []
  const [first, ...rest] = syllables(name, true)
  const ways = [...(twofold.get(name[0] ?? '') ?? []).map((surname) => [surname, ...rest]), syllables(name, false)]
  return [...new Set(ways.filter((way) => way[0] !== first).flatMap((way) => [spell(way).full, spell(way).initials]))]
}

/** What is kept beside a customer so that it can be found and sorted; by what is sealed among the values too, custom ones included. */
export function searchColumns(customer: Findable): { search: string; namePinyin: string | null } {
  const name = text(customer.name)
  const isCompany = customer.kind === 'company' || (customer.kind !== 'person' && name !== null && looksLikeCompany(name))
  const read = name ? readName(name, isCompany) : null
  const words = [
    ...(name ? wordsOfText(name) : []),
    ...(read && read.initials ? [read.full, read.initials, ...read.others] : []),
    ...wordsOfShortName(text(customer.shortName)),
    ...contactWords('phone', text(customer.phone)),
    ...contactWords('email', text(customer.email)),
    ...contactWords('wechat', text(customer.wechat)),
    ...wordsOfNumber(text(customer.code)),
    ...(text(customer.creditCode) ? [(text(customer.creditCode) ?? '').toLowerCase()] : []),
    ...sealedWords(customer),
  ]
  return { search: asTsvector(words), namePinyin: read?.full || null }
}

/** The words under which a phone, an e-mail or a WeChat id is found. */
export function contactWords(kind: string, value: string | null): string[] {
  if (value === null) return []
  const token = contactToken(value)
  if (token) return contactTokenWords(token)
  if (kind === 'phone') return wordsOfPhone(value)
  if (kind === 'email') return wordsOfEmail(value)
  return kind === 'wechat' ? wordsOfNumber(value) : []
}

function wordsOfNumber(value: string | null): string[] {
  return value === null ? [] : [value.normalize('NFKC').toLowerCase(), ...wordsOfText(value)]
}

function wordsOfShortName(name: string | null): string[] {
  if (name === null) return []
  const { full, initials } = readName(name, true)
  return [...wordsOfText(name), ...(initials ? [full, initials] : [])]
}
