import type { ActionStep } from '../../core/action/action.ts'
import { Problem } from '../../core/kit/problem.ts'
import { checkRule } from '../../core/rule/check-rule.ts'
import type { Dictionary } from '../../core/rule/dictionary.ts'
import { payloadDictionary } from '../../core/rule/payload-dictionary.ts'
import { channelNames } from '../channels/channel-kind.ts'
import { type JourneyDefinition, type OpenJourney, openJourney } from './definition.ts'
import type { OpenStep, StepAct } from './steps/step.ts'
import type { Listening, OpenTrigger } from './triggers/trigger.ts'

export type Known = {
  readonly dictionary: Dictionary
  readonly templates: ReadonlySet<string>
  /** What may stand in a step as an action, by its name; left out: not looked at. */
  readonly steps?: ReadonlyMap<string, ActionStep>
  /** The channel of each account, and of each template; left out: not looked at. */
  readonly accounts?: { readonly channelOf: ReadonlyMap<string, string>; readonly writtenFor: ReadonlyMap<string, string> }
}

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
  if (definition.goal?.rule) checkRuleAt(definition.goal.rule, 'goal.rule', known.dictionary)
  if (journey.goalFact) checkFact(journey.goalFact.listening, 'goal', known.dictionary)
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
  const { listensTo, segment, stages, tiers } = trigger
  if (segment !== undefined && dictionary.segments && !dictionary.segments.has(segment))
    throw new Problem('rule.unknown-segment', { path: 'trigger.segment' })
  const stage = stages?.find((name) => dictionary.stages && !dictionary.stages.has(name))
  if (stage !== undefined) throw new Problem('rule.unknown-stage', { name: stage, path: 'trigger.stages' })
  const tier = tiers?.find((name) => dictionary.tiers && !dictionary.tiers.has(name))
  if (tier !== undefined) throw new Problem('rule.unknown-tier', { name: tier, path: 'trigger.tiers' })
  checkDates(trigger, dictionary)
  if (listensTo && !listensTo.among) checkFact(listensTo, 'trigger', dictionary)
  // What such a kind of trigger listens to is there for everybody but whose role hides it.
  else if (listensTo && !dictionary.events.has(listensTo.event))
    throw new Problem('rule.unknown-event', { name: listensTo.event, path: 'trigger' })
}

const dateTypes = ['date', 'time', 'lunar-date']

function checkDates({ dateField, delay, listensTo }: OpenTrigger, dictionary: Dictionary): void {
  if (dateField !== undefined && !isDate(dictionary.fields.get(dateField)?.field))
    throw new Problem('journey.no-date', { name: dateField, path: 'trigger.field' })
  if (!delay || delay.dateField === null || !listensTo) return
  const named = dictionary.events.get(listensTo.event)?.payload[delay.dateField]
  if (!isDate(named)) throw new Problem('journey.no-date', { name: delay.dateField, path: 'trigger.dateField' })
}

const isDate = (field: { readonly type: string } | undefined) => field !== undefined && dateTypes.includes(field.type)

/** A kind of fact that is listened to, and its condition. */
function checkFact({ event, where }: Listening, path: string, dictionary: Dictionary): void {
  const kind = dictionary.events.get(event)
  if (!kind || kind.askable === false) throw new Problem('rule.unknown-event', { name: event, path: `${path}.event` })
  if (where) checkRuleAt(where, `${path}.where`, payloadDictionary(dictionary, kind))
}

function checkStep(step: OpenStep, path: string, { steps }: OpenJourney, { dictionary, templates, steps: known, accounts }: Known): void {
  for (const rule of step.rules ?? []) checkRuleAt(rule, `${path}.rule`, dictionary)
  if (step.awaits) checkFact(step.awaits.listening, path, dictionary)
  if (step.templateId !== undefined && !templates.has(step.templateId))
    throw new Problem('journey.template-missing', { step: step.id, path: `${path}.templateId` })
  if (step.channel !== undefined && !channelNames.some((name) => name === step.channel))
    throw new Problem('journey.channel-unknown', { step: step.id, channel: step.channel, path: `${path}.channel` })
  if (step.accountId !== undefined && accounts) {
    const leavesBy = step.channel ?? accounts.writtenFor.get(step.templateId ?? '')
    if (accounts.channelOf.get(step.accountId) !== leavesBy)
      throw new Problem('journey.account-missing', { step: step.id, path: `${path}.accountId` })
  }
  if (step.act && known) checkAct(step.id, step.act, path, known)
  const lost = step.ways.find(({ to }) => to !== null && !steps.has(to))
  if (lost) throw new Problem('journey.step-unknown', { step: step.id, to: lost.to, path: `${path}.${lost.name}` })
}

function checkAct(step: string, { action, input }: StepAct, path: string, known: ReadonlyMap<string, ActionStep>): void {
  const form = known.get(action)
  if (!form) throw new Problem('journey.action-unknown', { step, action, path: `${path}.action` })
  const issue = form.input.safeParse(input).error?.issues[0]
  if (issue)
    throw new Problem('journey.action-input', {
      step,
      field: issue.path.join('.') || 'input',
      path: `${path}.input.${issue.path.join('.')}`,
    })
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
