import {
  ApiOutlined,
  ApartmentOutlined,
  BranchesOutlined,
  CheckCircleOutlined,
  ClockCircleOutlined,
  ExperimentOutlined,
  HourglassOutlined,
  MailOutlined,
  QuestionCircleOutlined,
  RetweetOutlined,
  ThunderboltOutlined,
} from '@ant-design/icons'
import type { ComponentType } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { readJourney } from '../actions.ts'
import type { WhichPeople } from '../journey-address.ts'

export type StepCounts = ReplyOf<typeof readJourney>['steps'][number]

/** A number at a step, and where a click on it leads: to people of the journey, or to its messages. */
export type Count = {
  readonly key: string
  readonly label: Words
  /** The way of a fork that it counts, which has a name of its own. */
  readonly way?: string
  readonly n: number
  readonly tone?: 'attention' | 'danger'
  readonly people?: WhichPeople
  readonly messages?: 'queued' | 'sent' | 'skipped' | 'failed' | 'unknown'
}

type Face = { readonly icon: ComponentType; readonly countsOf: (step: StepCounts) => readonly Count[] }

const at = (record: Readonly<Record<string, number>>, name: string) => record[name] ?? 0

const sendCounts: Face['countsOf'] = ({ messages, ...step }) => [
  {
    key: 'queued-all',
    label: { zh: '到这一步', en: 'reached this' },
    n: at(step.log, 'queued'),
    people: { step: step.id, what: 'queued' },
  },
  { key: 'sent', label: { zh: '已发送', en: 'sent' }, n: at(messages, 'sent'), messages: 'sent' },
  ...rare('queued', { zh: '排队', en: 'queued' }, at(messages, 'queued') + at(messages, 'sending')),
  ...rare('skipped', { zh: '未发送', en: 'kept back' }, at(messages, 'skipped'), 'attention'),
  ...rare('failed', { zh: '失败', en: 'failed' }, at(messages, 'failed'), 'danger'),
  ...rare('unknown', { zh: '结果不明', en: 'in doubt' }, at(messages, 'unknown'), 'attention'),
]

/** How many took each way, in the order of their names; those who came after a test was decided last. */
const wayCounts: Face['countsOf'] = (step) =>
  Object.entries(step.log)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([what, n]) => {
      const way = /^(?:way|won):(.+)$/.exec(what)?.[1]
      return way === undefined ? [] : [{ key: what, way, label: { zh: way, en: way }, n, people: { step: step.id, what } }]
    })

const failures: Face['countsOf'] = (step) => {
  const n = at(step.log, 'refused')
  return n > 0
    ? [{ key: 'refused', label: { zh: '做不到', en: 'could not' }, n, tone: 'attention', people: { step: step.id, what: 'refused' } }]
    : []
}

const faces: Readonly<Record<string, Face>> = {
  wait: {
    icon: ClockCircleOutlined,
    countsOf: (step) => [
      { key: 'here', label: { zh: '正在等', en: 'waiting' }, n: step.here, people: { step: step.id, state: 'waiting' } },
      { key: 'woke', label: { zh: '等到了', en: 'went on' }, n: at(step.log, 'woke'), people: { step: step.id, what: 'woke' } },
    ],
  },
  branch: {
    icon: BranchesOutlined,
    countsOf: (step) => [
      { key: 'yes', label: { zh: '走“是”', en: 'took yes' }, n: at(step.log, 'yes'), people: { step: step.id, what: 'yes' } },
      { key: 'no', label: { zh: '走“否”', en: 'took no' }, n: at(step.log, 'no'), people: { step: step.id, what: 'no' } },
    ],
  },
  send: { icon: MailOutlined, countsOf: sendCounts },
  webhook: { icon: ApiOutlined, countsOf: sendCounts },
  'await-fact': {
    icon: HourglassOutlined,
    countsOf: (step) => [
      { key: 'here', label: { zh: '正在等', en: 'waiting' }, n: step.here, people: { step: step.id, state: 'waiting' } },
      {
        key: 'happened',
        label: { zh: '发生了', en: 'it happened' },
        n: at(step.log, 'happened'),
        people: { step: step.id, what: 'happened' },
      },
      { key: 'late', label: { zh: '没有等到', en: 'it did not' }, n: at(step.log, 'late'), people: { step: step.id, what: 'late' } },
    ],
  },
  choose: { icon: ApartmentOutlined, countsOf: wayCounts },
  split: { icon: RetweetOutlined, countsOf: wayCounts },
  'ab-test': { icon: ExperimentOutlined, countsOf: wayCounts },
  act: {
    icon: ThunderboltOutlined,
    countsOf: (step) => [
      { key: 'did', label: { zh: '做了', en: 'done' }, n: at(step.log, 'did'), people: { step: step.id, what: 'did' } },
      ...failures(step),
    ],
  },
  end: {
    icon: CheckCircleOutlined,
    countsOf: (step) => [
      { key: 'finished', label: { zh: '走完', en: 'arrived' }, n: at(step.log, 'finished'), people: { step: step.id, what: 'finished' } },
    ],
  },
}

/** Shown only where there are any. */
function rare(state: NonNullable<Count['messages']>, label: Words, n: number, tone?: Count['tone']): Count[] {
  return n > 0 ? [{ key: state, label, n, messages: state, ...(tone ? { tone } : {}) }] : []
}

const unknownFace: Face = { icon: QuestionCircleOutlined, countsOf: () => [] }

/** How a kind of step looks, and which numbers stand at it. */
export const faceOf = (kind: string): Face => faces[kind] ?? unknownFace

/** Lines that are written without anybody coming to the step, or besides. */
const asides: ReadonlySet<string> = new Set(['entered', 'held-out', 'held-back', 'ended', 'moved', 'skipped', 'refused', 'woke', 'late'])

/** How many came to a step. Whoever waited there has more than one line. */
function reached({ kind, here, log }: StepCounts): number {
  if (kind === 'wait' || kind === 'await-fact') return Math.max(at(log, 'waiting'), here)
  return Object.entries(log).reduce((sum, [what, n]) => sum + (asides.has(what) ? 0 : n), 0)
}

/** How many of those who take part came to each step, 0 to 1. A circle is walked more than once. */
export function sharesOf(steps: readonly StepCounts[], people: number): ReadonlyMap<string, number> {
  if (people <= 0) return new Map()
  return new Map(steps.map((step) => [step.id, Math.min(1, reached(step) / people)]))
}
