import type { FieldType } from '../../core/entity/field-type.ts'
import { excerpt } from '../half-width.ts'
import { isNothing, nothing, textOf } from '../nothing.ts'
import { textFromPayload } from '../payload-value.ts'
import { checkedText } from '../checked-text.ts'
import { readIdCard } from './read-id-card.ts'

/** A Chinese identity card's number, kept as 18 characters with a large X. A number of 15 digits is lengthened. */
export const idCard: FieldType = {
  name: 'id-card',
  label: { zh: '身份证号', en: 'ID card number' },
  columnType: 'text',
  isMark: true,
  operators: ['is', 'starts-with', 'is-known', 'is-unknown'],
  schema: () =>
    checkedText(readIdCard, (wrong) => ({ zh: `不是有效的身份证号：${wrong.zh}`, en: `is not a valid ID card number: ${wrong.en}` })).meta({
      examples: ['11010519491231002X'],
    }),
  parse: (text) => {
    if (text.trim() === '') return { value: null }
    const read = readIdCard(text)
    if ('value' in read) return read
    return {
      wrong: {
        zh: `“${excerpt(text)}”不是有效的身份证号：${read.wrong.zh}`,
        en: `“${excerpt(text)}” is not a valid ID card number: ${read.wrong.en}`,
      },
    }
  },
  say: (value) => (isNothing(value) ? nothing : textOf(value)),
  fromPayload: textFromPayload,
}
