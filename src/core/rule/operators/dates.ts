import { type RawBuilder, sql } from 'kysely'
import { addDuration, type Duration, durationSaid, subtractDuration } from '../../kit/duration.ts'
import { addDays, isLeapYear, localDate } from '../../kit/local-time.ts'
import { durationSchema } from '../rule.ts'
import { defineOperator, type Moment } from '../operator.ts'

/** An instant as it is compared with this column: itself for a time, the shop's day for a date. */
function at(instant: Date, moment: Moment, type: string): RawBuilder<unknown> {
  return type === 'date' ? sql`${localDate(instant, moment.timeZone)}::date` : sql`${instant}::timestamptz`
}

const isPast = { zh: '{field}已过', en: '{field} is past' }

const sayDuration = (d: Duration, _: (v: unknown) => string, customs: { language: 'zh' | 'en' }) => durationSaid(d)[customs.language]

export const inTheLast = defineOperator<Duration>({
  name: 'in-the-last',
  label: { zh: '在最近', en: 'in the last' },
  operand: 'duration',
  value: () => durationSchema,
  sql: (column, d, moment, type) =>
    sql`(${column} >= ${at(subtractDuration(moment.now, d), moment, type)} and ${column} <= ${at(moment.now, moment, type)})`,
  sentence: { zh: '{field}在近 {value}内', en: '{field} is in the last {value}' },
  sayValue: sayDuration,
})

export const longerAgoThan = defineOperator<Duration>({
  name: 'longer-ago-than',
  label: { zh: '早于…以前', en: 'longer ago than' },
  operand: 'duration',
  value: () => durationSchema,
  sql: (column, d, moment, type) => sql`${column} < ${at(subtractDuration(moment.now, d), moment, type)}`,
  sentence: { zh: '{field}在 {value}以前', en: '{field} is longer ago than {value}' },
  sentenceFor: ({ amount }) => (amount === 0 ? isPast : undefined),
  sayValue: sayDuration,
})

export const inTheNext = defineOperator<Duration>({
  name: 'in-the-next',
  label: { zh: '在接下来', en: 'in the next' },
  operand: 'duration',
  value: () => durationSchema,
  sql: (column, d, moment, type) =>
    sql`(${column} >= ${at(moment.now, moment, type)} and ${column} <= ${at(addDuration(moment.now, d), moment, type)})`,
  sentence: { zh: '{field}在接下来 {value}内', en: '{field} is in the next {value}' },
  sayValue: sayDuration,
})

/** Month × 100 + day of each day from today to the window's end. 29 February is kept on the 28th of a common year. */
function daysOfYear(d: Duration, moment: Moment): number[] {
  const days = new Set<number>()
  const end = localDate(addDuration(moment.now, d), moment.timeZone)
  let day = localDate(moment.now, moment.timeZone)
  for (let i = 0; i < 367 && day <= end; i++, day = addDays(day, 1)) {
    const number = Number(day.slice(5, 7)) * 100 + Number(day.slice(8, 10))
    days.add(number)
    if (number === 228 && !isLeapYear(Number(day.slice(0, 4)))) days.add(229)
  }
  return [...days]
}

export const anniversaryInTheNext = defineOperator<Duration>({
  name: 'anniversary-in-the-next',
  label: { zh: '周年日在接下来', en: 'comes round in the next' },
  operand: 'duration',
  value: () => durationSchema,
  sql: (column, d, moment) =>
    sql`(extract(month from ${column}) * 100 + extract(day from ${column}))::int in (${sql.join(daysOfYear(d, moment).map((n) => sql`${n}::int`))})`,
  sentence: { zh: '{field}的周年日在接下来 {value}内', en: '{field} comes round in the next {value}' },
  sayValue: sayDuration,
})
