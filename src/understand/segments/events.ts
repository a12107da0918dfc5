import { defineEvent } from '../../core/event/event.ts'
import type { Fields } from '../../core/entity/field.ts'

/** `segment` is the id; the name is the one it had then. */
const payload = {
  segment: { type: 'choice', to: 'segment', label: { zh: '细分', en: 'Segment' } },
  name: { type: 'text', label: { zh: '细分名称', en: 'Name of the segment' } },
} satisfies Fields

export const segmentEntered = defineEvent({
  name: 'segment.entered',
  label: { zh: '进入细分', en: 'Entered a segment' },
  sentence: { zh: '进入细分“{name}”', en: 'Entered the segment “{name}”' },
  payload,
  tone: 'good',
})

export const segmentLeft = defineEvent({
  name: 'segment.left',
  label: { zh: '离开细分', en: 'Left a segment' },
  sentence: { zh: '离开细分“{name}”', en: 'Left the segment “{name}”' },
  payload,
  tone: 'neutral',
})
