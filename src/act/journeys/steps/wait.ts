import { z } from 'zod'
import { addDuration } from '../../../core/kit/duration.ts'
import { addDays, instantOf, localDate } from '../../../core/kit/local-time.ts'
import { durationSchema } from '../../../core/rule/rule.ts'
import { defineStep, type Move, nextStep, stepId } from './step.ts'

/** The next time the shop's clock shows this; on these days only (1 is Monday), any day when left out. */
const until = z.strictObject({
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  weekdays: z.array(z.int().min(1).max(7)).min(1).optional(),
})

const schema = z
  .strictObject({ id: stepId, kind: z.literal('wait'), duration: durationSchema.optional(), until: until.optional(), next: nextStep })
  .refine((step) => (step.duration === undefined) !== (step.until === undefined), { path: ['duration'] })
  .refine((step) => step.duration === undefined || step.duration.amount > 0, { path: ['duration', 'amount'] })

function nextAt({ time, weekdays }: z.output<typeof until>, now: Date, timeZone: string): Date {
  const today = localDate(now, timeZone)
  for (let ahead = 0; ahead <= 7; ahead++) {
    const day = addDays(today, ahead)
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay() || 7
    const at = instantOf(day, time, timeZone)
    if (at > now && (weekdays === undefined || weekdays.includes(weekday))) return at
  }
  return instantOf(addDays(today, 1), time, timeZone)
}

export const waitStep = defineStep({
  kind: 'wait',
  label: { zh: '等待', en: 'Wait' },
  help: { zh: '等一段时间，或等到某个时刻', en: 'A length of time, or until a time of day' },
  schema,
  open: (step) => {
    const go: Move = { kind: 'go', to: step.next, what: 'woke', why: { code: 'woke' } }
    return {
      id: step.id,
      ways: [{ name: 'next', to: step.next }],
      pauses: true,
      arrive: ({ now, timeZone }) => {
        const at = step.until ? nextAt(step.until, now, timeZone) : addDuration(now, step.duration ?? { amount: 0, unit: 'minutes' })
        return { kind: 'pause', until: at, what: 'waiting', why: { code: 'waits', details: { until: at.toISOString() } } }
      },
      wake: () => go,
    }
  },
})
