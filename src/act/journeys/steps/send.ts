import { z } from 'zod'
import { defineStep, type Move, nextStep, stepId } from './step.ts'

const schema = z.strictObject({ id: stepId, kind: z.literal('send'), templateId: z.uuid(), next: nextStep })

export const sendStep = defineStep({
  kind: 'send',
  label: { zh: '发消息', en: 'Send' },
  help: { zh: '交给发件箱；许可、免打扰和上限在发出时检查', en: 'Handed to the outbox, which obeys consent, quiet hours and the cap' },
  schema,
  open: (step) => {
    const go: Move = { kind: 'go', to: step.next, what: 'queued', why: { code: 'queued' }, send: step.templateId }
    return {
      id: step.id,
      ways: [{ name: 'next', to: step.next }],
      pauses: false,
      templateId: step.templateId,
      arrive: () => go,
      wake: () => go,
    }
  },
})
