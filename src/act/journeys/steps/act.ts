import { z } from 'zod'
import { defineStep, type Move, nextStep, stepId } from './step.ts'

const schema = z.strictObject({
  id: stepId,
  kind: z.literal('act'),
  /** The name of an action that may be a step, e.g. `create-todo`. */
  action: z.string().min(1).max(60),
  /** Its input without the customer. */
  input: z.record(z.string().max(60), z.unknown()).default({}),
  next: nextStep,
})

export const actStep = defineStep({
  kind: 'act',
  label: { zh: '执行动作', en: 'Do something' },
  help: {
    zh: '打标签、建待办、改字段等；做不到时写明原因并继续',
    en: 'A tag, a to-do, a field …; where it cannot be done the reason is kept and the journey goes on',
  },
  schema,
  open: ({ id, action, input, next }) => {
    const act = { action, input }
    const go: Move = { kind: 'go', to: next, what: 'did', why: { code: 'did', details: { action } }, act }
    return { id, ways: [{ name: 'next', to: next }], pauses: false, act, arrive: () => go, wake: () => go }
  },
})
