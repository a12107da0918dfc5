import { z } from 'zod'
import { ruleSchema } from '../../../core/rule/rule.ts'
import { defineTrigger } from './trigger.ts'

export const eventTrigger = defineTrigger({
  kind: 'event',
  label: { zh: '发生某种行为时', en: 'When something happens' },
  help: { zh: '例如下单、退款、评价；可再限定内容', en: 'E.g. a purchase, a refund, a review; its particulars may be asked for' },
  schema: z.strictObject({ kind: z.literal('event'), event: z.string().min(1).max(100), where: ruleSchema.optional() }),
  open: ({ event, where }) => ({ listensTo: { event, ...(where ? { where } : {}) } }),
})
