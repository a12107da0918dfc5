import { addDays, localDate, startOfDay } from '../core/kit/local-time.ts'
import { Problem } from '../core/kit/problem.ts'
import type { Words } from '../core/kit/words.ts'
import { checkRule } from '../core/rule/check-rule.ts'
import { type Dictionary, operatorsOf, typeOf } from '../core/rule/dictionary.ts'
import type { Operand } from '../core/rule/operator.ts'
import { operators } from '../core/rule/operators.ts'
import { type DidRule, everybody, type FieldRule, type Rule, type Window } from '../core/rule/rule.ts'
import { mainIssue, sayIssue } from '../core/kit/say-issue.ts'

/** Any node but `not`. */
export type Positive = Exclude<Rule, { readonly not: Rule }>

/** A rule without the nots around it; two of them cancel out. */
export function withoutNot(rule: Rule): { readonly rule: Positive; readonly negated: boolean } {
  if (!('not' in rule)) return { rule, negated: false }
  const inner = withoutNot(rule.not)
  return { rule: inner.rule, negated: !inner.negated }
}

export function negate(rule: Positive, negated: boolean): Rule {
  return negated ? { not: rule } : rule
}

/** How a group holds its conditions together. */
export const groupModes = ['all', 'any', 'none', 'not-all'] as const
export type GroupMode = (typeof groupModes)[number]

export type Group = { readonly mode: GroupMode; readonly rules: readonly Rule[] }

/** The rule as a group, or null when it is a single condition. */
export function groupOf(rule: Rule): Group | null {
  const { rule: inner, negated } = withoutNot(rule)
  if ('all' in inner) return { mode: negated ? 'not-all' : 'all', rules: inner.all }
  if ('any' in inner) return { mode: negated ? 'none' : 'any', rules: inner.any }
  // "Not exactly twice" has no line of its own: none of one condition says it.
  return 'did' in inner && negated && didNot(rule) === null ? { mode: 'none', rules: [inner] } : null
}

export function makeGroup({ mode, rules }: Group): Rule {
  const inner: Positive = mode === 'all' || mode === 'not-all' ? { all: rules } : { any: rules }
  return negate(inner, mode === 'none' || mode === 'not-all')
}

/** The builder's outermost part is always a group. */
export function asGroup(rule: Rule): Group {
  return groupOf(rule) ?? { mode: 'all', rules: [rule] }
}

/** A condition on the first field, waiting for its value. */
export function newFieldRule(dictionary: Dictionary): FieldRule | null {
  const first = [...dictionary.fields.keys()][0]
  return first === undefined ? null : withField({ field: first, op: '' }, first, dictionary)
}

/** What a rule begins with that is to be written: one condition to fill in. */
export function firstRule(dictionary: Dictionary): Rule {
  const first = newFieldRule(dictionary)
  return first ? { all: [first] } : everybody
}

/** The condition asked of another field. Operator and value stay where they still mean something. */
export function withField(rule: FieldRule, name: string, dictionary: Dictionary): FieldRule {
  const entry = dictionary.fields.get(name)
  if (!entry) return rule
  const fitting = operatorsOf(dictionary, entry.field)
  const op = fitting.includes(rule.op) ? rule.op : (fitting[0] ?? '')
  const next = { field: name, op, value: rule.value }
  return op === rule.op && leafTrouble(next, dictionary) === null ? next : { field: name, op }
}

/** The condition asked by another operator, its value carried over where the form allows it. */
export function withOperator(rule: FieldRule, op: string): FieldRule {
  const from = operators[rule.op]?.operand
  const to = operators[op]?.operand
  const value = from && to ? carriedOver(rule.value, from, to) : undefined
  return value === undefined ? { field: rule.field, op } : { field: rule.field, op, value }
}

function carriedOver(value: unknown, from: Operand, to: Operand): unknown {
  if (from === to) return value
  const within = from === 'values-within' || to === 'values-within'
  if (value === undefined || within || from === 'nothing' || to === 'nothing' || from === 'duration' || to === 'duration') return undefined
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (to === 'value') return list[0]
  return to === 'range' ? [list[0], list[1]] : list.filter((one) => one !== undefined && one !== null)
}

/** The first thing that can be asked for, at least once, ever. */
export function newDidRule(dictionary: Dictionary): DidRule | null {
  const first = askableEvents(dictionary)[0]
  return first ? { did: first } : null
}

export function askableEvents(dictionary: Dictionary): readonly string[] {
  return [...dictionary.events.values()].filter((kind) => kind.askable !== false).map((kind) => kind.name)
}

/** Has it, or has it not? "At most 0 times" and a bare "not" say the same. */
export function didNot(rule: Rule): { readonly rule: DidRule; readonly never: boolean } | null {
  const { rule: inner, negated } = withoutNot(rule)
  if (!('did' in inner)) return null
  const none = inner.times !== undefined && inner.times.op !== 'at-least' && inner.times.count === 0
  if (none && !negated) return { rule: withoutTimes(inner), never: true }
  if (!negated) return { rule: inner, never: false }
  if (inner.times === undefined) return { rule: inner, never: true }
  const opposite = oppositeTimes(inner.times)
  return opposite ? { rule: { ...inner, times: opposite }, never: false } : null
}

/** Not at least 3 is at most 2, not at most 2 is at least 3; the rest have no such opposite. */
function oppositeTimes({ op, count }: NonNullable<DidRule['times']>): DidRule['times'] | null {
  if (op === 'at-least') return count > 1 ? { op: 'at-most', count: count - 1 } : null
  if (op === 'at-most' || count === 0) return { op: 'at-least', count: count + 1 }
  return null
}

function withoutTimes(rule: DidRule): DidRule {
  const { times: _, ...rest } = rule
  return rest
}

export function makeDid(rule: DidRule, never: boolean): Rule {
  return never ? { not: withoutTimes(rule) } : rule
}

export const unfinished: Words = { zh: '请填写', en: 'is required' }

/** What is wrong with one condition, in words, or null. Groups are asked for each of theirs. */
export function leafTrouble(rule: Rule, dictionary: Dictionary): Words | null {
  const { rule: leaf } = withoutNot(rule)
  if ('all' in leaf || 'any' in leaf) return null
  if ('field' in leaf) return fieldTrouble(leaf, dictionary)
  if ('segment' in leaf) return dictionary.segments?.has(leaf.segment) ? null : { zh: '请选择一个细分', en: 'Choose a segment' }
  if ('stage' in leaf) return stageTrouble(leaf.stage, dictionary)
  if ('tier' in leaf) return tierTrouble(leaf.tier, dictionary)
  if ('did' in leaf)
    return dictionary.events.has(leaf.did)
      ? null
      : { zh: '这种行为已不存在，请另选', en: 'This kind of fact no longer exists; choose another' }
  if ('sequence' in leaf)
    return isReady(leaf, dictionary) ? null : { zh: '其中有的行为已不存在', en: 'One of these facts no longer exists' }
  return leaf.bucket.from < leaf.bucket.to && leaf.bucket.salt !== ''
    ? null
    : { zh: '比例须大于 0，并有名称', en: 'The share must be above 0 and have a name' }
}

function stageTrouble(stages: readonly string[], dictionary: Dictionary): Words | null {
  if (stages.length === 0) return { zh: '请选择阶段', en: 'Choose a stage' }
  return stages.every((key) => dictionary.stages?.has(key))
    ? null
    : { zh: '有的阶段已不存在，请重新选择', en: 'One of the stages no longer exists; choose again' }
}

function tierTrouble(tiers: readonly string[], dictionary: Dictionary): Words | null {
  if (tiers.length === 0) return { zh: '请选择客户等级', en: 'Choose a tier' }
  return tiers.every((key) => dictionary.tiers?.has(key))
    ? null
    : { zh: '有的客户等级已不存在，请重新选择', en: 'One of the tiers no longer exists; choose again' }
}

function fieldTrouble(rule: FieldRule, dictionary: Dictionary): Words | null {
  const entry = dictionary.fields.get(rule.field)
  if (!entry) return { zh: '这个字段已不存在，请另选', en: 'This field no longer exists; choose another' }
  const operator = operatorsOf(dictionary, entry.field).includes(rule.op) ? operators[rule.op] : undefined
  if (!operator) return { zh: '请选择比较方式', en: 'Choose how to compare' }
  const read = operator.value(typeOf(dictionary, entry.field), entry.field).safeParse(rule.value)
  if (read.success) return null
  if (rule.value === undefined) return unfinished
  const issue = mainIssue(read.error)
  return issue ? sayIssue(issue, rule.value) : unfinished
}

/** Can it be asked as it stands? */
export function isReady(rule: Rule, dictionary: Dictionary): boolean {
  try {
    checkRule(rule, dictionary)
    return true
  } catch (error) {
    if (error instanceof Problem) return false
    throw error
  }
}

/** Two calendar days of the shop, both counting, as instants: the end is the first moment that no longer counts. */
export function windowOfDays(from: string | null, to: string | null, timeZone: string): Window {
  return {
    ...(from ? { from: startOfDay(from, timeZone).toISOString() } : {}),
    ...(to ? { to: startOfDay(addDays(to, 1), timeZone).toISOString() } : {}),
  }
}

export function daysOfWindow(window: Window, timeZone: string): { readonly from: string | null; readonly to: string | null } {
  if ('last' in window) return { from: null, to: null }
  return {
    from: window.from ? localDate(new Date(window.from), timeZone) : null,
    to: window.to ? localDate(new Date(Date.parse(window.to) - 1), timeZone) : null,
  }
}
