import { z } from 'zod'
import { defineStep, type Move, nextStep, stepId } from './step.ts'

const schema = z.strictObject({
  id: stepId,
  kind: z.literal('send'),
  templateId: z.uuid(),
  /** Left out: the template's. */
  channel: z.string().min(1).max(30).optional(),
  /** Left out: the channel's default account. */
  accountId: z.uuid().optional(),
  /** Where there is room for one message only, the higher goes; left out: the journey's. */
  priority: z.int().min(0).max(100).optional(),
  next: nextStep,
})

export const sendStep = defineStep({
  kind: 'send',
  label: { zh: '发消息', en: 'Send' },
  help: { zh: '交给发件箱；同意、免打扰和上限在发出时检查', en: 'Handed to the outbox, which obeys consent, quiet hours and the cap' },
  schema,
  open: ({ id, templateId, channel, accountId, priority, next }) => {
    const send = {
      templateId,
      ...(channel ? { channel } : {}),
      ...(accountId ? { accountId } : {}),
      ...(priority === undefined ? {} : { priority }),
    }
    const go: Move = { kind: 'go', to: next, what: 'queued', why: { code: 'queued' }, send }
    return {
      id,
      ways: [{ name: 'next', to: next }],
      pauses: false,
      templateId,
      ...(channel ? { channel } : {}),
      ...(accountId ? { accountId } : {}),
      arrive: () => go,
      wake: () => go,
    }
  },
})
