import { z } from 'zod'
import { addDuration } from '../../../core/kit/duration.ts'
import { durationSchema, ruleSchema } from '../../../core/rule/rule.ts'
import { type Awaited, defineStep, type Moment, type Move, nextStep, stepId } from './step.ts'

const schema = z
  .strictObject({
    id: stepId,
    kind: z.literal('await-fact'),
    event: z.string().min(1).max(100),
    where: ruleSchema.optional(),
    /** The longest that is waited. */
    most: durationSchema,
    happened: nextStep,
    late: nextStep,
  })
  .refine((step) => step.most.amount > 0, { path: ['most', 'amount'] })

export const awaitFactStep = defineStep({
  kind: 'await-fact',
  label: { zh: '等到发生某种行为', en: 'Wait until something happens' },
  help: {
    zh: '发生了走一路，最长时间内没有发生走另一路',
    en: 'One way once it happened, another when the longest time has passed without it',
  },
  schema,
  open: (step) => {
    const awaits: Awaited = { listening: { event: step.event, ...(step.where ? { where: step.where } : {}) }, since: 'step' }
    const details = { event: step.event }
    const happened: Move = { kind: 'go', to: step.happened, what: 'happened', why: { code: 'happened', details } }
    const late: Move = { kind: 'go', to: step.late, what: 'late', why: { code: 'late', details } }
    return {
      id: step.id,
      ways: [
        { name: 'happened', to: step.happened },
        { name: 'late', to: step.late },
      ],
      pauses: true,
      awaits,
      arrive: ({ heard, now }: Moment): Move => {
        if (heard(awaits)) return happened
        const until = addDuration(now, step.most)
        return { kind: 'pause', until, what: 'waiting', why: { code: 'awaits', details: { ...details, until: until.toISOString() } } }
      },
      wake: ({ heard, until, now }) => {
        if (heard(awaits)) return happened
        return until !== null && until > now ? { kind: 'stay' } : late
      },
    }
  },
})
