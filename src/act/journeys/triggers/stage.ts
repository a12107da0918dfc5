import { z } from 'zod'
import { defineTrigger } from './trigger.ts'

export const stageTrigger = defineTrigger({
  kind: 'stage',
  label: { zh: '进入或离开生命周期阶段时', en: 'When entering or leaving a lifecycle stage' },
  help: { zh: '已在阶段里的客户，可选择启动时一并进入', en: 'Those who are in it already can be let in at the start' },
  schema: z.strictObject({
    kind: z.literal('stage'),
    stages: z.array(z.string().min(1).max(40)).min(1).max(20),
    what: z.enum(['enter', 'leave']).default('enter'),
    existing: z.boolean().default(false),
  }),
  open: ({ stages, what, existing }) => ({
    listensTo: { event: 'stage.changed', among: [{ field: what === 'enter' ? 'to' : 'from', values: stages }] },
    stages,
    ...(existing && what === 'enter' ? { existing: { stage: stages } } : {}),
  }),
})
