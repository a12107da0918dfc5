import { z } from 'zod'
import { defineStep, type Move, nextStep, stepId } from './step.ts'

const schema = z.strictObject({
  id: stepId,
  kind: z.literal('webhook'),
  /** A template of the webhook channel: its text is what is sent. */
  templateId: z.uuid(),
  accountId: z.uuid().optional(),
  next: nextStep,
})

export const webhookStep = defineStep({
  kind: 'webhook',
  label: { zh: '通知其他系统', en: 'Tell another system' },
  help: {
    zh: '经发件箱发出带签名的 Webhook；对方暂时不通会重试',
    en: 'A signed webhook through the outbox; tried again while the receiver is down',
  },
  schema,
  open: ({ id, templateId, accountId, next }) => {
    const send = { templateId, channel: 'webhook', ...(accountId ? { accountId } : {}) }
    const go: Move = { kind: 'go', to: next, what: 'queued', why: { code: 'queued' }, send }
    const ways = [{ name: 'next', to: next }]
    return { id, ways, pauses: false, ...send, arrive: () => go, wake: () => go }
  },
})
