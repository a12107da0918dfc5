import { halfWidth } from '../half-width.ts'

/** A day of the lunar year: `08-15`, or `leap-04-01` for one of a leap month. It has no year. */
export type LunarDate = string

export const lunarMonths = ['正', '二', '三', '四', '五', '六', '七', '八', '九', '十', '冬', '腊'] as const
const figures = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'] as const

export const lunarDays: readonly string[] = Array.from({ length: 30 }, (_, at) => {
  const day = at + 1
  if (day <= 10) return `初${figures[at]}`
  if (day === 20) return '二十'
  if (day === 30) return '三十'
  return `${day < 20 ? '十' : '廿'}${figures[(day - 1) % 10]}`
})

const shape = /^(leap-)?(\d{2})-(\d{2})$/

export type LunarParts = { readonly leap: boolean; readonly month: number; readonly day: number }

/** The parts of a lunar day, or null where the text is none: months 1 to 12, days 1 to 30. */
export function lunarParts(text: string): LunarParts | null {
  const match = shape.exec(text)
  const [month, day] = [Number(match?.[2]), Number(match?.[3])]
  return match && month >= 1 && month <= 12 && day >= 1 && day <= 30 ? { leap: match[1] !== undefined, month, day } : null
}

const two = (n: number) => String(n).padStart(2, '0')

export const lunarDate = ({ leap, month, day }: LunarParts): LunarDate => `${leap ? 'leap-' : ''}${two(month)}-${two(day)}`

/** Festivals by which people name a day. The year's last evening is the thirtieth of the twelfth month, or its last day. */
const festivals: readonly (readonly [RegExp, LunarDate])[] = [
  [/^(?:除夕夜?|大?年三十|大年夜|岁除)$/, '12-30'],
  [/^(?:春节|大?年?初一|正月初一)$/, '01-01'],
  [/^(?:元宵节?|上元节?|正月半)$/, '01-15'],
  [/^(?:龙抬头)$/, '02-02'],
  [/^(?:端午节?|端阳节?)$/, '05-05'],
  [/^(?:七夕节?|乞巧节?)$/, '07-07'],
  [/^(?:中元节?|七月半)$/, '07-15'],
  [/^(?:中秋节?|八月半)$/, '08-15'],
  [/^(?:重阳节?)$/, '09-09'],
  [/^(?:腊八节?)$/, '12-08'],
]

const monthWord = '正|元|十[一二]|[一二三四五六七八九十冬腊]|1[0-2]|0?[1-9]'
const dayWord =
  '初[一二三四五六七八九十]|[十廿卅][一二三四五六七八九]|二十[一二三四五六七八九]?|三十|[廿卅念十]|[一二三四五六七八九]|[12]\\d|30|0?[1-9]'
const said = new RegExp(`^(闰)?(${monthWord})月(大|小)?(${dayWord})[日号]?$`)
const figured = /^(leap-|leap |闰)?(\d{1,2})[-/.](\d{1,2})$/i
const year = /^(?:公元)?(?:\d{4}年?|[〇零一二三四五六七八九]{4}年|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年)[-/. ]?/

function monthOf(word: string): number {
  if (/^\d+$/.test(word)) return Number(word)
  if (word === '元' || word === '一') return 1
  if (word === '十一') return 11
  if (word === '十二') return 12
  return lunarMonths.findIndex((month) => month === word) + 1
}

function dayOf(word: string): number {
  if (/^\d+$/.test(word)) return Number(word)
  const whole = { 廿: 20, 念: 20, 二十: 20, 卅: 30, 三十: 30, 十: 10 }[word]
  if (whole !== undefined) return whole
  const tens = word.startsWith('二十') || word.startsWith('廿') ? 20 : word.startsWith('十') ? 10 : word.startsWith('卅') ? 30 : 0
  return tens + figures.findIndex((figure) => figure === word.at(-1)) + 1
}

/**
 * Reads a lunar day as people write it: 八月十五, 农历8月15日, 闰四月初一, 腊月三十, 除夕, 8-15. A year before it is left
 * out, for it is the day that comes round. @returns null where there is no such day
 */
export function readLunarDate(text: string): LunarDate | null {
  const plain = halfWidth(text)
    .replace(/^(?:lunar|农历|阴历|旧历|夏历)[:： ]*/i, '')
    .replace(/\((?:农历|阴历|lunar)\)$/i, '')
    .trim()
  const bare = plain.replace(year, '').replace(/^(?:农历|阴历)/, '')
  const festival = festivals.find(([name]) => name.test(bare))
  if (festival) return festival[1]
  const words = said.exec(bare.replaceAll(' ', ''))
  if (words) return checked(words[1] !== undefined, monthOf(words[2] ?? ''), dayOf(words[4] ?? ''))
  const numbers = figured.exec(bare)
  return numbers ? checked(numbers[1] !== undefined, Number(numbers[2]), Number(numbers[3])) : null
}

function checked(leap: boolean, month: number, day: number): LunarDate | null {
  const made = lunarDate({ leap, month, day })
  return lunarParts(made) ? made : null
}

/** `八月十五`, `闰四月初一`, `腊月三十`. */
export function sayLunarDate({ leap, month, day }: LunarParts): string {
  return `${leap ? '闰' : ''}${lunarMonths[month - 1]}月${lunarDays[day - 1]}`
}
