import { sql } from 'kysely'
import { defineOperator } from '../operator.ts'
import { soundPart } from '../rule.ts'

const some = soundPart(500)
const fourCharacters = soundPart(4).refine((text) => [...text.trim()].length === 4, '4')

export const contains = defineOperator<string>({
  name: 'contains',
  label: { zh: '包含', en: 'contains' },
  operand: 'value',
  value: () => some,
  sql: (column, value) => sql`position(lower(${value}::text) in lower(${column})) > 0`,
  sentence: { zh: '{field}包含“{value}”', en: '{field} contains “{value}”' },
  sayValue: (value) => value,
})

export const startsWith = defineOperator<string>({
  name: 'starts-with',
  label: { zh: '开头是', en: 'starts with' },
  operand: 'value',
  value: () => some,
  sql: (column, value) => sql`starts_with(lower(${column}), lower(${value}::text))`,
  sentence: { zh: '{field}以“{value}”开头', en: '{field} starts with “{value}”' },
  sayValue: (value) => value,
})

export const endsWithFour = defineOperator<string>({
  name: 'ends-with-four',
  label: { zh: '后四位是', en: 'ends with (four)' },
  operand: 'value',
  value: () => fourCharacters,
  sql: (column, value) => sql`right(lower(${column}), 4) = lower(${value}::text)`,
  sentence: { zh: '{field}的后四位是“{value}”', en: '{field} ends with “{value}”' },
  sayValue: (value) => value,
})
