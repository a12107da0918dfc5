import { pinyin } from 'pinyin-pro'
import { asTsvector, wordsOfEmail, wordsOfPhone, wordsOfText } from '../../core/kit/search-words.ts'

export type Findable = { readonly name?: unknown; readonly phone?: unknown; readonly email?: unknown; readonly code?: unknown }

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)
const hasHan = /\p{Script=Han}/u

const readNames = new Map<string, { full: string; initials: string }>()
const mostKept = 20_000

/** Names recur, and reading one costs more than all else about a row of an import. */
function readName(name: string): { full: string; initials: string } {
  const known = readNames.get(name)
  if (known) return known
  if (readNames.size >= mostKept) readNames.clear()
  const read = nameInPinyin(name)
  readNames.set(name, read)
  return read
}

/** `单雄信` → full `shanxiongxin`, initials `sxx`: surnames are read as surnames. Other scripts stay as they are. */
export function nameInPinyin(name: string): { full: string; initials: string } {
  if (!hasHan.test(name)) return { full: name.normalize('NFKC').toLowerCase(), initials: '' }
  const syllables = pinyin(name.normalize('NFKC'), { toneType: 'none', type: 'array', surname: 'head', nonZh: 'consecutive', v: true })
  const folded = syllables.map((s) => s.toLowerCase().replace(/\s+/g, ''))
  return { full: folded.join(''), initials: folded.map((s) => s[0] ?? '').join('') }
}

/** What is kept beside a customer so that it can be found and sorted. */
export function searchColumns(customer: Findable): { search: string; namePinyin: string | null } {
  const name = text(customer.name)
  const read = name ? readName(name) : null
  const words = [
    ...(name ? wordsOfText(name) : []),
    ...(read && read.initials ? [read.full, read.initials] : []),
    ...(text(customer.phone) ? wordsOfPhone(text(customer.phone) ?? '') : []),
    ...(text(customer.email) ? wordsOfEmail(text(customer.email) ?? '') : []),
    ...(text(customer.code)
      ? [(text(customer.code) ?? '').normalize('NFKC').toLowerCase(), ...wordsOfText(text(customer.code) ?? '')]
      : []),
  ]
  return { search: asTsvector(words), namePinyin: read?.full || null }
}
