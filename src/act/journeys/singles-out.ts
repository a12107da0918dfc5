import type { JourneyDefinition } from './definition.ts'

/**
 * Whether a journey chooses people by what is worked out about them (PIPL 24): it is entered by a segment, a stage or a tier, lets
 * in by a rule, or branches by one. What answers an act of theirs alone, such as a thank-you after a purchase, does not.
 */
export function singlesOut({ trigger, audience, steps }: JourneyDefinition): boolean {
  return (
    trigger.kind === 'segment' ||
    trigger.kind === 'stage' ||
    trigger.kind === 'tier' ||
    'segment' in trigger ||
    ('event' in trigger && trigger.event === 'tier.changed') ||
    audience !== undefined ||
    steps.some((step) => step.kind === 'branch' || step.kind === 'choose')
  )
}
