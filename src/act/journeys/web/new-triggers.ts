import type { Words } from '../../../core/kit/words.ts'
import type { Dictionary } from '../../../core/rule/dictionary.ts'
import type { JourneyDefinition } from '../definition.ts'

export type Trigger = JourneyDefinition['trigger']

/** What a trigger of a kind begins with. */
export const newTriggers: Readonly<Record<string, Trigger>> = {
  event: { kind: 'event', event: '' },
  'after-event': { kind: 'after-event', event: '', days: 3, time: '10:00' },
  segment: { kind: 'segment', segment: '' },
  stage: { kind: 'stage', stages: [] },
  tier: { kind: 'tier', direction: 'up' },
  date: { kind: 'date', field: 'birthday', repeat: 'yearly', days: 0, time: '09:30' },
  festival: { kind: 'festival', festivals: [], days: 0, time: '09:30' },
  schedule: { kind: 'schedule', every: 'week', weekdays: [1], time: '09:30' },
  'by-hand': { kind: 'by-hand' },
  api: { kind: 'api' },
}

const datedTypes: ReadonlySet<string> = new Set(['date', 'time', 'lunar-date'])

/** The fields of a customer that are a day. */
export function dateFields({ fields }: Dictionary): readonly { readonly name: string; readonly label: Words | string }[] {
  return [...fields].flatMap(([name, { field }]) => (datedTypes.has(field.type) ? [{ name, label: field.label }] : []))
}
