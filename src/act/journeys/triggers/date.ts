import { z } from 'zod'
import type { Option } from '../../../core/entity/field.ts'
import { addDays, type LocalDate } from '../../../core/kit/local-time.ts'
import { lunarKept, solarKept } from './anniversary.ts'
import { daysServed, graceHours, timeOfDay, workdays } from './days.ts'
import { type DayCause, defineTrigger } from './trigger.ts'

export const leapDayOptions: readonly Option[] = [
  { value: 'feb-28', label: { zh: '平年在 2 月 28 日', en: 'On 28 February in common years' } },
  { value: 'mar-1', label: { zh: '平年在 3 月 1 日', en: 'On 1 March in common years' } },
]
export const leapMonthOptions: readonly Option[] = [
  {
    value: 'leap-or-plain',
    label: { zh: '有闰月过闰月，没有则过平月', en: 'In the leap month where there is one, else in the ordinary one' },
  },
  { value: 'plain', label: { zh: '一律过平月', en: 'Always in the ordinary month' } },
  { value: 'only-leap', label: { zh: '只在有闰月的年份', en: 'Only in years with that leap month' } },
]
export const thirtiethOptions: readonly Option[] = [
  { value: 'last-day', label: { zh: '没有三十时在月末（廿九）', en: 'On the last day where the month has 29' } },
  { value: 'next-day', label: { zh: '没有三十时在次日（下月初一）', en: 'On the day after where the month has 29' } },
  { value: 'skip', label: { zh: '没有三十的年份跳过', en: 'Not in a year in which the month has 29' } },
]

const schema = z.strictObject({
  kind: z.literal('date'),
  /** A field of the customer that is a date, an instant or a lunar date. */
  field: z.string().min(1).max(100),
  repeat: z.enum(['yearly', 'once']).default('yearly'),
  /** Days after the date; negative: before. */
  days: z.int().min(-365).max(365).default(0),
  time: timeOfDay.default('09:30'),
  leapDay: z.enum(['feb-28', 'mar-1']).default('feb-28'),
  leapMonth: z.enum(['leap-or-plain', 'plain', 'only-leap']).default('leap-or-plain'),
  thirtieth: z.enum(['last-day', 'next-day', 'skip']).default('last-day'),
  workdays,
  graceHours,
})
type DateTrigger = z.output<typeof schema>

function causeOn(trigger: DateTrigger, served: LocalDate): DayCause {
  const day = addDays(served, -trigger.days)
  const key = `date:${trigger.field}:${day}`
  if (trigger.repeat === 'once') return { key, guests: { kind: 'dated', field: trigger.field, day } }
  const [solar, lunar] = [solarKept(day, trigger.leapDay), lunarKept(day, trigger)]
  return { key, guests: { kind: 'anniversary', field: trigger.field, solar, lunar, day } }
}

export const dateTrigger = defineTrigger({
  kind: 'date',
  label: { zh: '到某个日期时', en: 'On a date of the customer' },
  help: {
    zh: '生日、农历生日、首购纪念日、会员纪念日或任何日期字段；当天、提前或之后若干天，在客户当地的某个时刻',
    en: 'A birthday, a lunar one, the anniversary of the first purchase or of membership, any date field; on the day, before or after it, at a time of day',
  },
  schema,
  open: (trigger) => ({
    listensTo: null,
    dateField: trigger.field,
    calendar: {
      time: trigger.time,
      graceHours: trigger.graceHours,
      fallsOn: (day) => daysServed(day, trigger.workdays).map((served) => causeOn(trigger, served)),
    },
  }),
})
