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

const after = (amount: number, unit: 'days' | 'hours'): JourneyDefinition['reentry'] => ({ after: { amount, unit } })
/**
 * What comes round lets the same people in again: a birthday each year, a feast, a day of the week. All else lets in once. Half a
 * day for a schedule: people enter seconds or minutes after its hour, so from one day's entry to the next may be less than a day.
 */
const usualReentries: Readonly<Record<string, JourneyDefinition['reentry']>> = {
  date: after(300, 'days'),
  festival: after(20, 'days'),
  schedule: after(12, 'hours'),
}

type Door = Pick<JourneyDefinition, 'trigger' | 'reentry'>

/** A change of what lets people in takes along how often it does, as long as nobody chose that by hand. */
export function withUsualReentry<P extends Partial<Door>>({ trigger, reentry }: Door, patch: P): P | (P & Pick<Door, 'reentry'>) {
  if (!patch.trigger || patch.trigger.kind === trigger.kind || patch.reentry !== undefined) return patch
  const usual = (kind: string) => usualReentries[kind] ?? 'once'
  const isChosen = JSON.stringify(reentry) !== JSON.stringify(usual(trigger.kind))
  return isChosen ? patch : { ...patch, reentry: usual(patch.trigger.kind) }
}

const datedTypes: ReadonlySet<string> = new Set(['date', 'time', 'lunar-date'])

/** The fields of a customer that are a day. */
export function dateFields({ fields }: Dictionary): readonly { readonly name: string; readonly label: Words | string }[] {
  return [...fields].flatMap(([name, { field }]) => (datedTypes.has(field.type) ? [{ name, label: field.label }] : []))
}
