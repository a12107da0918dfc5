import type { Parsed } from '../../core/entity/field-type.ts'
import { excerpt, halfWidth } from '../../fields/half-width.ts'
import { solarBirthday } from '../../fields/lunar-date/next-lunar.ts'
import { readLunarDate } from '../../fields/lunar-date/read-lunar-date.ts'

const lunar = /农历|阴历|旧历|夏历|lunar|闰/i

/** Whether a birthday is said by the lunar calendar, in so many words; 八月十五 alone may be either. */
export const saysLunar = (text: string): boolean => lunar.test(text)

/** The solar birthday out of a column of birthdays. One of the lunar calendar says it where its year is told. */
export function readBirthday(text: string, parse: (text: string) => Parsed): Parsed {
  if (saysLunar(text)) return { value: solarBirthday(halfWidth(text)) }
  const parsed = parse(text)
  if (!('wrong' in parsed) || readLunarDate(text) === null) return parsed
  const said = excerpt(text)
  return {
    wrong: {
      zh: `“${said}”没有年份。公历生日请写上年份；农历生日请写成“农历${said}”，或把这一列对应到“农历生日”`,
      en: `“${said}” has no year; write it for a solar birthday. For a lunar one write “lunar ${said}”, or take the column for the lunar birthday`,
    },
  }
}
