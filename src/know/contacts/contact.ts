import { defineEntity } from '../../core/entity/entity.ts'
import type { Option } from '../../core/entity/field.ts'
import type { Words } from '../../core/kit/words.ts'

/** What somebody decides or does at a company. */
export const contactRoles = ['decision', 'purchase', 'finance', 'user', 'technical', 'other'] as const

export const contactRoleOptions: readonly Option[] = [
  { value: 'decision', label: { zh: '决策人', en: 'Decision maker' }, tone: 'gold' },
  { value: 'purchase', label: { zh: '采购', en: 'Purchaser' }, tone: 'blue' },
  { value: 'finance', label: { zh: '财务', en: 'Finance' }, tone: 'teal' },
  { value: 'user', label: { zh: '使用人', en: 'User' }, tone: 'neutral' },
  { value: 'technical', label: { zh: '技术', en: 'Technical' }, tone: 'purple' },
  { value: 'other', label: { zh: '其他', en: 'Other' }, tone: 'neutral' },
]

export const sayContactRole = (role: string): Words =>
  contactRoleOptions.find((each) => each.value === role)?.label ?? { zh: role, en: role }

/** Somebody at a company. */
export const contact = defineEntity({
  name: 'contact',
  label: { zh: '联系人', en: 'Contact' },
  plural: { zh: '联系人', en: 'Contacts' },
  path: 'contacts',
  table: 'contacts',
  title: 'name',
  searchColumn: 'search',
  sort: { field: 'createdAt', direction: 'desc' },
  fields: {
    name: { type: 'text', label: { zh: '姓名', en: 'Name' }, required: true, listed: true },
    company: { type: 'text', label: { zh: '企业', en: 'Company' }, computed: true, listed: true },
    role: { type: 'choice', label: { zh: '角色', en: 'Role' }, otherwise: 'other', options: contactRoleOptions, listed: true },
    title: { type: 'text', label: { zh: '职务', en: 'Job title' }, listed: true },
    department: { type: 'text', label: { zh: '部门', en: 'Department' } },
    phone: { type: 'phone', label: { zh: '电话', en: 'Phone' }, listed: true },
    email: { type: 'email', label: { zh: '邮箱', en: 'E-mail' } },
    wechat: { type: 'text', label: { zh: '微信号', en: 'WeChat id' } },
    isPrimary: {
      type: 'boolean',
      label: { zh: '主要联系人', en: 'Primary contact' },
      help: { zh: '有事先找这位', en: 'Whom to turn to first' },
      listed: true,
    },
    noMail: {
      type: 'boolean',
      label: { zh: '不收邮件', en: 'No e-mail' },
      help: {
        zh: '这位说过不要再发邮件：请打电话或用微信。旅程和活动只发到客户自己的邮箱，从不发给联系人',
        en: 'They asked for no e-mail: call them, or write by WeChat. Journeys and campaigns write to the customer’s own address, never to contacts',
      },
    },
    note: { type: 'longtext', label: { zh: '备注', en: 'Note' } },
    customerId: { type: 'reference', to: 'customer', label: { zh: '企业客户', en: 'Company (customer)' }, computed: true },
    personId: {
      type: 'reference',
      to: 'customer',
      label: { zh: '对应的个人客户', en: 'The same person as a customer' },
      computed: true,
    },
    namePinyin: { type: 'text', label: { zh: '姓名拼音', en: 'Name (pinyin)' }, computed: true, sortable: true },
    createdAt: { type: 'time', label: { zh: '建立时间', en: 'Created' }, computed: true, required: true, sortable: true },
    updatedAt: { type: 'time', label: { zh: '更新时间', en: 'Updated' }, computed: true, required: true },
  },
})

/** What a person fills in. */
export const contactFields = ['name', 'role', 'title', 'department', 'phone', 'email', 'wechat', 'isPrimary', 'noMail', 'note'] as const
