import type { Field, Option } from '../../core/entity/field.ts'
import type { Reading } from '../../core/entity/field-type.ts'
import type { Words } from '../../core/kit/words.ts'
import { fieldTypes } from '../../fields/field-types.ts'
import { isWechatId } from '../customers/identity-keys.ts'

/** Ways to reach somebody. Each has a field of its name at the customer, which holds the primary one. */
export const pointKinds = ['phone', 'email', 'wechat', 'address'] as const
export type PointKind = (typeof pointKinds)[number]

export const kindOptions: readonly Option[] = [
  { value: 'phone', label: { zh: '电话', en: 'Phone' } },
  { value: 'email', label: { zh: '邮箱', en: 'E-mail' } },
  { value: 'wechat', label: { zh: '微信号', en: 'WeChat id' } },
  { value: 'address', label: { zh: '地址', en: 'Address' } },
]

export const consents = ['granted', 'unknown', 'withdrawn'] as const

export const consentOptions: readonly Option[] = [
  { value: 'granted', label: { zh: '同意联系', en: 'May be used' }, tone: 'good' },
  { value: 'unknown', label: { zh: '未表态', en: 'Not said' }, tone: 'neutral' },
  { value: 'withdrawn', label: { zh: '拒绝联系', en: 'Must not be used' }, tone: 'danger' },
]

/** How somebody made sure. */
export const verifications = ['code', 'call', 'reply', 'document', 'other'] as const

export const verificationOptions: readonly Option[] = [
  { value: 'code', label: { zh: '验证码', en: 'A code was sent' } },
  { value: 'call', label: { zh: '打过电话', en: 'A call' } },
  { value: 'reply', label: { zh: '收到回复', en: 'An answer came' } },
  { value: 'document', label: { zh: '看过证件', en: 'A document was seen' } },
  { value: 'other', label: { zh: '其他方式', en: 'Another way' } },
]

const labelOf = (options: readonly Option[], value: string): Words =>
  options.find((each) => each.value === value)?.label ?? { zh: value, en: value }
export const sayKind = (kind: string): Words => labelOf(kindOptions, kind)
export const sayConsent = (consent: string): Words => labelOf(consentOptions, consent)
export const sayVerification = (how: string): Words => labelOf(verificationOptions, how)

const typeNames: Readonly<Record<PointKind, string>> = { phone: 'phone', email: 'email', wechat: 'text', address: 'text' }

/** The field by which a value of this kind is typed, checked and shown. */
export function pointField(kind: PointKind): Field {
  return { type: typeNames[kind], label: sayKind(kind) }
}

/** A value of this kind in its normal form, or what is wrong with it. */
export function readPoint(kind: PointKind, text: string, reading: Reading): { readonly value: string } | { readonly wrong: Words } {
  const field = pointField(kind)
  const parsed = fieldTypes[field.type]?.parse(text, field, reading)
  if (!parsed) return { wrong: { zh: '无法识别', en: 'it cannot be read' } }
  if ('wrong' in parsed) return parsed
  if (typeof parsed.value !== 'string') return { wrong: { zh: '请填写', en: 'it is empty' } }
  if (kind === 'wechat' && !isWechatId(parsed.value))
    return {
      wrong: {
        zh: `“${parsed.value}”不是微信号（字母开头，6 至 20 位字母、数字、下划线或减号，或手机号）`,
        en: `“${parsed.value}” is not a WeChat id (6 to 20 letters, digits, _ or -, beginning with a letter; or a phone number)`,
      },
    }
  return { value: parsed.value }
}
