import type { FieldType } from '../../core/entity/field-type.ts'
import { isNothing, nothing, textOf } from '../nothing.ts'
import { textFromPayload } from '../payload-value.ts'
import { isSound, soundText, unsoundWords } from '../sound-text.ts'

const most = 20_000

/** Text of several lines; every kind of line end becomes `\n`. */
export const longtext: FieldType = {
  name: 'longtext',
  label: { zh: '多行文本', en: 'Long text' },
  columnType: 'text',
  operators: ['contains', 'is-known', 'is-unknown'],
  schema: () => soundText(most),
  parse: (written) => {
    if (!isSound(written)) return { wrong: unsoundWords }
    const value = written.replace(/\r\n?/g, '\n').trim()
    if (value.length > most)
      return {
        wrong: {
          zh: `太长（${value.length} 个字符），最多 ${most} 个，请缩短`,
          en: `too long (${value.length} characters); shorten it to at most ${most}`,
        },
      }
    return { value: value || null }
  },
  say: (value) => (isNothing(value) ? nothing : textOf(value)),
  fromPayload: textFromPayload,
}
