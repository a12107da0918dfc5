import { defineExtension } from '../../core/entity/entity.ts'
import type { Option } from '../../core/entity/field.ts'
import type { Words } from '../../core/kit/words.ts'

export const churnStates = ['active', 'late', 'gone'] as const
export type ChurnState = (typeof churnStates)[number]

export const churnStateOptions: readonly (Option & { readonly value: ChurnState })[] = [
  { value: 'active', label: { zh: '还在', en: 'Staying' }, tone: 'good' },
  { value: 'late', label: { zh: '晚了', en: 'Late' }, tone: 'attention' },
  { value: 'gone', label: { zh: '已流失', en: 'Gone' }, tone: 'danger' },
]

/** How each customer stands by the definition of leaving that holds. Why they left is a live field: the reasons are rows. */
export const customerChurn = defineExtension({
  of: 'customer',
  table: 'churn_states',
  key: 'customer_id',
  fields: {
    churnState: {
      type: 'choice',
      column: 'state',
      label: { zh: '流失状态', en: 'Staying or leaving' },
      help: {
        zh: '按流失页上的定义：还在、晚了（比自己多数间隔都长）、已流失；没买过的客户没有这一项',
        en: 'By the definition under Leaving: staying, late (longer than most of their gaps), gone; not known of those who never bought',
      },
      options: churnStateOptions,
      computed: true,
    },
    churnSince: {
      type: 'time',
      column: 'since',
      label: { zh: '流失状态起于', en: 'Staying or leaving since' },
      help: { zh: '从哪天起是现在的流失状态', en: 'Since when they stand as they do' },
      computed: true,
    },
  },
})

/** How an entry of the list ends. */
export const churnOutcomes = ['back', 'lost', 'mistaken'] as const
export type ChurnOutcome = (typeof churnOutcomes)[number]

export const entryStates = ['open', 'snoozed', ...churnOutcomes, 'withdrawn'] as const
export type EntryState = (typeof entryStates)[number]

export const outcomeWords: Readonly<Record<Exclude<EntryState, 'open'>, Words>> = {
  snoozed: { zh: '稍后再看', en: 'Snoozed' },
  back: { zh: '回来了', en: 'Came back' },
  lost: { zh: '没救回', en: 'Lost' },
  mistaken: { zh: '误报', en: 'False alarm' },
  withdrawn: { zh: '撤下', en: 'Withdrawn' },
}

/** From which state an entry may go where; what is not listed is refused. Purchases and the program close open ones too. */
export const movesOf: Readonly<Record<EntryState, readonly EntryState[]>> = {
  open: ['open', 'snoozed', 'back', 'lost', 'mistaken', 'withdrawn'],
  snoozed: ['open', 'snoozed', 'back', 'lost', 'mistaken', 'withdrawn'],
  back: ['open'],
  lost: ['open', 'back'],
  mistaken: ['open'],
  withdrawn: [],
}
