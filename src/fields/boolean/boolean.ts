import { z } from 'zod'
import type { FieldType, Parsed } from '../../core/entity/field-type.ts'
import type { Words } from '../../core/kit/words.ts'
import { excerpt, halfWidth, withoutPointZero } from '../half-width.ts'
import { nothing } from '../nothing.ts'
import { booleanFromPayload } from '../payload-value.ts'

const yes = new Set(['是', '有', '对', '真', '同意', '接受', '开', 'true', 't', 'yes', 'y', '1', 'on', '√', '✓', '✔'])
const no = new Set(['否', '无', '没有', '不是', '错', '假', '拒绝', '不同意', '关', 'false', 'f', 'no', 'n', '0', 'off', '×', '✗'])

export const booleanWords = { yes: { zh: '是', en: 'Yes' }, no: { zh: '否', en: 'No' } } satisfies Record<string, Words>

function parse(text: string): Parsed {
  const plain = withoutPointZero(halfWidth(text)).toLowerCase()
  if (plain === '') return { value: null }
  if (yes.has(plain)) return { value: true }
  if (no.has(plain)) return { value: false }
  const said = excerpt(text)
  return { wrong: { zh: `“${said}”不是“是”或“否”，请写“是”“否”或 1、0`, en: `“${said}” is neither yes nor no; write yes, no, 1 or 0` } }
}

/** Yes or no; left empty is neither. */
export const boolean: FieldType = {
  name: 'boolean',
  label: { zh: '是否', en: 'Yes or no' },
  columnType: 'boolean',
  operators: ['is', 'is-known', 'is-unknown'],
  schema: () => z.boolean(),
  parse,
  say: (value, _, { language }) => (typeof value === 'boolean' ? (value ? booleanWords.yes : booleanWords.no)[language] : nothing),
  fromPayload: booleanFromPayload,
}
