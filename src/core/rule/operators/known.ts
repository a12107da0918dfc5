import { sql } from 'kysely'
import { z } from 'zod'
import { defineOperator } from '../operator.ts'

const nothing = z
  .undefined()
  .or(z.null())
  .transform(() => undefined)

export const isKnown = defineOperator<undefined>({
  name: 'is-known',
  label: { zh: '已填写', en: 'is known' },
  operand: 'nothing',
  value: () => nothing,
  sql: (column) => sql`${column} is not null`,
  sentence: { zh: '{field}已填写', en: '{field} is known' },
  // Nobody fills in what is worked out.
  sentenceFor: (_, { computed }) => (computed ? { zh: '{field}已知', en: '{field} is known' } : undefined),
  sayValue: () => '',
})

export const isUnknown = defineOperator<undefined>({
  name: 'is-unknown',
  label: { zh: '未填写', en: 'is not known' },
  operand: 'nothing',
  value: () => nothing,
  sql: (column) => sql`${column} is null`,
  sentence: { zh: '{field}未填写', en: '{field} is not known' },
  sentenceFor: (_, { computed }) => (computed ? { zh: '{field}未知', en: '{field} is not known' } : undefined),
  sayValue: () => '',
})
