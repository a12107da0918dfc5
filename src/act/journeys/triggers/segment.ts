import { z } from 'zod'
import { defineTrigger } from './trigger.ts'

export const segmentTrigger = defineTrigger({
  kind: 'segment',
  label: { zh: '进入或离开细分时', en: 'When entering or leaving a segment' },
  help: { zh: '已在细分里的客户，可选择启动时一并进入', en: 'Those who are in it already can be let in at the start' },
  schema: z.strictObject({
    kind: z.literal('segment'),
    segment: z.uuid(),
    what: z.enum(['enter', 'leave']).default('enter'),
    existing: z.boolean().default(false),
  }),
  open: ({ segment, what, existing }) => ({
    listensTo: { event: what === 'enter' ? 'segment.entered' : 'segment.left', among: [{ field: 'segment', values: [segment] }] },
    segment,
    ...(existing && what === 'enter' ? { existing: { segment } } : {}),
  }),
})
