import { z } from 'zod'
import type { Customs, FieldType, Parsed, Reading } from '../../core/entity/field-type.ts'
import { instantOf, localDate } from '../../core/kit/local-time.ts'
import type { Words } from '../../core/kit/words.ts'
import { serialOf } from '../../core/spreadsheet/sheet-column.ts'
import { sayDay } from '../date/date.ts'
import { readClock } from '../date/read-clock.ts'
import { dayOfSerial, firstYear, lastYear, readDay, wrongYear } from '../date/read-day.ts'
import { excerpt, halfWidth } from '../half-width.ts'
import { isNothing, nothing, textOf } from '../nothing.ts'
import { timeFromCustom, timeFromPayload } from '../payload-value.ts'
import { refusal } from '../sound-text.ts'

const notAnInstant: Words = {
  zh: '应为 1850 至 2200 年间、带时区的时间，例如 2026-01-05T08:26:00+08:00',
  en: 'must be a time from 1850 to 2200 with its offset, like 2026-01-05T08:26:00+08:00',
}

function isInYears(text: string): boolean {
  const year = new Date(text).getUTCFullYear()
  return year >= firstYear && year <= lastYear
}

function wrong(text: string): { wrong: Words } {
  const said = excerpt(text)
  const year = wrongYear(halfWidth(text))
  if (year) return { wrong: { zh: `“${said}”：${year.zh}`, en: `“${said}”: ${year.en}` } }
  return {
    wrong: {
      zh: `“${said}”不是可识别的时间，请写成 2026-01-05 08:26 这样的形式；若是“日/月/年”一类，请选定顺序`,
      en: `“${said}” is not a time we can read; write it like 2026-01-05 08:26, or choose the order of day, month and year`,
    },
  }
}

/** 1 January 1970: what happened before stands in no list, and smaller numbers are none of times. */
const firstSerial = 25_569

/** Excel keeps a time as a fraction of the day, by the wall clock of whoever wrote it. */
function fromSerial(serial: number, timeZone: string): Date | null {
  const day = serial < firstSerial ? null : dayOfSerial(serial)
  if (!day) return null
  const seconds = Math.min(86_399, Math.round((serial % 1) * 86_400))
  const part = (n: number) => String(Math.floor(n)).padStart(2, '0')
  return instantOf(day, `${part(seconds / 3600)}:${part((seconds % 3600) / 60)}:${part(seconds % 60)}`, timeZone)
}

function readInstant(plain: string, reading: Reading): Date | null {
  if (/^\d{5}(\.\d+)?$/.test(plain)) return fromSerial(Number(plain), reading.timeZone)
  const read = readDay(plain, reading.dateOrder)
  if (!read) return null
  return read.rest === '' ? instantOf(read.day, '00:00:00', reading.timeZone) : readClock(read.day, read.rest, reading.timeZone)
}

function parse(text: string, reading: Reading): Parsed {
  const plain = halfWidth(text)
  if (plain === '') return { value: null }
  const instant = readInstant(plain, reading)
  return instant ? { value: instant.toISOString() } : wrong(text)
}

const clocks = new Map<string, Intl.DateTimeFormat>()

/** `08:26` by the clock of this zone. */
export function clockAt(at: Date, timeZone: string): string {
  let format = clocks.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
    clocks.set(timeZone, format)
  }
  return format.format(at)
}

function say(value: unknown, { language, timeZone }: Customs): string {
  if (isNothing(value)) return nothing
  const at = value instanceof Date ? value : new Date(textOf(value))
  if (Number.isNaN(at.getTime())) return textOf(value)
  return `${sayDay(localDate(at, timeZone), language)}${language === 'zh' ? ' ' : ', '}${clockAt(at, timeZone)}`
}

/** An instant. Without an offset a text means the shop's wall clock. `parse(say(x))` gives x back to the minute. */
export const time: FieldType = {
  name: 'time',
  label: { zh: '时间', en: 'Date and time' },
  columnType: 'timestamptz',
  operators: ['on-or-after', 'before', 'is-between', 'in-the-last', 'longer-ago-than', 'in-the-next', 'is-known', 'is-unknown'],
  schema: () => z.iso.datetime({ offset: true, error: notAnInstant.en }).refine(isInYears, refusal(notAnInstant)),
  parse: (text, _, reading) => parse(text, reading),
  say: (value, _, customs) => say(value, customs),
  fromPayload: timeFromPayload,
  toCustom: (value) => new Date(textOf(value)).toISOString(),
  fromCustom: timeFromCustom,
  inSheet: (_, { timeZone }) => {
    const wall = (value: unknown) => {
      const at = Date.parse(textOf(value))
      return Number.isNaN(at) ? null : at + aheadAt(at, timeZone)
    }
    return {
      format: 'yyyy-mm-dd hh:mm:ss',
      cell: (value) => {
        const at = wall(value)
        return at === null || at < 0 ? null : Number(serialOf(Math.floor(at / 1000) * 1000).toFixed(8))
      },
      text: (value) => {
        const at = wall(value)
        return at === null ? '' : new Date(at).toISOString().slice(0, 19).replace('T', ' ')
      },
    }
  },
}

const quarter = 900_000
const distances = new Map<string, number>()

/** Milliseconds that the zone's clock is ahead of UTC; asked once a quarter of an hour, for no zone changes in between. */
function aheadAt(at: number, timeZone: string): number {
  const key = `${timeZone} ${Math.floor(at / quarter)}`
  const known = distances.get(key)
  if (known !== undefined) return known
  const begin = new Date(Math.floor(at / quarter) * quarter)
  const ahead = Date.parse(`${localDate(begin, timeZone)}T${clockAt(begin, timeZone)}Z`) - Math.floor(begin.getTime() / 60_000) * 60_000
  if (distances.size > 100_000) distances.clear()
  distances.set(key, ahead)
  return ahead
}
