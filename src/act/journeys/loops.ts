import type { OpenJourney } from './definition.ts'

/** A journey as a place in the web of those that set each other off. */
export type LoopJourney = { readonly id: string; readonly name: string; readonly open: OpenJourney }

type Rules = ReadonlyMap<string, unknown>

/** What a journey brings about in its customers: kinds of facts, fields, tags and other ids that its steps name. */
type Effects = { readonly events: ReadonlySet<string>; readonly marks: ReadonlySet<string> }

/** What an action that stands in a step does, for those of which the name does not tell it. */
const actionEvents: Readonly<Record<string, { readonly events: readonly string[]; readonly fields: readonly string[] }>> = {
  'tag-customers': { events: ['tag.added', 'tag.removed', 'customer.updated'], fields: ['tags'] },
  'update-customer': { events: ['customer.updated'], fields: [] },
  'fix-tier': { events: ['tier.changed', 'tier.fixed'], fields: ['tier'] },
  'create-todo': { events: ['todo.created'], fields: [] },
}

function effectsOf({ open }: LoopJourney): Effects {
  const events = new Set(['journey.entered', 'journey.ended'])
  const marks = new Set<string>()
  for (const step of open.steps.values()) {
    if (step.templateId !== undefined)
      for (const what of ['sent', 'failed', 'skipped', 'delivered', 'handed']) events.add(`message.${what}`)
    if (!step.act) continue
    const known = actionEvents[step.act.action]
    for (const event of known?.events ?? [step.act.action]) events.add(event)
    for (const field of known?.fields ?? []) marks.add(`field:${field}`)
    if (step.act.action === 'update-customer') for (const field of Object.keys(step.act.input)) marks.add(`field:${field}`)
  }
  return { events, marks }
}

/** Fields, kinds of facts and segments that a rule asks about, segments looked into. */
function asksOf(rule: unknown, segments: Rules, found: Set<string>, seen = new Set<string>()): Set<string> {
  if (Array.isArray(rule)) for (const inner of rule) asksOf(inner, segments, found, seen)
  else if (typeof rule === 'object' && rule !== null) {
    if ('field' in rule && typeof rule.field === 'string') found.add(`field:${rule.field}`)
    if ('did' in rule && typeof rule.did === 'string') found.add(`event:${rule.did}`)
    if ('tier' in rule) found.add('field:tier')
    if ('segment' in rule && typeof rule.segment === 'string' && !seen.has(rule.segment)) {
      seen.add(rule.segment)
      asksOf(segments.get(rule.segment), segments, found, seen)
    }
    for (const inner of Object.values(rule)) asksOf(inner, segments, found, seen)
  }
  return found
}

/** Whether what one journey does can let its customers into another. */
export function setsOff(one: LoopJourney, other: LoopJourney, segments: Rules): boolean {
  const { events, marks } = effectsOf(one)
  const { listensTo, segment } = other.open.trigger
  if (!listensTo) return false
  if (segment === undefined) return events.has(listensTo.event) && !namesAnother(other, one)
  const asked = asksOf({ segment }, segments, new Set())
  return [...asked].some((mark) => (mark.startsWith('event:') ? events.has(mark.slice(6)) : marks.has(mark)))
}

/** A trigger by the entry into a certain journey is not set off by any other. */
function namesAnother(other: LoopJourney, one: LoopJourney): boolean {
  const { listensTo } = other.open.trigger
  if (!listensTo?.event.startsWith('journey.') || !listensTo.where) return false
  const text = JSON.stringify(listensTo.where)
  return !text.includes(one.id) && !text.includes(JSON.stringify(one.name).slice(1, -1))
}

/** Whoever enters once only cannot go round. */
const goesRound = ({ open }: LoopJourney) => open.definition.reentry !== 'once'

/** The circles through this journey, each once, as the journeys in their order; itself alone where it sets itself off. */
export function loopsThrough(journey: LoopJourney, others: readonly LoopJourney[], segments: Rules): readonly (readonly LoopJourney[])[] {
  if (!goesRound(journey)) return []
  const all = [journey, ...others.filter(goesRound)]
  const loops: LoopJourney[][] = []
  const walk = (path: readonly LoopJourney[]) => {
    const last = path.at(-1)
    if (!last || loops.length >= 10 || path.length > 8) return
    for (const next of all) {
      if (!setsOff(last, next, segments)) continue
      if (next === journey) loops.push([...path])
      else if (!path.includes(next)) walk([...path, next])
    }
  }
  walk([journey])
  return loops
}
