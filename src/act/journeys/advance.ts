import type { Rule } from '../../core/rule/rule.ts'
import type { OpenJourney } from './definition.ts'
import type { RunState } from './journey.ts'
import type { Awaited, Moment, Move, OpenStep, StepAct, StepSend, Why } from './steps/step.ts'

/** Where a run stands. */
export type RunPlace = {
  readonly step: string
  readonly state: RunState
  /** It was let in ahead of its day: who may enter is asked on that day, when it first goes on. */
  readonly asksAudience?: boolean
}

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
  /** `line` is the place in the trail. */
  readonly sends: readonly (StepSend & { readonly step: string; readonly line: number; readonly variant?: string })[]
  readonly acts: readonly (StepAct & { readonly step: string; readonly line: number })[]
  /** The test and the variant drawn on the way, which later messages carry. */
  readonly variant: string | null
  /** It came to a place where facts are waited for: those that come from now on count. */
  readonly listens: boolean
}

/** A checked journey passes no more steps than it has between two waits. */
const mostSteps = 100

/** One who waits behind a higher journey looks again after so long. */
const busyPause = 3_600_000

/**
 * Walks a run from where it stands to its next wait or its end. Pure: what it needs to know stands in `moment`, what
 * is to be done in the answer. Null: nothing happens, it goes on waiting.
 */
export function advance(place: RunPlace, journey: OpenJourney, moment: Moment): Advance | null {
  const walk = beginWalk()
  const out = leaves(place, journey, moment)
  if (out !== null) return walk.end(place.step, out)
  if (place.state === 'ready' && isEarly(moment)) return null
  let id = place.step
  let waking = place.state === 'waiting'
  // What has been waited for was waited for here; a place come to later listens from now on.
  let present = moment
  for (let walked = 0; walked <= mostSteps; walked++) {
    const step = journey.steps.get(id)
    if (!step) return walk.end(id, 'step-missing')
    const move = moveAt(step, journey, present, waking)
    if (move.kind === 'stay') return null
    if (move.kind === 'pause') return walk.pause(id, move, step.awaits !== undefined, waking && move.what === 'held-back')
    walk.go(id, move)
    if (move.to === null) return walk.end(id, 'completed')
    id = move.to
    if (step.pauses || waking) present = { ...moment, heard: () => false }
    waking = false
  }
  return walk.end(id, 'step-missing')
}

const isEarly = ({ until, now }: Moment) => until !== null && until > now

/** Whether it leaves before anything is done, and why: the goal first, for who reached it is a success. */
function leaves({ asksAudience }: RunPlace, { definition, goalFact }: OpenJourney, moment: Moment): string | null {
  if (definition.goal?.rule && moment.holds(definition.goal.rule)) return 'converted'
  if (goalFact && moment.heard(goalFact)) return 'converted'
  if (definition.exit && moment.holds(definition.exit)) return 'exit-rule'
  if (asksAudience && !isEarly(moment) && definition.audience && !moment.holds(definition.audience)) return 'audience-fails'
  return null
}

/** One intent at a time: while a higher journey of the same intent goes on, what would be sent is passed over or waits. */
function moveAt(step: OpenStep, { definition }: OpenJourney, moment: Moment, waking: boolean): Move {
  const isBusy = moment.busy !== null && step.templateId !== undefined
  if (!isBusy) return waking ? step.wake(moment) : step.arrive(moment)
  const why = { code: 'busy', details: { journey: moment.busy ?? '' } }
  if (definition.whenBusy !== 'wait') return { kind: 'go', to: step.ways[0]?.to ?? null, what: 'skipped', why }
  if (waking && isEarly(moment)) return { kind: 'stay' }
  return { kind: 'pause', until: new Date(moment.now.getTime() + busyPause), what: 'held-back', why }
}

type Walk = {
  readonly go: (step: string, move: Extract<Move, { kind: 'go' }>) => void
  /** `silent`: it waits on for what it waited for before, and the log knows. */
  readonly pause: (step: string, move: Extract<Move, { kind: 'pause' }>, listens: boolean, silent: boolean) => Advance
  readonly end: (step: string, outcome: string) => Advance
}

/** Collects what comes of one walk. */
function beginWalk(): Walk {
  const trail: TrailLine[] = []
  const sends: Advance['sends'][number][] = []
  const acts: Advance['acts'][number][] = []
  let variant: string | null = null
  const gathered = () => ({ trail, sends, acts, variant })
  const note = (step: string, what: string, why?: Why) => trail.push({ step, what, ...(why ? { why } : {}) }) - 1
  return {
    go: (step, move) => {
      const line = note(step, move.what, move.why)
      if (move.variant !== undefined) variant = `${step}:${move.variant}`
      if (move.send) sends.push({ ...move.send, step, line, ...(variant === null ? {} : { variant }) })
      if (move.act) acts.push({ ...move.act, step, line })
    },
    pause: (step, move, listens, silent) => {
      if (!silent) note(step, move.what, move.why)
      return { step, state: 'waiting', wakeAt: move.until, outcome: null, listens, ...gathered() }
    },
    end: (step, outcome) => {
      note(step, 'ended', { code: outcome })
      return { step, state: 'ended', wakeAt: null, outcome, listens: false, ...gathered() }
    },
  }
}

/** What walking from here may ask before the next wait: to be answered beforehand. */
export type Ahead = {
  readonly rules: readonly Rule[]
  readonly awaited: readonly Awaited[]
  readonly bestHour: boolean
  readonly clock: boolean
  readonly sends: boolean
  readonly acts: boolean
}

export function lookAhead(place: RunPlace, journey: OpenJourney): Ahead {
  const { definition, goalFact } = journey
  const frame = [definition.goal?.rule, definition.exit, place.asksAudience ? definition.audience : undefined]
  const rules = frame.filter((rule) => rule !== undefined)
  const awaited: Awaited[] = goalFact ? [goalFact] : []
  const needs = { bestHour: false, clock: false, sends: false, acts: false }
  const seen = new Set<string>()
  const visit = (id: string, waking: boolean) => {
    const step = journey.steps.get(id)
    if (!step || (seen.has(id) && !waking)) return
    if (!waking) seen.add(id)
    rules.push(...(step.rules ?? []))
    if (step.awaits) awaited.push(step.awaits)
    needs.bestHour ||= step.needsBestHour === true
    needs.clock ||= step.needsClock === true
    needs.sends ||= step.templateId !== undefined
    needs.acts ||= step.act !== undefined
    // A fact that is waited for may be there already.
    if (step.pauses && !waking && !step.awaits) return
    for (const { to } of step.ways) if (to !== null) visit(to, false)
  }
  visit(place.step, place.state === 'waiting')
  return { rules, awaited, ...needs }
}
