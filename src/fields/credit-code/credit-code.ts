import type { FieldType } from '../../core/entity/field-type.ts'
import { checkedText } from '../checked-text.ts'
import { excerpt } from '../half-width.ts'
import { isNothing, nothing, textOf } from '../nothing.ts'
import { textFromPayload } from '../payload-value.ts'
import { readCreditCode } from './read-credit-code.ts'

/** A Chinese organisation's unified social credit code: 18 characters, the last of which checks the others. */
export const creditCode: FieldType = {
  name: 'credit-code',
  label: { zh: '统一社会信用代码', en: 'Unified social credit code' },
  columnType: 'text',
  isMark: true,
  operators: ['is', 'starts-with', 'is-known', 'is-unknown'],
  schema: () =>
    checkedText(readCreditCode, (wrong) => ({
      zh: `不是有效的统一社会信用代码：${wrong.zh}`,
      en: `is not a valid unified social credit code: ${wrong.en}`,
    })).meta({ examples: ['91350100M000100Y43'] }),
  parse: (text) => {
    if (text.trim() === '') return { value: null }
    const read = readCreditCode(text)
    if ('value' in read) return read
    return {
      wrong: {
        zh: `“${excerpt(text)}”不是有效的统一社会信用代码：${read.wrong.zh}`,
        en: `“${excerpt(text)}” is not a valid unified social credit code: ${read.wrong.en}`,
      },
    }
  },
  say: (value) => (isNothing(value) ? nothing : textOf(value)),
  fromPayload: textFromPayload,
}
