import { addDays, type LocalDate, startOfDay } from '../../core/kit/local-time.ts'
import type { Begin, Place, Rule, SequenceStep, StepsSequence } from '../../core/rule/rule.ts'
import { purchaseKind } from '../../core/rule/sequence-sql.ts'
import { type DayWindow, ripeAfter } from './retention-windows.ts'

// The very customers that a figure counts, as a rule: for the list, for a segment, for a journey. Every rule holds from now
// on as well: whoever goes the same way tomorrow is in it tomorrow.

type Instants = { readonly from: string; readonly to: string }
type Span = { readonly from?: LocalDate | undefined; readonly to?: LocalDate | undefined }

const withRule = (rules: readonly Rule[], among: Rule | undefined): Rule => ({ all: [...rules, ...(among ? [among] : [])] })

/** Did this for the first time in the period: of plain purchases by the field that every list shows. */
function beganIn(start: SequenceStep, period: Instants): Rule[] {
  if (start.did === purchaseKind && !start.where && !start.bought)
    return [
      { field: 'firstPurchaseAt', op: 'on-or-after', value: period.from },
      { field: 'firstPurchaseAt', op: 'before', value: period.to },
    ]
  return [{ sequence: { steps: [start], begin: { first: 'ever', from: period.from, to: period.to } } }]
}

/** A cell of the heat map; without `active` the whole cohort. `to` of an unfinished period is left as it is. */
export function cohortRule(
  start: SequenceStep,
  back: SequenceStep,
  cohort: Instants,
  active: Instants | null,
  asOf: string,
  among?: Rule,
): Rule {
  const until = (to: string) => (to > asOf ? asOf : to)
  const did: Rule[] = active ? [{ sequence: { steps: [back], begin: { from: active.from, to: until(active.to) } } }] : []
  return withRule([...beganIn(start, { ...cohort, to: until(cohort.to) }), ...did], among)
}

/** Of a point of the retention curve: those who came back, or those who had the time and did not. */
export function retentionRule(
  ask: { start: SequenceStep; back: SequenceStep } & Span,
  window: DayWindow,
  came: boolean,
  today: LocalDate,
  timeZone: string,
  among?: Rule,
): Rule {
  const begin = ripeBegin(ask, ripeAfter(window), today, timeZone)
  const days = { from: window.from, ...(window.to === null ? {} : { to: window.to }) }
  return withRule([twoSteps(ask.start, { ...ask.back, days }, { first: 'ever', ...begin }, came)], among)
}

function twoSteps(first: SequenceStep, second: SequenceStep, begin: Begin, came: boolean): Rule {
  return { sequence: { steps: [first, second], begin, ...(came ? {} : { stoppedAt: 1 }) } }
}

/** Began in the span, and so many days ago at least. */
function ripeBegin(span: Span, ago: number, today: LocalDate, timeZone: string): Instants | Omit<Instants, 'from'> {
  const last = addDays(today, 1 - ago)
  const end = span.to && addDays(span.to, 1) < last ? addDays(span.to, 1) : last
  return { ...(span.from ? { from: startOfDay(span.from, timeZone).toISOString() } : {}), to: startOfDay(end, timeZone).toISOString() }
}

/** Everybody who reached a step, or those who stopped there. */
export function funnelRule(
  ask: { readonly steps: readonly SequenceStep[]; readonly within: StepsSequence['within'] } & Span,
  step: number,
  stopped: boolean,
  timeZone: string,
  among?: Rule,
): Rule {
  const begin = {
    ...(ask.from ? { from: startOfDay(ask.from, timeZone).toISOString() } : {}),
    ...(ask.to ? { to: startOfDay(addDays(ask.to, 1), timeZone).toISOString() } : {}),
  }
  const steps = stopped ? ask.steps : ask.steps.slice(0, step)
  return withRule([{ sequence: { steps, within: ask.within, begin, ...(stopped ? { stoppedAt: step } : {}) } }], among)
}

type PathNode = { readonly place: number; readonly sort: 'named' | 'others' | 'unknown' | 'end'; readonly label: string | null }
type PathAsk = { readonly by: 'product' | 'category' | 'channel' | 'kind'; readonly kinds?: readonly string[] | undefined } & Span

/** Those who stand at a node, or went from one to the next. `named` are the labels that have a node of their own. */
export function pathRule(ask: PathAsk, nodes: readonly PathNode[], named: readonly string[], timeZone: string, among?: Rule): Rule {
  const last = Math.max(...nodes.map((node) => node.place))
  const places = Array.from({ length: last }, (_, i) =>
    placeOf(
      nodes.find((node) => node.place === i + 1),
      named,
    ),
  )
  const begin = {
    ...(ask.from ? { from: startOfDay(ask.from, timeZone).toISOString() } : {}),
    ...(ask.to ? { to: startOfDay(addDays(ask.to, 1), timeZone).toISOString() } : {}),
  }
  return withRule([{ sequence: { nth: ask.by, ...(ask.kinds ? { kinds: ask.kinds } : {}), begin, places } }], among)
}

function placeOf(node: PathNode | undefined, named: readonly string[]): Place {
  if (!node) return { any: true }
  if (node.sort === 'end') return { end: true }
  return node.sort === 'others' ? { noneOf: named } : { is: node.sort === 'unknown' ? null : node.label }
}

/** Of a line of the repurchase table: all buyers (`days` null), those who came back in time, or those who did not. */
export function repurchaseRule(
  ask: { readonly by: 'product' | 'category' | 'channel'; readonly same: boolean } & Span,
  label: string | null,
  days: number | null,
  came: boolean,
  today: LocalDate,
  timeZone: string,
  among?: Rule,
): Rule {
  const first: SequenceStep = { did: purchaseKind, bought: { by: ask.by, is: label } }
  if (days === null)
    return withRule([{ sequence: { steps: [first], begin: { first: 'ever', ...ripeBegin(ask, 0, today, timeZone) } } }], among)
  const begin: Begin = { first: 'ever', ...ripeBegin(ask, days + 1, today, timeZone) }
  const next: SequenceStep = { ...(ask.same ? first : { did: purchaseKind }), days: { from: 1, to: days } }
  return withRule([twoSteps(first, next, begin, came)], among)
}
