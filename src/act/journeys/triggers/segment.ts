import { z } from 'zod'
import { defineTrigger } from './trigger.ts'

export const segmentTrigger = defineTrigger({
  kind: 'segment',
  label: { zh: '进入细分时', en: 'When entering a segment' },
  schema: z.strictObject({ kind: z.literal('segment'), segment: z.uuid() }),
  open: ({ segment }) => ({ listensTo: { event: 'segment.entered', among: { field: 'segment', values: [segment] } }, segment }),
})
