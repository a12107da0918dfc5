import { z } from 'zod'
import { defineTrigger } from './trigger.ts'

export const byHandTrigger = defineTrigger({
  kind: 'by-hand',
  label: { zh: '手动加入', en: 'By hand' },
  schema: z.strictObject({ kind: z.literal('by-hand'), segment: z.uuid().optional() }),
  open: ({ segment }) => ({ listensTo: null, ...(segment ? { segment } : {}) }),
})
