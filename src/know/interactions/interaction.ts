import { mayRun, type Role } from '../../core/action/action.ts'
import { defineEntity } from '../../core/entity/entity.ts'
import { directions, interactionKinds, outcomes } from './interaction-kinds.ts'

/** What a colleague did with a customer or heard from them: a call, a visit, a note from WeChat. */
export const interaction = defineEntity({
  name: 'interaction',
  label: { zh: '互动', en: 'Interaction' },
  plural: { zh: '互动记录', en: 'Interactions' },
  path: 'interactions',
  table: 'interactions',
  title: 'summary',
  searchColumn: 'search',
  holdsContacts: true,
  sort: { field: 'occurredAt', direction: 'desc' },
  fields: {
    summary: { type: 'longtext', label: { zh: '内容', en: 'What was said' }, listed: true },
    customerId: { type: 'reference', to: 'customer', label: { zh: '客户', en: 'Customer' }, required: true, listed: true },
    kind: {
      type: 'choice',
      label: { zh: '方式', en: 'Kind' },
      required: true,
      listed: true,
      options: interactionKinds.map(({ value, label }) => ({ value, label })),
    },
    direction: { type: 'choice', label: { zh: '发起方', en: 'Direction' }, options: directions },
    occurredAt: { type: 'time', label: { zh: '时间', en: 'When' }, required: true, sortable: true, listed: true },
    outcome: { type: 'choice', label: { zh: '结果', en: 'Outcome' }, listed: true, options: outcomes },
    nextStep: { type: 'text', label: { zh: '下一步', en: 'Next step' }, listed: true },
    nextStepDue: { type: 'time', label: { zh: '下一步的期限', en: 'Next step due' } },
    person: {
      type: 'text',
      label: { zh: '对方', en: 'Spoke with' },
      help: { zh: '企业客户填联系人', en: 'Of a company: which person there' },
    },
    minutes: { type: 'number', label: { zh: '时长', en: 'Duration' }, unit: { zh: '分钟', en: 'minutes' } },
    place: { type: 'text', label: { zh: '地点', en: 'Place' } },
    byName: { type: 'text', to: 'actor', label: { zh: '记录人', en: 'Written by' }, listed: true },
    byId: { type: 'text', label: { zh: '记录人编号', en: 'Written by (id)' }, required: true },
    attachmentCount: { type: 'number', label: { zh: '附件数', en: 'Attachments' }, required: true },
    source: { type: 'text', label: { zh: '来源', en: 'Source' }, required: true },
    importId: { type: 'reference', to: 'import', label: { zh: '导入批次', en: 'Import' } },
    recordedAt: { type: 'time', label: { zh: '记录时间', en: 'Recorded' }, required: true },
    updatedAt: { type: 'time', label: { zh: '更新时间', en: 'Updated' }, required: true },
  },
})

/** For so many days whoever wrote it may change or remove it; managers always may. */
export const ownDays = 7

type Owned = { readonly byId: string; readonly recordedAt: Date }
type Someone = { readonly id: string; readonly role: Role }

export function mayChangeInteraction(who: Someone, { byId, recordedAt }: Owned, now: Date): boolean {
  if (mayRun(who.role, 'manager')) return true
  return who.id === byId && now.getTime() - recordedAt.getTime() <= ownDays * 86_400_000
}
