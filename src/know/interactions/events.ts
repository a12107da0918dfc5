import { defineEvent } from '../../core/event/event.ts'
import { directions, interactionKinds, outcomes } from './interaction-kinds.ts'

const kind = {
  type: 'choice',
  label: { zh: '方式', en: 'Kind' },
  options: interactionKinds.map(({ value, label }) => ({ value, label })),
} as const
const id = { type: 'reference', to: 'interaction', label: { zh: '互动编号', en: 'Interaction' } } as const
const summary = { type: 'text', label: { zh: '内容', en: 'What was said' } } as const
const by = { type: 'text', to: 'actor', label: { zh: '记录人', en: 'By' } } as const
const byId = { type: 'text', label: { zh: '记录人编号', en: 'By (id)' } } as const

/** Always says what is true now: a change rewrites it, a removal takes it out, so that what rules count is right. */
export const interactionRecorded = defineEvent({
  name: 'interaction.recorded',
  label: { zh: '互动', en: 'Interaction' },
  sentence: { zh: '{kind}[（{direction}）][，{outcome}][：{summary}]', en: '{kind}[ ({direction})][, {outcome}][: {summary}]' },
  payload: {
    interaction: id,
    kind,
    direction: { type: 'choice', label: { zh: '发起方', en: 'Direction' }, options: directions },
    outcome: { type: 'choice', label: { zh: '结果', en: 'Outcome' }, options: outcomes },
    summary,
    nextStep: { type: 'text', label: { zh: '下一步', en: 'Next step' } },
    person: { type: 'text', label: { zh: '对方', en: 'Spoke with' } },
    minutes: { type: 'number', label: { zh: '时长（分钟）', en: 'Duration (minutes)' } },
    place: { type: 'text', label: { zh: '地点', en: 'Place' } },
    attachments: { type: 'number', label: { zh: '附件数', en: 'Attachments' } },
    by,
    byId,
  },
  tone: 'teal',
})

export const interactionChanged = defineEvent({
  name: 'interaction.changed',
  label: { zh: '更正互动记录', en: 'Interaction changed' },
  sentence: { zh: '{by}更正了一条{kind}记录[：{summary}]', en: '{by} changed an interaction ({kind})[: {summary}]' },
  payload: { interaction: id, kind, summary, by, byId },
  tone: 'attention',
  askable: false,
})

export const interactionRemoved = defineEvent({
  name: 'interaction.removed',
  label: { zh: '删除互动记录', en: 'Interaction removed' },
  sentence: {
    zh: '{by}删除了 {occurredAt} 的{kind}记录[：{summary}]',
    en: '{by} removed an interaction ({kind}) of {occurredAt}[: {summary}]',
  },
  payload: { interaction: id, kind, summary, occurredAt: { type: 'time', label: { zh: '发生时间', en: 'When it happened' } }, by, byId },
  tone: 'attention',
  askable: false,
})

export const interactionRestored = defineEvent({
  name: 'interaction.restored',
  label: { zh: '恢复互动记录', en: 'Interaction restored' },
  sentence: {
    zh: '{by}恢复了 {occurredAt} 的{kind}记录[：{summary}]',
    en: '{by} restored an interaction ({kind}) of {occurredAt}[: {summary}]',
  },
  payload: { interaction: id, kind, summary, occurredAt: { type: 'time', label: { zh: '发生时间', en: 'When it happened' } }, by, byId },
  askable: false,
})
