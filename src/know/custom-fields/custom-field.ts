import { z } from 'zod'
import type { Field, Option } from '../../core/entity/field.ts'
import type { Words } from '../../core/kit/words.ts'
import { soundText } from '../../fields/sound-text.ts'

/** The types that a field of the firm's own may have, in the order in which they are offered. */
export const customTypes = [
  'text',
  'longtext',
  'choice',
  'number',
  'money',
  'date',
  'time',
  'boolean',
  'phone',
  'email',
  'id-card',
] as const
export type CustomType = (typeof customTypes)[number]

/** Types whose values can be kept sealed: whatever is found whole or by its last four characters. */
export const sealableTypes: readonly CustomType[] = ['text', 'longtext', 'number', 'date', 'phone', 'email', 'id-card']

export const mostFields = 200
export const mostOptions = 200

/** Said in one language or in both; what is missing is said in the other. */
export const saidWords = (most: number) =>
  z
    .strictObject({ zh: z.string().trim().max(most).optional(), en: z.string().trim().max(most).optional() })
    .refine((words) => Boolean(words.zh || words.en), { path: ['zh'], error: '≥ 1' })
    .pipe(
      z
        .object({ zh: soundText(most).optional().or(z.literal('')), en: soundText(most).optional().or(z.literal('')) })
        .transform(({ zh, en }): Words => ({ zh: zh || en || '', en: en || zh || '' })),
    )

const tones = ['neutral', 'good', 'attention', 'danger', 'teal', 'blue', 'purple', 'gold'] as const

export const optionInput = z.strictObject({
  value: soundText(100).optional().describe('What is kept; the label where left out · 保存的值；不填则用名称'),
  label: saidWords(60),
  tone: z.enum(tones).optional(),
})

/** What a value is kept as: said by whoever makes the option, else its own label. */
export function readOptions(given: readonly z.output<typeof optionInput>[]): Option[] {
  return given.map(({ value, label, tone }) => ({ value: value ?? label.zh, label, ...(tone ? { tone } : {}) }))
}

/** The key under which a value is kept and the API speaks of it. */
export const fieldName = z
  .string()
  .regex(/^[a-z][a-zA-Z0-9]{0,39}$/)
  .describe('Letters and digits, beginning with a small letter · 英文字母与数字，以小写字母开头')

/** A custom field as it is kept: the same shape as a field of the program's own, and what else is known of it. */
export type CustomFieldRow = {
  readonly id: string
  readonly entity: string
  readonly name: string
  readonly field: Field
  readonly position: number
  readonly indexed: boolean
  readonly indexReady: boolean
  readonly converting: boolean
  readonly retiredAt: string | null
}

/** `name` out of a label: `Favourite tea` → `favouriteTea`. Null where nothing of it can be written in ASCII. */
export function nameFromEnglish(label: string): string | null {
  const parts = label
    .normalize('NFKD')
    .replace(/[^a-zA-Z0-9 _-]/g, '')
    .split(/[ _-]+/)
    .filter((part) => part !== '')
  const joined = parts.map((part, at) => (at === 0 ? part.charAt(0).toLowerCase() : part.charAt(0).toUpperCase()) + part.slice(1)).join('')
  const name = joined.replace(/^[^a-zA-Z]+/, '').slice(0, 36)
  return name === '' ? null : name.charAt(0).toLowerCase() + name.slice(1)
}
