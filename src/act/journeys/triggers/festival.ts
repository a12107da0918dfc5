import { z } from 'zod'
import { addDays } from '../../../core/kit/local-time.ts'
import { daysServed, graceHours, timeOfDay, workdays } from './days.ts'
import { festivals } from './festivals.ts'
import { defineTrigger } from './trigger.ts'

export const festivalTrigger = defineTrigger({
  kind: 'festival',
  label: { zh: '到节日时', en: 'On a festival' },
  help: {
    zh: '春节、端午、中秋、国庆等；当天或提前若干天，符合进入条件的客户进入',
    en: 'Spring Festival, Dragon Boat, Mid-Autumn, National Day …; on the day or before it, everybody who may enter',
  },
  schema: z.strictObject({
    kind: z.literal('festival'),
    festivals: z
      .array(z.string().refine((name) => Object.hasOwn(festivals, name)))
      .min(1)
      .max(30),
    days: z.int().min(-60).max(60).default(0),
    time: timeOfDay.default('09:30'),
    workdays,
    graceHours,
  }),
  open: ({ festivals: names, days, time, workdays: rule, graceHours: grace }) => ({
    listensTo: null,
    calendar: {
      time,
      graceHours: grace,
      fallsOn: (day) =>
        daysServed(day, rule).flatMap((served) => {
          const feast = addDays(served, -days)
          const found = names.find((name) => festivals[name]?.isOn(feast))
          const name = found === undefined ? undefined : festivals[found]?.label
          return found === undefined || !name ? [] : [{ key: `festival:${found}:${feast}`, guests: { kind: 'everybody' } as const, name }]
        }),
    },
  }),
})
