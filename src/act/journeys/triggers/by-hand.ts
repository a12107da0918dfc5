import { z } from 'zod'
import { defineTrigger } from './trigger.ts'

export const byHandTrigger = defineTrigger({
  kind: 'by-hand',
  label: { zh: '手动加入', en: 'By hand' },
  help: {
    zh: '由人挑选客户加入；写了细分时，启动即让其成员进入',
    en: 'Somebody chooses who; the members of a named segment enter at the start',
  },
  schema: z.strictObject({ kind: z.literal('by-hand'), segment: z.uuid().optional() }),
  open: ({ segment }) => ({ listensTo: null, ...(segment ? { segment, existing: { segment } } : {}) }),
})
