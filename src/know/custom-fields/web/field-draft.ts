import type { Tone } from '../../../core/entity/field.ts'
import type { Words } from '../../../core/kit/words.ts'
import { type CustomType, customTypes, sealableTypes } from '../custom-field.ts'
import type { FieldCard } from './FieldList.tsx'

export type DraftOption = {
  readonly id: string
  readonly value: string | null
  readonly zh: string
  readonly en: string
  readonly tone: Tone | undefined
}

/** A field while it is being written. */
export type FieldDraft = {
  readonly type: CustomType
  readonly name: string
  readonly zh: string
  readonly en: string
  readonly help: string
  readonly options: readonly DraftOption[]
  readonly required: boolean
  readonly listed: boolean
  readonly indexed: boolean
  readonly sensitive: boolean
}

/** What each type is for, by an example. */
export const examples: Readonly<Record<CustomType, Words>> = {
  text: { zh: '如“介绍人：李雷”', en: 'such as “brought by: Anna”' },
  longtext: { zh: '如一段喜好描述', en: 'such as a paragraph on tastes' },
  choice: { zh: '如“卡种：金卡、银卡”', en: 'such as “card: gold, silver”' },
  number: { zh: '如“家里人口：4”', en: 'such as “people at home: 4”' },
  money: { zh: '如“年卡费：1,999 元”', en: 'such as “yearly fee: ¥1,999”' },
  date: { zh: '如“结婚纪念日”，可问“接下来 7 天”', en: 'such as a wedding day; “in the next 7 days” can be asked' },
  time: { zh: '如“上次到店时间”', en: 'such as the time of the last visit' },
  boolean: { zh: '如“已加企业微信：是”', en: 'such as “in our WeChat group: yes”' },
  phone: { zh: '如“紧急联系电话”', en: 'such as an emergency number' },
  email: { zh: '如“发票邮箱”', en: 'such as the address for invoices' },
  'id-card': { zh: '如“监护人身份证号”', en: 'such as the ID card number of a guardian' },
}

export const isSealable = (type: CustomType): boolean => sealableTypes.includes(type)

const tones = ['neutral', 'good', 'attention', 'danger', 'teal', 'blue', 'purple', 'gold'] as const satisfies readonly Tone[]

const isType = (text: string): text is CustomType => customTypes.some((type) => type === text)
const other = (words: Words) => (words.en === words.zh ? '' : words.en)

export function draftOf(field: FieldCard | null): FieldDraft {
  if (!field)
    return {
      type: 'text',
      name: '',
      zh: '',
      en: '',
      help: '',
      options: [],
      required: false,
      listed: false,
      indexed: false,
      sensitive: false,
    }
  const { type, name, label, help, required, listed, indexed, sensitive } = field
  const options = field.options.map((option, at) => ({
    id: `o${at}`,
    value: option.value,
    zh: option.label.zh,
    en: other(option.label),
    tone: tones.find((tone) => tone === option.tone),
  }))
  return {
    type: isType(type) ? type : 'text',
    name,
    zh: label.zh,
    en: other(label),
    help: help?.zh ?? '',
    options,
    required,
    listed,
    indexed,
    sensitive,
  }
}

/** What is sent. A label or an option in one language stands for both. */
export function sentOf(draft: FieldDraft) {
  const said = (zh: string, en: string) => ({ ...(zh.trim() ? { zh: zh.trim() } : {}), ...(en.trim() ? { en: en.trim() } : {}) })
  const { type, required, listed } = draft
  const sensitive = draft.sensitive && isSealable(type)
  return {
    type,
    required,
    listed,
    indexed: draft.indexed && !sensitive,
    sensitive,
    label: said(draft.zh, draft.en),
    help: draft.help.trim() ? { zh: draft.help.trim() } : null,
    ...(type === 'choice'
      ? {
          options: draft.options
            .filter((option) => option.zh.trim() || option.en.trim())
            .map((option) => ({
              label: said(option.zh, option.en),
              ...(option.value === null ? {} : { value: option.value }),
              ...(option.tone ? { tone: option.tone } : {}),
            })),
        }
      : {}),
  }
}
