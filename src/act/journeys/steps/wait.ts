import { z } from 'zod'
import { addDuration } from '../../../core/kit/duration.ts'
import { addDays, instantOf, localDate } from '../../../core/kit/local-time.ts'
import { durationSchema } from '../../../core/rule/rule.ts'
import { defineStep, type BestHour, type Moment, type Move, nextStep, stepId, type Why } from './step.ts'

/** The next time the customer's clock shows this, where it is known, else the shop's; on these days only (1 is Monday), any day when left out. */
const until = z.strictObject({
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  weekdays: z.array(z.int().min(1).max(7)).min(1).optional(),
})

type Ways = { readonly duration?: unknown; readonly until?: unknown; readonly bestHour?: unknown }
const waysIn = ({ duration, until, bestHour }: Ways) => [duration, until, bestHour].filter((one) => one !== undefined).length

const schema = z
  .strictObject({
    id: stepId,
    kind: z.literal('wait'),
    duration: durationSchema.optional(),
    until: until.optional(),
    /** Until the hour of the day at which the person usually acts, read off their purchases and clicks, else the firm's. */
    bestHour: z.literal(true).optional(),
    next: nextStep,
  })
  .refine((step) => waysIn(step) > 0, { path: ['duration'] })
  .refine((step) => waysIn(step) < 2, {
    params: {
      words: { zh: '里的 duration、until、bestHour 只能写一个', en: 'has more than one of duration, until and bestHour; keep one' },
    },
  })
  .refine((step) => step.duration === undefined || step.duration.amount > 0, {
    path: ['duration', 'amount'],
    params: { words: { zh: '至少为 1', en: 'has to be at least 1' } },
  })
type Wait = z.output<typeof schema>

/** Whether a step that is being written says how long. */
export const saysHowLong = (written: unknown): boolean => schema.safeParse({ ...Object(written), next: null }).success

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

const usual: BestHour = { hour: 10, from: 'usual' }

function endOf(step: Wait, { now, timeZone, bestHour }: Moment): { until: Date; why: Why } {
  if (step.bestHour) {
    const { hour, from } = bestHour ?? usual
    const at = nextAt({ time: `${String(hour).padStart(2, '0')}:00` }, now, timeZone)
    return { until: at, why: { code: `best-hour-${from}`, details: { until: at.toISOString() } } }
  }
  const at = step.until ? nextAt(step.until, now, timeZone) : addDuration(now, step.duration ?? { amount: 0, unit: 'minutes' })
  return { until: at, why: { code: 'waits', details: { until: at.toISOString() } } }
}

export const waitStep = defineStep({
  kind: 'wait',
  label: { zh: '等待', en: 'Wait' },
  help: {
    zh: '等一段时间、到某个时刻，或到客户最活跃的钟点',
    en: 'A length of time, until a time of day, or until the hour at which the person usually acts',
  },
  schema,
  open: (step) => {
    const go: Move = { kind: 'go', to: step.next, what: 'woke', why: { code: 'woke' } }
    return {
      id: step.id,
      ways: [{ name: 'next', to: step.next }],
      pauses: true,
      ...(step.bestHour ? { needsBestHour: true as const } : {}),
      ...(step.duration ? {} : { needsClock: true as const }),
      arrive: (moment) => ({ kind: 'pause', what: 'waiting', ...endOf(step, moment) }),
      wake: ({ until: end, now }) => (end !== null && end > now ? { kind: 'stay' } : go),
    }
  },
})
