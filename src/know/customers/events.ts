import { defineEvent } from '../../core/event/event.ts'
import type { Words } from '../../core/kit/words.ts'

export const customerCreated = defineEvent({
  name: 'customer.created',
  label: { zh: '建立客户档案', en: 'Customer created' },
  sentence: { zh: '建立了客户档案', en: 'The customer was created' },
  payload: { source: { type: 'text', label: { zh: '来源', en: 'Origin' } } },
  tone: 'teal',
})

export const customerUpdated = defineEvent({
  name: 'customer.updated',
  label: { zh: '更新客户资料', en: 'Customer updated' },
  sentence: { zh: '更新了 {fields}', en: 'Changed: {fields}' },
  payload: { fields: { type: 'text', to: 'field', label: { zh: '更新的字段', en: 'Fields changed' } } },
})

/** How a customer came to another owner. */
export const ownerWays = ['assigned', 'claimed', 'returned', 'handed-over', 'undone', 'imported'] as const
export type OwnerWay = (typeof ownerWays)[number]

const wayWords: Readonly<Record<OwnerWay, Words>> = {
  assigned: { zh: '指派负责人', en: 'Owner assigned' },
  claimed: { zh: '从公海领取', en: 'Claimed from the public pool' },
  returned: { zh: '退回公海', en: 'Returned to the public pool' },
  'handed-over': { zh: '离职交接', en: 'Handed over by somebody who left' },
  undone: { zh: '撤销离职交接', en: 'A hand-over was undone' },
  imported: { zh: '导入负责人', en: 'Owner brought by a file' },
}

export const ownerChanged = defineEvent({
  name: 'customer.owner-changed',
  label: { zh: '负责人变更', en: 'Owner changed' },
  sentence: {
    zh: '{how}[：原为{fromName}][，现由{toName}负责][（{reason}）]',
    en: '{how}[: was {fromName}’s][, now {toName}’s][ ({reason})]',
  },
  payload: {
    from: { type: 'person', label: { zh: '原负责人', en: 'From' } },
    to: { type: 'person', label: { zh: '新负责人', en: 'To' } },
    fromName: { type: 'text', label: { zh: '原负责人的姓名', en: 'Name of the former owner' } },
    toName: { type: 'text', label: { zh: '新负责人的姓名', en: 'Name of the new owner' } },
    reason: { type: 'text', label: { zh: '原因', en: 'Reason' } },
    how: { type: 'choice', label: { zh: '方式', en: 'How' }, options: ownerWays.map((value) => ({ value, label: wayWords[value] })) },
  },
  tone: 'blue',
})

export const consentChanged = defineEvent({
  name: 'consent.changed',
  label: { zh: '邮件许可变更', en: 'E-mail consent changed' },
  sentence: { zh: '邮件许可由{from}变为{to}（{how}）', en: 'E-mail consent went from {from} to {to} ({how})' },
  payload: {
    from: { type: 'text', label: { zh: '原来', en: 'Before' } },
    to: { type: 'text', label: { zh: '现在', en: 'Now' } },
    how: { type: 'text', label: { zh: '方式', en: 'How' } },
  },
  tone: 'attention',
})
