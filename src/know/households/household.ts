import type { Option } from '../../core/entity/field.ts'

/** What somebody is in a household. */
export const householdRoles = ['self', 'spouse', 'parent', 'child', 'sibling', 'other'] as const

export const roleOptions: readonly Option[] = [
  { value: 'self', label: { zh: '户主', en: 'Head' } },
  { value: 'spouse', label: { zh: '配偶', en: 'Spouse' } },
  { value: 'parent', label: { zh: '父母', en: 'Parent' } },
  { value: 'child', label: { zh: '子女', en: 'Child' } },
  { value: 'sibling', label: { zh: '兄弟姐妹', en: 'Sibling' } },
  { value: 'other', label: { zh: '其他成员', en: 'Member' } },
]

/** What a household may share: it then identifies nobody alone. */
export const sharedKinds = ['phone', 'email', 'wechat'] as const
export type SharedKind = (typeof sharedKinds)[number]
