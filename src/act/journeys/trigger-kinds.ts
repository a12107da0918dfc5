import { byHandTrigger } from './triggers/by-hand.ts'
import { eventTrigger } from './triggers/event.ts'
import { segmentTrigger } from './triggers/segment.ts'
import { stageTrigger } from './triggers/stage.ts'
import type { OpenTrigger, TriggerKind } from './triggers/trigger.ts'

export const triggerKinds: Readonly<Record<string, TriggerKind>> = {
  event: eventTrigger,
  segment: segmentTrigger,
  stage: stageTrigger,
  'by-hand': byHandTrigger,
}

export function openTrigger(trigger: { readonly kind: string }): OpenTrigger {
  const kind = triggerKinds[trigger.kind]
  if (!kind) throw new Error(`no kind of trigger ${trigger.kind}`)
  return kind.open(trigger)
}
