import { afterEventTrigger } from './triggers/after-event.ts'
import { byApiTrigger } from './triggers/by-api.ts'
import { byHandTrigger } from './triggers/by-hand.ts'
import { dateTrigger } from './triggers/date.ts'
import { eventTrigger } from './triggers/event.ts'
import { festivalTrigger } from './triggers/festival.ts'
import { scheduleTrigger } from './triggers/schedule.ts'
import { segmentTrigger } from './triggers/segment.ts'
import { stageTrigger } from './triggers/stage.ts'
import { tierTrigger } from './triggers/tier.ts'
import type { OpenTrigger, TriggerKind } from './triggers/trigger.ts'

/** A new kind of trigger is one file and one entry here. */
export const triggerKinds: Readonly<Record<string, TriggerKind>> = {
  event: eventTrigger,
  'after-event': afterEventTrigger,
  segment: segmentTrigger,
  stage: stageTrigger,
  tier: tierTrigger,
  date: dateTrigger,
  festival: festivalTrigger,
  schedule: scheduleTrigger,
  'by-hand': byHandTrigger,
  api: byApiTrigger,
}

export function openTrigger(trigger: { readonly kind: string }): OpenTrigger {
  const kind = triggerKinds[trigger.kind]
  if (!kind) throw new Error(`no kind of trigger ${trigger.kind}`)
  return kind.open(trigger)
}
