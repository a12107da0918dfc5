import { z } from 'zod'
import type { Words } from '../../../core/kit/words.ts'

/** One setting of an action, as its JSON Schema says it. */
export type Setting = {
  readonly name: string
  readonly label: Words
  /** `answer`: one of the answers of a customer field; `fields`: the whole input is values of fields. */
  readonly kind: 'text' | 'long' | 'number' | 'boolean' | 'choice' | 'answer' | 'fields' | 'texts' | 'due' | 'other'
  readonly required: boolean
  readonly options: readonly string[]
  /** What the options are called, where they have words. */
  readonly words?: Readonly<Record<string, Words>> | undefined
  readonly answerOf?: string | undefined
  readonly least?: number | undefined
  readonly most?: number | undefined
}

const property = z.object({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  maxLength: z.number().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  format: z.string().optional(),
  default: z.unknown().optional(),
  words: z.record(z.string(), z.object({ zh: z.string(), en: z.string() })).optional(),
  answerOf: z.string().optional(),
})
type Property = z.output<typeof property>
const schemaShape = z.object({
  properties: z.record(z.string(), property).catch({}),
  required: z.array(z.string()).catch([]),
  fieldsOf: z.string().optional(),
})

/** Descriptions are written `中文 · English`; a title in one language stands for both. */
function labelOf(name: string, { title, description }: Property): Words {
  const said = title ?? description
  if (said === undefined) return usualNames[name] ?? { zh: name, en: name }
  const [zh = said, en = zh] = said.split(' · ')
  return { zh, en }
}

/** Settings that many actions have. */
const usualNames: Readonly<Record<string, Words>> = {
  title: { zh: '标题', en: 'Title' },
  note: { zh: '说明', en: 'Note' },
  tag: { zh: '标签', en: 'Tag' },
  tags: { zh: '标签', en: 'Tags' },
  tagId: { zh: '标签', en: 'Tag' },
  priority: { zh: '优先级', en: 'Priority' },
  dueDays: { zh: '几天内完成', en: 'Due in days' },
  dueAt: { zh: '截止', en: 'Due' },
  assigneeId: { zh: '负责人', en: 'Whose' },
  field: { zh: '字段', en: 'Field' },
  value: { zh: '值', en: 'Value' },
  reason: { zh: '原因', en: 'Reason' },
  until: { zh: '到', en: 'Until' },
  tier: { zh: '等级', en: 'Tier' },
}

/** Of `text or null` the text: whether it may be empty is told by `required`. */
function plain(one: Property): Property {
  const inner = (one.anyOf ?? []).map((part) => property.catch({}).parse(part)).filter(({ type }) => type !== 'null')
  const [first] = inner
  return first && inner.length === 1
    ? { ...one, ...first, title: one.title ?? first.title, description: one.description ?? first.description }
    : one
}

function kindOf({ type, enum: options, maxLength, anyOf, answerOf }: Property): Setting['kind'] {
  if (answerOf !== undefined) return 'answer'
  if (options) return 'choice'
  const one = Array.isArray(type) ? type.find((name) => name !== 'null') : type
  if (one === 'string') return (maxLength ?? 0) > 500 ? 'long' : 'text'
  if (one === 'integer' || one === 'number') return 'number'
  if (one === 'boolean') return 'boolean'
  if (one === 'array') return 'texts'
  return anyOf ? 'text' : 'other'
}

const wholeInput: Setting = { name: '', label: { zh: '字段', en: 'Fields' }, kind: 'fields', required: true, options: [] }

/** The settings of an action, in the order in which it names them. */
export function settingsOf(schema: unknown): readonly Setting[] {
  const { properties, required, fieldsOf } = schemaShape.catch({ properties: {}, required: [] }).parse(schema)
  if (fieldsOf !== undefined) return [wholeInput]
  return Object.entries(properties).map(([name, written]) => {
    const one = plain(written)
    return {
      name,
      label: labelOf(name, one),
      kind: kindOf(one),
      required: required.includes(name) && one.default === undefined,
      options: (one.enum ?? []).flatMap((option) => (typeof option === 'string' ? [option] : [])),
      least: one.minimum,
      most: one.maximum,
      words: one.words,
      answerOf: one.answerOf,
    }
  })
}

/** What must be filled in and is not. */
export const lackingSettings = (schema: unknown, input: Readonly<Record<string, unknown>>): readonly Words[] =>
  settingsOf(schema).flatMap(({ name, label, required, kind }) => {
    const value = kind === 'fields' ? Object.keys(input) : input[name]
    const isEmpty = value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
    return required && isEmpty ? [label] : []
  })
