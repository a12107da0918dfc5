import { defineEvent } from '../../core/event/event.ts'

const fields = { type: 'text', to: 'field', label: { zh: '字段', en: 'Fields' } } as const

export const fieldsConfirmed = defineEvent({
  name: 'fields.confirmed',
  label: { zh: '资料已确认', en: 'Details confirmed' },
  sentence: { zh: '确认无误：{fields}', en: 'Confirmed as right: {fields}' },
  payload: { fields, by: { type: 'text', to: 'actor', label: { zh: '确认人', en: 'By' } } },
  tone: 'good',
})

export const fieldsDoubted = defineEvent({
  name: 'fields.doubted',
  label: { zh: '资料存疑', en: 'Details doubted' },
  sentence: { zh: '标为存疑：{fields}', en: 'Marked as doubtful: {fields}' },
  payload: { fields, by: { type: 'text', to: 'actor', label: { zh: '标记人', en: 'By' } } },
  tone: 'attention',
})

export const selfCheckAnswered = defineEvent({
  name: 'self-check.answered',
  label: { zh: '客户自查资料', en: 'Details checked by the customer' },
  sentence: {
    zh: '客户自查了资料：{right} 项无误，{changed} 项更正，{wrong} 项不再正确',
    en: 'The customer looked through the details: {right} right, {changed} corrected, {wrong} no longer right',
  },
  payload: {
    right: { type: 'number', label: { zh: '无误的项数', en: 'Right' } },
    changed: { type: 'number', label: { zh: '更正的项数', en: 'Corrected' } },
    wrong: { type: 'number', label: { zh: '不再正确的项数', en: 'No longer right' } },
  },
  tone: 'good',
})
