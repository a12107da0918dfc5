import type { ZodError } from 'zod'
import type { EventKind } from '../event/event.ts'
import { isUuid } from '../kit/id.ts'
import { defineProblems, Problem } from '../kit/problem.ts'
import { perhapsMeant } from '../kit/nearest-name.ts'
import { mainIssue, sayIssue } from '../kit/say-issue.ts'
import type { Words } from '../kit/words.ts'
import { type Dictionary, operatorsOf, typeOf } from './dictionary.ts'
import { operators } from './operators.ts'
import { is } from './operators/compare.ts'
import { isMe } from './operators/people.ts'
import { payloadDictionary } from './payload-dictionary.ts'
import { type DidRule, type FieldRule, nodeSchemaFor, type Rule, type SequenceRule, type SequenceStep } from './rule.ts'
import { purchaseKind } from './sequence-sql.ts'

/** Deeper or larger rules are refused: no person can read them and they could keep the database busy. */
const deepest = 8
const most = 200

export const ruleProblems = defineProblems({
  'rule.malformed': {
    sort: 'invalid',
    words: { zh: '条件的写法不对，位置 {path}：{reason}。', en: 'The condition at {path} is malformed: {reason}.' },
  },
  'rule.unknown-field': {
    sort: 'invalid',
    words: {
      zh: '条件里的字段“{name}”不存在（位置 {path}）{perhaps}。请另选字段，或先恢复它。',
      en: 'There is no field “{name}” (at {path}){perhaps}. Choose another field or restore it first.',
    },
  },
  'rule.unknown-operator': {
    sort: 'invalid',
    words: {
      zh: '字段“{name}”不支持“{op}”（位置 {path}）。可用：{known}。',
      en: '“{name}” cannot be asked with “{op}” (at {path}). Use one of: {known}.',
    },
  },
  'rule.wrong-value': {
    sort: 'invalid',
    words: { zh: '“{name}”的比较值不对（位置 {path}）：{reason}。', en: 'The value for “{name}” (at {path}) {reason}.' },
  },
  'rule.unknown-event': {
    sort: 'invalid',
    words: {
      zh: '没有“{name}”这种行为（位置 {path}）。请另选一种。',
      en: 'There is no kind of fact called “{name}” (at {path}). Choose another.',
    },
  },
  'rule.unknown-segment': {
    sort: 'invalid',
    words: {
      zh: '条件引用的细分已不存在（位置 {path}）。请重新选择。',
      en: 'The segment named at {path} no longer exists. Choose another.',
    },
  },
  'rule.unknown-stage': {
    sort: 'invalid',
    words: {
      zh: '没有“{name}”这个生命周期阶段（位置 {path}）。请另选一个。',
      en: 'There is no lifecycle stage “{name}” (at {path}). Choose another.',
    },
  },
  'rule.unknown-tier': {
    sort: 'invalid',
    words: { zh: '没有“{name}”这个客户等级（位置 {path}）。请另选一个。', en: 'There is no tier “{name}” (at {path}). Choose another.' },
  },
  'rule.nobody-reads': {
    sort: 'invalid',
    words: {
      zh: '“是我”只在有人登录查看时才有意义（位置 {path}）；旅程和 API 密钥没有“我”，请写明是哪位同事。',
      en: '“Is me” needs somebody who is signed in and looks (at {path}); a journey or an API key is nobody, so name the colleague instead.',
    },
  },
  'rule.out-of-place': {
    sort: 'invalid',
    words: {
      zh: '这种条件不能用在这里（位置 {path}）。请去掉它。',
      en: 'This kind of condition cannot stand here (at {path}). Take it out.',
    },
  },
  'rule.too-large': {
    sort: 'large',
    words: {
      zh: '条件太多或嵌套太深（最多 200 条、8 层）。请拆成几个细分，再用“属于细分”组合。',
      en: 'Too many conditions or too deep (at most 200, 8 levels). Split it into segments and combine those.',
    },
  },
})

type Walk = { readonly dictionary: Dictionary; count: number }

/**
 * Reads a rule from outside: its form, and that every field, operator, value, event, segment, stage and tier exists.
 * @throws Problem `rule.*` with the path of the first thing that is wrong
 */
export function checkRule(input: unknown, dictionary: Dictionary, path = 'rule'): Rule {
  return checkNode(input, path, 1, { dictionary, count: 0 })
}

function checkNode(input: unknown, path: string, depth: number, walk: Walk): Rule {
  if (depth > deepest || ++walk.count > most) throw new Problem('rule.too-large', { path })
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    throw new Problem('rule.malformed', { path, reason: notAnObject })
  const schema = nodeSchemaFor(input)
  if (!schema) throw new Problem('rule.malformed', { path, reason: unknownForm(input) })
  const isCompound = 'all' in input || 'any' in input || 'not' in input
  if (isCompound && Object.keys(input).length > 1) throw new Problem('rule.malformed', { path, reason: notAlone(input) })
  if ('all' in input) return { all: checkList(input.all, `${path}.all`, depth, walk) }
  if ('any' in input) return { any: checkList(input.any, `${path}.any`, depth, walk) }
  if ('not' in input) return { not: checkNode(input.not, `${path}.not`, depth + 1, walk) }
  const read = schema.safeParse(input)
  if (!read.success) throw new Problem('rule.malformed', firstIssue(read.error, path, input))
  return checkLeaf(read.data, path, depth, walk)
}

function checkList(list: unknown, path: string, depth: number, walk: Walk): Rule[] {
  if (!Array.isArray(list)) throw new Problem('rule.malformed', { path, reason: notAList })
  return list.map((item, i) => checkNode(item, `${path}.${i}`, depth + 1, walk))
}

function checkLeaf(rule: Rule, path: string, depth: number, walk: Walk): Rule {
  if ('field' in rule) return checkField(rule, path, walk.dictionary)
  if ('did' in rule) return checkDid(rule, path, depth, walk)
  if (!walk.dictionary.customerId) throw new Problem('rule.out-of-place', { path })
  if ('segment' in rule && !isUuid(rule.segment)) throw new Problem('rule.unknown-segment', { path })
  if ('segment' in rule && walk.dictionary.segments && !walk.dictionary.segments.has(rule.segment)) {
    throw new Problem('rule.unknown-segment', { path })
  }
  if ('stage' in rule) checkStages(rule.stage, path, walk.dictionary)
  if ('tier' in rule) checkTiers(rule.tier, path, walk.dictionary)
  return 'sequence' in rule ? checkSequence(rule, path, depth, walk) : rule
}

function checkSequence(rule: SequenceRule, path: string, depth: number, walk: Walk): Rule {
  const { sequence } = rule
  const inside = `${path}.sequence`
  if ('nth' in sequence) {
    if ((sequence.nth === 'kind') !== (sequence.kinds !== undefined)) throw new Problem('rule.malformed', { path: inside, reason: 'kinds' })
    for (const [i, kind] of (sequence.kinds ?? []).entries()) askedKind(kind, `${inside}.kinds.${i}`, walk)
    if (sequence.nth !== 'kind') askedKind(purchaseKind, `${inside}.nth`, walk)
    return rule
  }
  const { steps, stoppedAt = 1 } = sequence
  if (stoppedAt > steps.length) throw new Problem('rule.malformed', { path: `${inside}.stoppedAt`, reason: `> ${steps.length}` })
  return { sequence: { ...sequence, steps: checkSteps(steps, `${inside}.steps`, depth, walk) } }
}

function checkSteps(steps: readonly SequenceStep[], path: string, depth: number, walk: Walk): SequenceStep[] {
  return steps.map((step, i) => {
    const at = `${path}.${i}`
    if (step.bought && step.did !== purchaseKind) throw new Problem('rule.out-of-place', { path: `${at}.bought` })
    const kind = askedKind(step.did, `${at}.did`, walk)
    if (step.where === undefined) return step
    const inner: Walk = { dictionary: payloadDictionary(walk.dictionary, kind), count: walk.count }
    const where = checkNode(step.where, `${at}.where`, depth + 1, inner)
    walk.count = inner.count
    return { ...step, where }
  })
}

/** Steps that stand in no rule, e.g. of a funnel that is looked at. @throws Problem rule.* */
export function checkedSteps(steps: readonly SequenceStep[], dictionary: Dictionary, path = 'steps'): SequenceStep[] {
  return checkSteps(steps, path, 1, { dictionary, count: 0 })
}

function askedKind(name: string, path: string, { dictionary }: Walk): EventKind {
  const kind = dictionary.events.get(name)
  if (!kind || kind.askable === false) throw new Problem('rule.unknown-event', { path, name })
  return kind
}

function checkStages(stages: readonly string[], path: string, dictionary: Dictionary): void {
  if (!dictionary.stage) throw new Problem('rule.out-of-place', { path })
  const unknown = stages.find((key) => dictionary.stages && !dictionary.stages.has(key))
  if (unknown !== undefined) throw new Problem('rule.unknown-stage', { path, name: unknown })
}

function checkTiers(tiers: readonly string[], path: string, dictionary: Dictionary): void {
  if (!dictionary.tier) throw new Problem('rule.out-of-place', { path })
  const unknown = tiers.find((key) => dictionary.tiers && !dictionary.tiers.has(key))
  if (unknown !== undefined) throw new Problem('rule.unknown-tier', { path, name: unknown })
}

function checkField(rule: FieldRule, path: string, dictionary: Dictionary): Rule {
  const entry = dictionary.fields.get(rule.field)
  if (!entry) {
    const perhaps = perhapsMeant(rule.field, dictionary.fields.keys())
    throw new Problem('rule.unknown-field', { path: `${path}.field`, name: rule.field, perhaps })
  }
  const type = typeOf(dictionary, entry.field)
  const fitting = operatorsOf(dictionary, entry.field)
  const operator = fitting.includes(rule.op) ? operators[rule.op] : undefined
  if (!operator)
    throw new Problem('rule.unknown-operator', {
      path: `${path}.op`,
      name: entry.field.label,
      op: rule.op,
      known: fitting.join(', '),
    })
  const read = operator.value(type, entry.field).safeParse(rule.value)
  if (!read.success)
    throw new Problem('rule.wrong-value', { ...firstIssue(read.error, `${path}.value`, rule.value), name: entry.field.label })
  return rule.op === isMe.name ? boundToReader(rule, path, dictionary) : rule
}

/** “Is me” with the reader named. A dictionary that knows of no readers, like the browser's, leaves the rule as it is. */
function boundToReader(rule: FieldRule, path: string, { me }: Dictionary): Rule {
  if (me === undefined) return rule
  if (me === null) throw new Problem('rule.nobody-reads', { path })
  return { field: rule.field, op: is.name, value: me }
}

function checkDid(rule: DidRule, path: string, depth: number, walk: Walk): Rule {
  if (!walk.dictionary.customerId) throw new Problem('rule.out-of-place', { path })
  const kind = askedKind(rule.did, `${path}.did`, walk)
  if (rule.where === undefined) return rule
  const inner: Walk = { dictionary: payloadDictionary(walk.dictionary, kind), count: walk.count }
  const where = checkNode(rule.where, `${path}.where`, depth + 1, inner)
  walk.count = inner.count
  return { ...rule, where }
}

const notAnObject: Words = {
  zh: '应为对象，例如 {"field":"spend","op":"at-least","value":10000}',
  en: 'must be an object like {"field":"spend","op":"at-least","value":10000}',
}
const notAList: Words = { zh: '应为条件的列表', en: 'must be a list of conditions' }
const keysOf = (input: object): string => Object.keys(input).join(', ') || '{}'
const unknownForm = (input: object): Words => ({
  zh: `认不出的写法（${keysOf(input)}），比较字段要有 field 和 op`,
  en: `not a form of condition (${keysOf(input)}); to compare a field give field and op`,
})
const notAlone = (input: object): Words => ({
  zh: `all、any、not 要单独写，这里有 ${keysOf(input)}`,
  en: `all, any and not stand alone, and here are ${keysOf(input)}`,
})

/** What is wrong first with a value at a place, in both languages. */
function firstIssue(error: ZodError, path: string, value: unknown): { path: string; reason: Words | string } {
  const issue = mainIssue(error)
  if (!issue) return { path, reason: '' }
  return { path: [path, ...issue.path].join('.'), reason: sayIssue(issue, value) }
}
