import { defineEvent } from '../../core/event/event.ts'
import { consentOptions, kindOptions, verificationOptions } from './contact-point.ts'

const kind = { type: 'choice', label: { zh: '方式', en: 'Kind' }, options: kindOptions } as const
const value = { type: 'text', label: { zh: '内容', en: 'Value' } } as const

export const pointAdded = defineEvent({
  name: 'contact-point.added',
  label: { zh: '添加联系方式', en: 'Contact point added' },
  sentence: { zh: '添加了{kind} {value}', en: 'Another {kind} was added: {value}' },
  payload: { kind, value, label: { type: 'text', label: { zh: '标签', en: 'Label' } } },
})

export const pointChanged = defineEvent({
  name: 'contact-point.changed',
  label: { zh: '修改联系方式', en: 'Contact point changed' },
  sentence: { zh: '{kind}由 {from} 改为 {to}', en: 'The {kind} {from} became {to}' },
  payload: { kind, from: value, to: value },
})

export const pointRemoved = defineEvent({
  name: 'contact-point.removed',
  label: { zh: '删除联系方式', en: 'Contact point removed' },
  sentence: { zh: '删除了{kind} {value}', en: 'The {kind} {value} was removed' },
  payload: { kind, value },
})

export const pointMadePrimary = defineEvent({
  name: 'contact-point.made-primary',
  label: { zh: '更换主要联系方式', en: 'Primary contact point changed' },
  sentence: { zh: '{value} 成为主要{kind}', en: '{value} became the primary {kind}' },
  payload: { kind, value, before: { type: 'text', label: { zh: '原来', en: 'Before' } } },
})

export const pointVerified = defineEvent({
  name: 'contact-point.verified',
  label: { zh: '验证联系方式', en: 'Contact point verified' },
  sentence: { zh: '{kind} {value} 已验证（{how}）', en: 'The {kind} {value} was verified ({how})' },
  payload: { kind, value, how: { type: 'choice', label: { zh: '如何验证', en: 'How' }, options: verificationOptions } },
  tone: 'good',
})

export const pointUnverified = defineEvent({
  name: 'contact-point.unverified',
  label: { zh: '取消验证', en: 'Verification taken back' },
  sentence: { zh: '{kind} {value} 不再算作已验证', en: 'The {kind} {value} no longer counts as verified' },
  payload: { kind, value },
})

const consent = { type: 'choice', label: { zh: '许可', en: 'Consent' }, options: consentOptions } as const

export const pointConsent = defineEvent({
  name: 'contact-point.consent',
  label: { zh: '联系许可变更', en: 'Consent of a contact point changed' },
  sentence: { zh: '{kind} {value} 的许可由“{from}”变为“{to}”', en: 'Consent of the {kind} {value} went from “{from}” to “{to}”' },
  payload: { kind, value, from: consent, to: consent, how: { type: 'text', label: { zh: '方式', en: 'How' } } },
  tone: 'attention',
})

export const pointEvents = [pointAdded, pointChanged, pointRemoved, pointMadePrimary, pointVerified, pointUnverified, pointConsent]
