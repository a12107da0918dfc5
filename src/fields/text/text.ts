import type { FieldType } from '../../core/entity/field-type.ts'
import { sayActor } from '../../core/kit/program-parts.ts'
import { isNothing, nothing, textOf } from '../nothing.ts'
import { textFromPayload } from '../payload-value.ts'
import { isSound, soundText, unsoundWords } from '../sound-text.ts'

const most = 500

/** One line of text. Kept as it was written, full-width letters too; only line breaks, odd spaces and the ends are tidied. */
export const text: FieldType = {
  name: 'text',
  label: { zh: '单行文本', en: 'Text' },
  columnType: 'text',
  operators: ['is', 'is-not', 'contains', 'starts-with', 'is-one-of', 'is-none-of', 'is-known', 'is-unknown'],
  schema: () => soundText(most),
  parse: (written) => {
    if (!isSound(written)) return { wrong: unsoundWords }
    const value = written
      .replace(/[\ufeff\u200b]/g, '')
      .replace(/[\s\u00a0]+/g, ' ')
      .trim()
    if (value.length > most)
      return {
        wrong: {
          zh: `太长（${value.length} 个字符），最多 ${most} 个，例如：${value.slice(0, 12)}…`,
          en: `too long (${value.length} characters); at most ${most} fit, e.g. ${value.slice(0, 12)}…`,
        },
      }
    return { value: value || null }
  },
  // The id of something is said by its name where that is known, and a part of the program by its words.
  say: (value, field, { language }) => {
    if (field.to === 'actor' && !isNothing(value)) {
      const actor = sayActor(textOf(value))
      return typeof actor === 'string' ? actor : actor[language]
    }
    const named = field.options?.find((one) => one.value === value)
    return isNothing(value) ? nothing : named ? `“${named.label[language]}”` : textOf(value)
  },
  fromPayload: textFromPayload,
}
