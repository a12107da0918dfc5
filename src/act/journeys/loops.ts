import type { OpenJourney } from './definition.ts'

/** A journey as a place in the web of those that set each other off. */
export type LoopJourney = { readonly id: string; readonly name: string; readonly open: OpenJourney }

type Rules = ReadonlyMap<string, unknown>

/** What a journey brings about in its customers: kinds of facts, with what they name, and marks of fields and tags. */
type Effects = { readonly events: ReadonlyMap<string, string | null>; readonly marks: ReadonlySet<string> }

/** Facts that follow from an action in a step, where its name does not tell. */
const actionEvents: Readonly<Record<string, readonly string[]>> = {
  'update-customer': ['customer.updated'],
  'fix-tier': ['tier.changed'],
  'create-todo': ['todo.created'],
}

function effectsOf({ open }: LoopJourney): Effects {
  const events = new Map<string, string | null>([
    ['journey.entered', null],
    ['journey.ended', null],
  ])
  const marks = new Set<string>()
  for (const { templateId, act } of open.steps.values()) {
    if (templateId !== undefined)
      for (const what of ['sent', 'failed', 'skipped', 'delivered', 'handed']) events.set(`message.${what}`, null)
    if (act?.action === 'tag-customers') {
      const verb = act.input['verb'] === 'remove' ? 'remove' : 'add'
      const id = String(act.input['id'])
      events.set(verb === 'add' ? 'tag.added' : 'tag.removed', id)
      marks.add(`${verb}:${id}`).add(`${verb}:any`)
    } else if (act) {
      for (const event of actionEvents[act.action] ?? [act.action]) events.set(event, null)
      if (act.action === 'update-customer') for (const field of Object.keys(act.input)) marks.add(`field:${field}`)
      if (act.action === 'fix-tier') marks.add('field:tier')
    }
  }
  return { events, marks }
}

/** Operators of tags that begin to hold when one is taken off. */
const withoutTag = ['has-none-of-tags', 'has-no-tags']

/** What has to change for somebody to come into the rule, or out of it: fields, tags, kinds of facts; segments looked into. */
function asksOf(rule: unknown, segments: Rules, isOut: boolean, found: Set<string>, seen: Set<string>): Set<string> {
  if (Array.isArray(rule)) for (const inner of rule) asksOf(inner, segments, isOut, found, seen)
  else if (typeof rule === 'object' && rule !== null) {
    if ('field' in rule && rule.field === 'tags') for (const mark of tagMarks(rule, isOut)) found.add(mark)
    else if ('field' in rule && typeof rule.field === 'string') found.add(`field:${rule.field}`)
    if ('did' in rule && typeof rule.did === 'string') found.add(`event:${rule.did}`)
    if ('tier' in rule) found.add('field:tier')
    if ('segment' in rule && typeof rule.segment === 'string' && !seen.has(rule.segment)) {
      seen.add(rule.segment)
      asksOf(segments.get(rule.segment), segments, isOut, found, seen)
    }
    if ('not' in rule) asksOf(rule.not, segments, !isOut, found, seen)
    for (const [name, inner] of Object.entries(rule)) if (name !== 'not') asksOf(inner, segments, isOut, found, seen)
  }
  return found
}

function tagMarks(rule: object, isOut: boolean): string[] {
  const op = 'op' in rule ? String(rule.op) : ''
  const verb = withoutTag.includes(op) !== isOut ? 'remove' : 'add'
  const value = 'value' in rule ? rule.value : undefined
  return Array.isArray(value) ? value.map((id) => `${verb}:${String(id)}`) : [`${verb}:any`]
}

/** Whether what one journey does can let its customers into another. */
export function setsOff(one: LoopJourney, other: LoopJourney, segments: Rules): boolean {
  const { events, marks } = effectsOf(one)
  const { listensTo, segment } = other.open.trigger
  if (!listensTo) return false
  if (segment === undefined) return events.has(listensTo.event) && !namesAnother(other, one, events.get(listensTo.event) ?? null)
  const asked = asksOf({ segment }, segments, listensTo.event === 'segment.left', new Set(), new Set())
  return [...asked].some((mark) => (mark.startsWith('event:') ? events.has(mark.slice(6)) : marks.has(mark)))
}

const anyId = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/

/** The trigger asks for another tag, or for the entry into another journey, than the one it would come from. */
function namesAnother(other: LoopJourney, one: LoopJourney, id: string | null): boolean {
  const { listensTo } = other.open.trigger
  if (!listensTo?.where) return false
  const text = JSON.stringify(listensTo.where)
  if (id !== null) return anyId.test(text) && !text.includes(id)
  return listensTo.event.startsWith('journey.') && !text.includes(one.id) && !text.includes(JSON.stringify(one.name).slice(1, -1))
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
