import { z } from 'zod'
import { addDays, type LocalDate } from '../../../core/kit/local-time.ts'
import { daysServed, graceHours, timeOfDay, workdays } from './days.ts'
import { defineTrigger } from './trigger.ts'

const schema = z.strictObject({
  kind: z.literal('schedule'),
  every: z.enum(['day', 'week', 'month']),
  /** Of a week: 1 is Monday. */
  weekdays: z.array(z.int().min(1).max(7)).min(1).max(7).optional(),
  /** Of a month; the 31st is the last day of a shorter one. */
  monthDay: z.int().min(1).max(31).optional(),
  time: timeOfDay.default('09:30'),
  workdays,
  graceHours,
})

function isDue({ every, weekdays, monthDay }: z.output<typeof schema>, day: LocalDate): boolean {
  if (every === 'day') return true
  if (every === 'week') return (weekdays ?? [1]).includes(new Date(`${day}T00:00:00Z`).getUTCDay() || 7)
  const isLast = addDays(day, 1).slice(8) === '01'
  const [date, wanted] = [Number(day.slice(8)), monthDay ?? 1]
  return date === wanted || (isLast && wanted > date)
}

export const scheduleTrigger = defineTrigger({
  kind: 'schedule',
  label: { zh: '定时', en: 'On a schedule' },
  help: { zh: '每天、每周或每月，让当时符合进入条件的客户进入', en: 'Daily, weekly or monthly, everybody who may enter at that time' },
  schema,
  open: (trigger) => ({
    listensTo: null,
    calendar: {
      time: trigger.time,
      graceHours: trigger.graceHours,
      fallsOn: (day) =>
        daysServed(day, trigger.workdays)
          .filter((served) => isDue(trigger, served))
          .map((served) => ({ key: `schedule:${served}`, guests: { kind: 'everybody' } })),
    },
  }),
})
