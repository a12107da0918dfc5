import { z } from 'zod'
import { defineTrigger } from './trigger.ts'

export const stageTrigger = defineTrigger({
  kind: 'stage',
  label: { zh: '进入生命周期阶段时', en: 'When entering a lifecycle stage' },
  schema: z.strictObject({ kind: z.literal('stage'), stages: z.array(z.string().min(1).max(40)).min(1).max(20) }),
  open: ({ stages }) => ({ listensTo: { event: 'stage.changed', among: { field: 'to', values: stages } }, stages }),
})
