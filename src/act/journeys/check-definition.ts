import { Problem } from '../../core/kit/problem.ts'
import { checkRule } from '../../core/rule/check-rule.ts'
import type { Dictionary } from '../../core/rule/dictionary.ts'
import { payloadDictionary } from '../../core/rule/payload-dictionary.ts'
import { type JourneyDefinition, type OpenJourney, openJourney } from './definition.ts'
import type { OpenStep } from './steps/step.ts'

export type Known = { readonly dictionary: Dictionary; readonly templates: ReadonlySet<string> }

/**
 * Everything that could go wrong later, said before the journey is kept: unknown steps, templates, fields, steps that
 * nobody reaches, circles in which no time passes.
 * @throws Problem journey.*, rule.* with the path
 */
export function checkDefinition(definition: JourneyDefinition, known: Known): OpenJourney {
  checkIds(definition)
  const journey = openJourney(definition)
  checkTrigger(journey, known.dictionary)
  if (definition.audience) checkRuleAt(definition.audience, 'audience', known.dictionary)
  if (definition.exit) checkRuleAt(definition.exit, 'exit', known.dictionary)
  for (const [i, step] of [...journey.steps.values()].entries()) checkStep(step, `steps.${i}`, journey, known)
  checkReached(journey)
  checkCircles(journey)
  return journey
}

function checkIds({ steps }: JourneyDefinition): void {
  const ids = steps.map((step) => step.id)
  const twice = ids.findIndex((id, i) => ids.indexOf(id) !== i)
  if (twice >= 0) throw new Problem('journey.step-twice', { step: String(ids[twice]), path: `steps.${twice}.id` })
}

/** A rule's problems with the path inside the journey. */
function checkRuleAt(rule: unknown, path: string, dictionary: Dictionary): void {
  try {
    checkRule(rule, dictionary)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    throw new Problem(error.code, { ...error.details, path: (error.details.path ?? 'rule').replace(/^rule/, path) })
  }
}

function checkTrigger({ trigger }: OpenJourney, dictionary: Dictionary): void {
  const { listensTo, segment, stages } = trigger
  if (segment !== undefined && dictionary.segments && !dictionary.segments.has(segment))
    throw new Problem('rule.unknown-segment', { path: 'trigger.segment' })
  const unknown = stages?.find((stage) => dictionary.stages && !dictionary.stages.has(stage))
  if (unknown !== undefined) throw new Problem('rule.unknown-stage', { name: unknown, path: 'trigger.stages' })
  if (!listensTo || listensTo.among) return
  const kind = dictionary.events.get(listensTo.event)
  if (!kind || kind.askable === false) throw new Problem('rule.unknown-event', { name: listensTo.event, path: 'trigger.event' })
  if (listensTo.where) checkRuleAt(listensTo.where, 'trigger.where', payloadDictionary(dictionary, kind))
}

function checkStep(step: OpenStep, path: string, { steps }: OpenJourney, { dictionary, templates }: Known): void {
  if (step.rule) checkRuleAt(step.rule, `${path}.rule`, dictionary)
  if (step.templateId !== undefined && !templates.has(step.templateId))
    throw new Problem('journey.template-missing', { step: step.id, path: `${path}.templateId` })
  const lost = step.ways.find(({ to }) => to !== null && !steps.has(to))
  if (lost) throw new Problem('journey.step-unknown', { step: step.id, to: lost.to, path: `${path}.${lost.name}` })
}

function checkReached(journey: OpenJourney): void {
  const reached = new Set<string>()
  const visit = (id: string) => {
    if (reached.has(id)) return
    reached.add(id)
    for (const { to } of journey.steps.get(id)?.ways ?? []) if (to !== null) visit(to)
  }
  visit(journey.first)
  const ids = [...journey.steps.keys()]
  const lonely = ids.findIndex((id) => !reached.has(id))
  if (lonely >= 0) throw new Problem('journey.step-unreachable', { step: ids[lonely], path: `steps.${lonely}` })
}

/** From every step, walking only where no time passes must not lead back to it. */
function checkCircles({ steps }: OpenJourney): void {
  for (const step of steps.values()) {
    if (step.pauses) continue
    const seen = new Set<string>()
    const walk = (id: string): boolean => {
      const at = steps.get(id)
      if (id === step.id && seen.size > 0) return true
      if (!at || at.pauses || seen.has(id)) return false
      seen.add(id)
      return at.ways.some(({ to }) => to !== null && walk(to))
    }
    if (walk(step.id)) throw new Problem('journey.circle', { step: step.id, path: `steps.${[...steps.keys()].indexOf(step.id)}` })
  }
}
