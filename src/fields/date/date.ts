import { z } from 'zod'
import type { Customs, FieldType, Parsed, Reading } from '../../core/entity/field-type.ts'
import { localDate } from '../../core/kit/local-time.ts'
import { serialOf } from '../../core/spreadsheet/sheet-column.ts'
import type { Words } from '../../core/kit/words.ts'
import { excerpt, halfWidth, withoutPointZero } from '../half-width.ts'
import { isNothing, nothing, textOf } from '../nothing.ts'
import { dateFromCustom, dateFromPayload } from '../payload-value.ts'
import { refusal } from '../sound-text.ts'
import { dayOfSerial, isDay, monthNames, readDay, wrongYear } from './read-day.ts'
import { readClock } from './read-clock.ts'

const notADay: Words = {
  zh: '应为 1850 至 2200 年间真实存在的日期，例如 2026-01-05',
  en: 'must be a real day from 1850 to 2200, like 2026-01-05',
}

function wrong(text: string): { wrong: Words } {
  const said = excerpt(text)
  const year = wrongYear(halfWidth(text))
  if (year) return { wrong: { zh: `“${said}”：${year.zh}`, en: `“${said}”: ${year.en}` } }
  return {
    wrong: {
      zh: `“${said}”不是可识别的日期，请写成 2026-01-05 这样的形式；若是“日/月/年”一类，请选定顺序`,
      en: `“${said}” is not a day we can read; write it like 2026-01-05, or choose the order of day, month and year`,
    },
  }
}

function parse(text: string, reading: Reading): Parsed {
  const plain = withoutPointZero(halfWidth(text))
  if (plain === '') return { value: null }
  if (/^\d{5}$/.test(plain)) {
    const day = dayOfSerial(Number(plain))
    return day ? { value: day } : wrong(text)
  }
  const read = readDay(plain, reading.dateOrder)
  if (!read) return wrong(text)
  if (read.rest === '') return { value: read.day }
  const instant = readClock(read.day, read.rest, reading.timeZone)
  return instant ? { value: localDate(instant, reading.timeZone) } : wrong(text)
}

/** `2026年1月5日` / `5 Jan 2026`. */
export function sayDay(day: string, language: Customs['language']): string {
  const [year, month, date] = day.split('-').map(Number)
  return language === 'zh' ? `${year}年${month}月${date}日` : `${date} ${monthNames[(month ?? 1) - 1]} ${year}`
}

/** A calendar day without a time, e.g. a birthday: the same day in every zone. `parse(say(x))` gives x back. */
export const date: FieldType = {
  name: 'date',
  label: { zh: '日期', en: 'Date' },
  columnType: 'date',
  operators: [
    'on-or-after',
    'before',
    'is-between',
    'in-the-last',
    'longer-ago-than',
    'in-the-next',
    'anniversary-in-the-next',
    'is-known',
    'is-unknown',
  ],
  schema: () => z.string().refine(isDay, refusal(notADay)).meta({ format: 'date' }),
  parse: (text, _, reading) => parse(text, reading),
  say: (value, _, { language }) => (isNothing(value) ? nothing : isDay(textOf(value)) ? sayDay(textOf(value), language) : textOf(value)),
  fromPayload: dateFromPayload,
  fromCustom: dateFromCustom,
  inSheet: () => ({
    format: 'yyyy-mm-dd',
    // Spreadsheets know no day before 1900 March 1 for sure; such a one stays text.
    cell: (value) => (isDay(textOf(value)) ? (textOf(value) < '1900-03-01' ? textOf(value) : serialOf(Date.parse(textOf(value)))) : null),
    text: textOf,
  }),
}
