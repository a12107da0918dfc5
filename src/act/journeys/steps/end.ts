import { z } from 'zod'
import { defineStep, type Move, stepId } from './step.ts'

const go: Move = { kind: 'go', to: null, what: 'finished', why: { code: 'finished' } }

export const endStep = defineStep({
  kind: 'end',
  label: { zh: '结束', en: 'End' },
  help: { zh: '旅程到此结束', en: 'The journey ends here' },
  schema: z.strictObject({ id: stepId, kind: z.literal('end') }),
  open: (step) => ({ id: step.id, ways: [], pauses: false, arrive: () => go, wake: () => go }),
})
