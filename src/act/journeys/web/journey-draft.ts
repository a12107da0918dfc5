import { z } from 'zod'
import { generalProblems, Problem } from '../../../core/kit/problem.ts'
import { mainIssue, sayIssue } from '../../../core/kit/say-issue.ts'
import type { Words } from '../../../core/kit/words.ts'
import { fillBoth } from '../../../core/kit/words.ts'
import { isReady } from '../../../pages/rule-tree.ts'
import { checkDefinition } from '../check-definition.ts'
import { type JourneyDefinition, journeyDefinition } from '../definition.ts'
import { isEverybody, ruleSchema } from '../../../core/rule/rule.ts'
import { type Block, readFlow, stepsOf, writeFlow } from '../flow.ts'
import { journeyProblems } from '../problems.ts'
import { saysHowLong } from '../steps/wait.ts'
import { lackingSettings } from './action-form.ts'
import { ruleOf } from './say-journey.ts'
import type { Known } from './say-rule.ts'

/** A journey while it is being written. */
export type JourneyDraft = Omit<JourneyDefinition, 'steps'> & { readonly name: string; readonly flow: readonly Block[] }

export function draftOf(name: string, { steps, ...rest }: JourneyDefinition): JourneyDraft {
  return { ...rest, name, flow: readFlow(steps) }
}

export function definitionOf({ name: _name, flow, ...frame }: JourneyDraft): JourneyDefinition {
  return { ...frame, steps: writeFlow(flow) }
}

/** Where something is wrong: a step's id, or one of the parts of the frame. */
export type Place = string
export const frameParts = ['name', 'trigger', 'audience', 'goal', 'exit', 'intent', 'steps'] as const

export type Trouble = { readonly place: Place; readonly words: Words }

type Check = (written: unknown, known: Known) => Words | null

const eventChosen: Check = (written, { dictionary }) => {
  const { event } = z.object({ event: z.string() }).catch({ event: '' }).parse(written)
  return dictionary.events.has(event) ? null : { zh: '请选择什么行为让客户进入', en: 'Choose what lets a customer in' }
}

const triggerChecks: Readonly<Record<string, Check>> = {
  event: eventChosen,
  'after-event': eventChosen,
  date: (written, { dictionary }) => {
    const { field } = z.object({ field: z.string() }).catch({ field: '' }).parse(written)
    return dictionary.fields.has(field) ? null : { zh: '请选择一个日期', en: 'Choose a date' }
  },
  festival: (written) => {
    const { festivals } = z
      .object({ festivals: z.array(z.string()) })
      .catch({ festivals: [] })
      .parse(written)
    return festivals.length > 0 ? null : { zh: '请选择至少一个节日', en: 'Choose at least one festival' }
  },
  segment: (written, { dictionary }) => {
    const { segment } = z.object({ segment: z.string() }).catch({ segment: '' }).parse(written)
    return dictionary.segments?.has(segment) ? null : { zh: '请选择一个细分', en: 'Choose a segment' }
  },
  stage: (written) => {
    const { stages } = z
      .object({ stages: z.array(z.string()) })
      .catch({ stages: [] })
      .parse(written)
    return stages.length > 0 ? null : { zh: '请选择至少一个阶段', en: 'Choose at least one stage' }
  },
}

const templateChosen: Check = (written, { templates }) => {
  const { templateId } = z.object({ templateId: z.string() }).catch({ templateId: '' }).parse(written)
  return templates.has(templateId) ? null : { zh: '请选择要发的模板', en: 'Choose the template to send' }
}

const casesShape = z.object({ cases: z.array(z.object({ rule: ruleSchema })) })

const stepChecks: Readonly<Record<string, Check>> = {
  send: templateChosen,
  webhook: templateChosen,
  act: (written, { actions }) => {
    const { action, input } = z.object({ action: z.string().catch(''), input: z.record(z.string(), z.unknown()).catch({}) }).parse(written)
    const known = actions.get(action)
    if (!known) return { zh: '请选择要做什么', en: 'Choose what is to be done' }
    const lacking = lackingSettings(known.input, input)
    return lacking.length === 0
      ? null
      : { zh: `请填写：${lacking.map(({ zh }) => zh).join('、')}`, en: `Fill in: ${lacking.map(({ en }) => en).join(', ')}` }
  },
  'await-fact': (written, { dictionary }) => {
    const { event } = z.object({ event: z.string() }).catch({ event: '' }).parse(written)
    return dictionary.events.has(event) ? null : { zh: '请选择等什么行为', en: 'Choose what is waited for' }
  },
  choose: (written, { dictionary }) => {
    const { cases } = casesShape.catch({ cases: [] }).parse(written)
    const isOpen = cases.length === 0 || cases.some(({ rule }) => isEverybody(rule) || !isReady(rule, dictionary))
    return isOpen ? { zh: '有一路的条件还没有填完', en: 'The rule of one of the ways is not complete yet' } : null
  },
  branch: (written, { dictionary }) => {
    const rule = ruleOf(written)
    if (isEverybody(rule)) return { zh: '请写明按什么条件分开', en: 'Say by which rule the ways part' }
    return isReady(rule, dictionary) ? null : { zh: '有条件还没有填完', en: 'A condition is not complete yet' }
  },
  wait: (written) => (saysHowLong(written) ? null : { zh: '请写明等多久', en: 'Say how long to wait' }),
}

/** Everything that is not right yet, in the order in which it is drawn; empty when the journey can be kept and started. */
export function troublesOf(draft: JourneyDraft, known: Known): readonly Trouble[] {
  const place = (where: Place, words: Words | null | undefined): Trouble[] => (words ? [{ place: where, words }] : [])
  const found = [
    ...place('name', draft.name.trim() === '' ? { zh: '请给旅程起个名字', en: 'Give the journey a name' } : null),
    ...place('trigger', triggerChecks[draft.trigger.kind]?.(draft.trigger, known)),
    ...(['audience', 'exit'] as const).flatMap((part) => {
      const rule = draft[part]
      return place(
        part,
        rule && !isReady(rule, known.dictionary) ? { zh: '有条件还没有填完', en: 'A condition is not complete yet' } : null,
      )
    }),
    ...place('steps', draft.flow.length === 0 ? { zh: '请添加第一个步骤', en: 'Add the first step' } : null),
    ...stepsOf(draft.flow).flatMap((step) => place(step.id, stepChecks[step.kind]?.(step, known))),
  ]
  return found.length > 0 ? found : whole(draft, known)
}

/** What only shows once all parts are complete: circles, steps that nobody reaches. */
function whole(draft: JourneyDraft, known: Known): readonly Trouble[] {
  const read = journeyDefinition.safeParse(definitionOf(draft))
  const ids = stepsOf(draft.flow).map((step) => step.id)
  if (!read.success) {
    const issue = mainIssue(read.error)
    const said = issue ? sayIssue(issue, definitionOf(draft)) : { zh: '', en: '' }
    return [
      {
        place: placeOf(issue?.path.join('.'), undefined, ids),
        words: { zh: `填写有误：${said.zh}`, en: `What is set here ${said.en}` },
      },
    ]
  }
  try {
    checkDefinition(read.data, { dictionary: known.dictionary, templates: new Set(known.templates.keys()) })
    return []
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const card = Object.entries({ ...generalProblems, ...journeyProblems }).find(([code]) => code === error.code)?.[1]
    const { details } = error
    const words = card ? fillBoth(card.words, details) : { zh: error.code, en: error.code }
    return [{ place: placeOf(details.path, details['step'], ids), words }]
  }
}

/** Where a problem's path belongs: `steps.2.rule.all.0` is a step, `audience.all.1` the audience. */
export function placeOf(path: unknown, step: unknown, ids: readonly string[]): Place {
  if (typeof step === 'string' && ids.includes(step)) return step
  const [head = '', index = ''] = typeof path === 'string' ? path.replace(/^definition\./, '').split('.') : []
  if (head === 'steps' && index !== '') return ids[Number(index)] ?? 'steps'
  return frameParts.find((part) => part === head) ?? 'steps'
}
