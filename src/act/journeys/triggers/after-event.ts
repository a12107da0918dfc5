import { z } from 'zod'
import { ruleSchema } from '../../../core/rule/rule.ts'
import { graceHours, timeOfDay } from './days.ts'
import { defineTrigger } from './trigger.ts'

export const afterEventTrigger = defineTrigger({
  kind: 'after-event',
  label: { zh: '某种行为之后若干天', en: 'So many days after something happened' },
  help: {
    zh: '例如签收后第 3 天上午 10 点；从行为里的日期或发生的那天数起，到那天仍符合进入条件的才进入',
    en: 'E.g. at 10:00 three days after a delivery; counted from a date that the fact names or from the day on which it happened. Who may enter is asked on that day',
  },
  schema: z.strictObject({
    kind: z.literal('after-event'),
    event: z.string().min(1).max(100),
    where: ruleSchema.optional(),
    /** A field of the fact that is a date; left out: the day on which it happened. */
    dateField: z.string().min(1).max(100).optional(),
    days: z.int().min(0).max(1_000),
    /** Left out: the time of day at which it happened. */
    time: timeOfDay.optional(),
    graceHours,
  }),
  open: ({ event, where, dateField, days, time, graceHours: grace }) => ({
    listensTo: { event, ...(where ? { where } : {}) },
    delay: { dateField: dateField ?? null, days, time: time ?? null, graceHours: grace },
  }),
})
