import type { Option } from '../../core/entity/field.ts'

/** Under which mails stand whose writer is no customer yet. */
export const nobody = '00000000-0000-0000-0000-000000000000'

export const inboundKinds = ['reply', 'unsubscribe', 'complaint', 'bounce', 'auto-reply'] as const
export type InboundKind = (typeof inboundKinds)[number]

/** Of each kind: what it is called, and whether somebody has to look at it. */
export const inboundKindOptions: readonly (Option & { readonly value: InboundKind; readonly isOpen: boolean })[] = [
  { value: 'reply', label: { zh: '回复', en: 'Reply' }, tone: 'blue', isOpen: true },
  { value: 'unsubscribe', label: { zh: '要求退订', en: 'Wants no more' }, tone: 'attention', isOpen: false },
  { value: 'complaint', label: { zh: '投诉为垃圾邮件', en: 'Called it spam' }, tone: 'danger', isOpen: true },
  { value: 'bounce', label: { zh: '退信', en: 'Bounce' }, tone: 'attention', isOpen: false },
  { value: 'auto-reply', label: { zh: '自动回复', en: 'Automatic reply' }, tone: 'neutral', isOpen: false },
]

export const inboundKindOf = (value: string) => inboundKindOptions.find((kind) => kind.value === value)
