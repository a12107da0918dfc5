import type { Rule } from '../../core/rule/rule.ts'
import type { OpenJourney } from './definition.ts'
import type { RunState } from './journey.ts'
import type { Moment, Move, Why } from './steps/step.ts'

/** Where a run stands. */
export type RunPlace = { readonly step: string; readonly state: RunState }

/** One line of a run's log. */
export type TrailLine = { readonly step: string; readonly what: string; readonly why?: Why }

/** What is to be written for a run whose time has come. */
export type Advance = {
  readonly step: string
  readonly state: 'waiting' | 'ended'
  readonly wakeAt: Date | null
  /** Why it ended; null while it goes on. */
  readonly outcome: string | null
  readonly trail: readonly TrailLine[]
  readonly sends: readonly { readonly step: string; readonly templateId: string }[]
}

/** A checked journey passes no more steps than it has between two waits. */
const mostSteps = 100

/**
 * Walks a run from where it stands to its next wait or its end. Pure: what it needs to know stands in `moment`, what
 * is to be done in the answer.
 */
export function advance(place: RunPlace, journey: OpenJourney, moment: Moment): Advance {
  const trail: TrailLine[] = []
  const sends: { step: string; templateId: string }[] = []
  const end = (step: string, outcome: string): Advance => ({
    step,
    state: 'ended',
    wakeAt: null,
    outcome,
    trail: [...trail, { step, what: 'ended', why: { code: outcome } }],
    sends,
  })
  if (journey.definition.exit && moment.holds(journey.definition.exit)) return end(place.step, 'exit-rule')
  let id = place.step
  let waking = place.state === 'waiting'
  for (let walked = 0; walked <= mostSteps; walked++) {
    const step = journey.steps.get(id)
    if (!step) return end(id, 'step-missing')
    const move: Move = waking ? step.wake(moment) : step.arrive(moment)
    trail.push({ step: id, what: move.what, ...(move.why ? { why: move.why } : {}) })
    if (move.kind === 'pause') return { step: id, state: 'waiting', wakeAt: move.until, outcome: null, trail, sends }
    if (move.send !== undefined) sends.push({ step: id, templateId: move.send })
    if (move.to === null) return end(id, 'completed')
    id = move.to
    waking = false
  }
  return end(id, 'step-missing')
}

/** The rules that walking from here may ask before the next wait: those to be answered beforehand. */
export function rulesAhead(place: RunPlace, journey: OpenJourney): Rule[] {
  const rules: Rule[] = journey.definition.exit ? [journey.definition.exit] : []
  const seen = new Set<string>()
  const visit = (id: string, waking: boolean) => {
    const step = journey.steps.get(id)
    if (!step || (seen.has(id) && !waking)) return
    if (!waking) seen.add(id)
    if (step.rule) rules.push(step.rule)
    if (step.pauses && !waking) return
    for (const { to } of step.ways) if (to !== null) visit(to, false)
  }
  visit(place.step, place.state === 'waiting')
  return rules
}
