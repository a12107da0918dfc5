import { pinyin } from 'pinyin-pro'
import type { Words } from '../../core/kit/words.ts'
import { foldText, hasHan } from './fold-text.ts'
import { jaroWinkler } from './jaro-winkler.ts'

/** In what way two names are alike, as it is said beside a pair. */
export const nameWays = {
  same: { zh: '姓名相同', en: 'same name' },
  sound: { zh: '姓名读音相同', en: 'names sound the same' },
  'near-sound': { zh: '姓名读音相近', en: 'names sound nearly the same' },
  swapped: { zh: '姓名用字相同、次序不同', en: 'same characters of the name in another order' },
  shorter: { zh: '姓名少写一个字', en: 'one character of the name is left out' },
  title: { zh: '姓氏与称呼相符', en: 'surname and title fit' },
  spelt: { zh: '姓名与拼音一致', en: 'the name in pinyin' },
  spelling: { zh: '姓名拼写相近', en: 'names are spelt alike' },
} as const satisfies Record<string, Words>
export type NameWay = keyof typeof nameWays

export type NameLikeness = { readonly likeness: number; readonly way: NameWay | null }

const unlike: NameLikeness = { likeness: 0, way: null }

const compoundSurnames = new Set(
  '欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 令狐'.split(
    ' ',
  ),
)
const titled = /^(.{1,2})(先生|女士|小姐|太太|老师|老板|经理|师傅|医生|阿姨|叔叔|总|姐|哥|嫂|董|工)$/u
const familiar = /^[小老](.)$/u
const nameOnly = /[（(【[].*$|[-—·_/@#*,，].*$|(?:vip|会员|客户|新客|老客)\d*$/giu

type ReadName = {
  readonly text: string
  readonly isHan: boolean
  /** One a character of a Chinese name, without tones. */
  readonly syllables: readonly string[]
  readonly surname: string
  /** The name gives a surname alone, with a title. */
  readonly isTitle: boolean
}

const readNames = new Map<string, ReadName>()
const mostKept = 50_000

/** A name taken apart. What stands behind a bracket or a dash is a remark. */
export function readPersonName(name: string): ReadName {
  const known = readNames.get(name)
  if (known) return known
  if (readNames.size >= mostKept) readNames.clear()
  const bare = foldText(name.normalize('NFKC').trim().replace(nameOnly, ''))
  const text = bare === '' ? foldText(name) : bare
  const isHan = hasHan(text)
  const title = isHan ? (titled.exec(text)?.[1] ?? familiar.exec(text)?.[1]) : undefined
  const said = title ?? text
  const syllables = isHan ? readSyllables(said) : []
  const surname = title ?? (compoundSurnames.has(text.slice(0, 2)) ? text.slice(0, 2) : (text[0] ?? ''))
  const read = { text: said, isHan, syllables, surname, isTitle: title !== undefined }
  readNames.set(name, read)
  return read
}

function readSyllables(text: string): string[] {
  return pinyin(text, { toneType: 'none', type: 'array', surname: 'head', nonZh: 'consecutive', v: true }).map((s) => s.toLowerCase())
}

/** Sounds that many speakers do not keep apart, so that they are heard and typed for one another. */
function nearSound(syllable: string): string {
  return syllable
    .replace(/^([zcs])h/, '$1')
    .replace(/^l/, 'n')
    .replace(/([aei]n)g$/, '$1')
}

/** The whole name as it sounds; null where it is a title only. `Wei Zhang`, `zhang wei` and 张伟 come out alike. */
export function soundOfName(name: string): string | null {
  const read = readPersonName(name)
  if (read.isTitle || read.text.length < 2) return null
  if (read.isHan) return read.syllables.join('')
  return read.text
}

/**
 * How alike two persons' names are, from 0 to 1. Of Chinese names every character weighs, so they are compared by
 * character and by sound (a measure of our own; 0.92 for the same sound in other characters, 0.85 for sounds that
 * speakers mix up); a differing character that sounds different makes another person: siblings share the rest. Names
 * in letters go by Jaro-Winkler, in either order of their words.
 */
export function nameLikeness(one: string, other: string): NameLikeness {
  const a = readPersonName(one)
  const b = readPersonName(other)
  if (a.text === '' || b.text === '') return unlike
  if (a.isTitle || b.isTitle) return a.surname === b.surname ? { likeness: a.isTitle && b.isTitle ? 0.5 : 0.62, way: 'title' } : unlike
  if (a.text === b.text) return { likeness: 1, way: 'same' }
  if (a.isHan && b.isHan) return ofChinese(a, b)
  if (a.isHan !== b.isHan) return a.isHan ? ofSpelt(a, b.text) : ofSpelt(b, a.text)
  return ofLetters(one, other)
}

function ofChinese(a: ReadName, b: ReadName): NameLikeness {
  if (a.syllables.length === b.syllables.length) {
    if (a.syllables.join(' ') === b.syllables.join(' ')) return { likeness: 0.92, way: 'sound' }
    if (a.syllables.map(nearSound).join(' ') === b.syllables.map(nearSound).join(' ')) return { likeness: 0.85, way: 'near-sound' }
    const sorted = (name: ReadName) => [...name.text].sort().join('')
    return sorted(a) === sorted(b) ? { likeness: 0.8, way: 'swapped' } : unlike
  }
  const [short, long] = a.text.length < b.text.length ? [a, b] : [b, a]
  const isPart = short.text.length >= 2 && [...long.text].length - [...short.text].length === 1 && isWithin(short.text, long.text)
  return isPart && short.surname === long.surname ? { likeness: 0.72, way: 'shorter' } : unlike
}

/** All letters of `short` stand in `long`, in their order. */
function isWithin(short: string, long: string): boolean {
  let at = 0
  for (const letter of long) if (letter === short[at]) at++
  return at === short.length
}

function ofSpelt(han: ReadName, letters: string): NameLikeness {
  const [first = '', ...rest] = han.syllables
  const ways = [
    [first, ...rest],
    [...rest, first],
  ].map((syllables) => syllables.join(''))
  return ways.includes(letters) ? { likeness: 0.86, way: 'spelt' } : unlike
}

const words = (name: string) =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? []

function ofLetters(one: string, other: string): NameLikeness {
  const a = words(one)
  const b = words(other)
  if ([...a].sort().join(' ') === [...b].sort().join(' ')) return { likeness: 0.97, way: 'swapped' }
  const likeness = Math.max(jaroWinkler(a.join(''), b.join('')), jaroWinkler(a.toSorted().join(''), b.toSorted().join('')))
  return likeness >= 0.85 ? { likeness: Math.min(likeness, 0.95), way: 'spelling' } : { likeness: likeness * 0.5, way: null }
}
