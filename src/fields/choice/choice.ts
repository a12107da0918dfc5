import { z } from 'zod'
import type { Field, Option } from '../../core/entity/field.ts'
import type { FieldType, Parsed } from '../../core/entity/field-type.ts'
import { excerpt, halfWidth, withoutPointZero } from '../half-width.ts'
import { isNothing, nothing, textOf } from '../nothing.ts'
import { textFromPayload } from '../payload-value.ts'
import { isSound, soundText, unsoundWords } from '../sound-text.ts'

const most = 200
const shown = 8

const fold = (text: string): string => withoutPointZero(halfWidth(text)).toLowerCase()

/** The option of this value; choices whose options are not fixed have none. */
export function optionOf(value: unknown, field: Field): Option | undefined {
  return field.options?.find((option) => option.value === value)
}

function schema(field: Field): z.ZodType {
  const [first, ...rest] = (field.options ?? []).map((option) => option.value)
  return first === undefined ? soundText(most) : z.enum([first, ...rest])
}

function parseFree(text: string): Parsed {
  const value = text.trim()
  if (!isSound(value)) return { wrong: unsoundWords }
  if (value.length > most) return { wrong: { zh: `太长，最多 ${most} 个字符`, en: `too long; at most ${most} characters` } }
  return { value: value || null }
}

function parse(text: string, field: Field): Parsed {
  const options = field.options ?? []
  if (options.length === 0) return parseFree(text)
  const wanted = fold(text)
  if (wanted === '') return { value: null }
  const meant =
    options.find((o) => fold(o.value) === wanted) ??
    options.find((o) => fold(o.label.zh) === wanted || fold(o.label.en) === wanted) ??
    options.find((o) => o.also?.some((each) => fold(each) === wanted))
  if (meant) return { value: meant.value }
  const said = excerpt(text)
  const list = (language: 'zh' | 'en', by: string) =>
    options
      .slice(0, shown)
      .map((o) => o.label[language])
      .join(by) + (options.length > shown ? '…' : '')
  return {
    wrong: { zh: `没有“${said}”这个选项，可填：${list('zh', '、')}`, en: `“${said}” is not one of the choices: ${list('en', ', ')}` },
  }
}

/** One of a list. Read by its value, by its name in either language, or by what else is written for it. Without a list any short text is an answer. */
export const choice: FieldType = {
  name: 'choice',
  label: { zh: '单选', en: 'Choice' },
  columnType: 'text',
  operators: ['is', 'is-not', 'is-one-of', 'is-none-of', 'is-known', 'is-unknown'],
  schema,
  parse,
  say: (value, field, { language }) => (isNothing(value) ? nothing : (optionOf(value, field)?.label[language] ?? textOf(value))),
  fromPayload: textFromPayload,
}
