import { defineEvent } from '../../core/event/event.ts'
import { contactRoleOptions } from './contact.ts'

const contact = { type: 'text', label: { zh: '联系人编号', en: 'Contact id' } } as const
const name = { type: 'text', label: { zh: '联系人', en: 'Contact' } } as const
const role = { type: 'choice', label: { zh: '角色', en: 'Role' }, options: contactRoleOptions } as const

export const contactAdded = defineEvent({
  name: 'contact.added',
  label: { zh: '新增联系人', en: 'Contact added' },
  sentence: { zh: '新增联系人{name}（{role}）', en: 'The contact {name} was added ({role})' },
  payload: { contact, name, role },
  tone: 'teal',
})

export const contactChanged = defineEvent({
  name: 'contact.changed',
  label: { zh: '更新联系人', en: 'Contact changed' },
  sentence: { zh: '更新了联系人{name}的 {fields}', en: 'Of the contact {name} was changed: {fields}' },
  payload: { contact, name, fields: { type: 'text', label: { zh: '更新的字段', en: 'Fields changed' } } },
})

export const contactRemoved = defineEvent({
  name: 'contact.removed',
  label: { zh: '删除联系人', en: 'Contact removed' },
  sentence: { zh: '删除了联系人{name}', en: 'The contact {name} was removed' },
  payload: { contact, name },
})
