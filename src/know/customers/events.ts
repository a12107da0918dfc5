import { defineEvent } from '../../core/event/event.ts'

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
