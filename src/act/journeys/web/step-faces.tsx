import { BranchesOutlined, CheckCircleOutlined, ClockCircleOutlined, MailOutlined, QuestionCircleOutlined } from '@ant-design/icons'
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
  readonly n: number
  readonly tone?: 'attention' | 'danger'
  readonly people?: WhichPeople
  readonly messages?: 'queued' | 'sent' | 'skipped' | 'failed' | 'unknown'
}

type Face = { readonly icon: ComponentType; readonly countsOf: (step: StepCounts) => readonly Count[] }

const at = (record: Readonly<Record<string, number>>, name: string) => record[name] ?? 0

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
  send: {
    icon: MailOutlined,
    countsOf: ({ messages, ...step }) => [
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
