import type { FieldType } from '../../core/entity/field-type.ts'
import type { Words } from '../../core/kit/words.ts'
import { checkedText } from '../checked-text.ts'
import { excerpt } from '../half-width.ts'
import { isNothing, nothing, textOf } from '../nothing.ts'
import { textFromPayload } from '../payload-value.ts'
import { lunarParts, readLunarDate, sayLunarDate } from './read-lunar-date.ts'

const notALunarDay: Words = {
  zh: '应为农历日期，例如 八月十五、闰四月初一 或 08-15',
  en: 'must be a day of the lunar year, like 8-15, leap 4-1 or 八月十五',
}

function read(text: string): { value: string } | { wrong: Words } {
  const value = lunarParts(text) ? text : readLunarDate(text)
  return value === null ? { wrong: notALunarDay } : { value }
}

/** A day of the Chinese lunar year, without a year: `08-15`, or `leap-04-01` in a leap month. */
export const lunarDate: FieldType = {
  name: 'lunar-date',
  label: { zh: '农历日期', en: 'Lunar date' },
  columnType: 'text',
  operators: ['is', 'is-one-of', 'is-known', 'is-unknown'],
  schema: () => checkedText(read, (wrong) => wrong).meta({ examples: ['08-15', 'leap-04-01'] }),
  parse: (text) => {
    if (text.trim() === '') return { value: null }
    const made = read(text)
    if ('value' in made) return made
    const said = excerpt(text)
    return {
      wrong: {
        zh: `“${said}”不是农历日期，请写成 八月十五、闰四月初一、腊月三十 或 8-15`,
        en: `“${said}” is not a day of the lunar year; write it like 8-15, leap 4-1 or 八月十五`,
      },
    }
  },
  say: (value, _, { language }) => {
    if (isNothing(value)) return nothing
    const parts = lunarParts(textOf(value))
    if (!parts) return textOf(value)
    return language === 'zh' ? sayLunarDate(parts) : `Lunar ${parts.leap ? 'leap ' : ''}${parts.month}/${parts.day}`
  },
  fromPayload: textFromPayload,
}
