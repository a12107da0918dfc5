import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { Field } from '../../entity/field.ts'
import type { FieldType } from '../../entity/field-type.ts'
import { blottedMark } from '../../kit/blotted.ts'
import { instantOf, isLocalDate } from '../../kit/local-time.ts'
import { defineOperator, type Moment } from '../operator.ts'

type Scalar = string | number | boolean

/**
 * A value as it is bound. A day where an instant is compared means the day's first moment in the shop's zone.
 * Casts are fixed texts chosen by the field's type, never by the rule.
 */
export function bound(value: Scalar, moment: Moment, type: string): RawBuilder<unknown> {
  if (type === 'time' && typeof value === 'string') {
    return sql`${isLocalDate(value) ? instantOf(value, '00:00:00', moment.timeZone) : new Date(value)}::timestamptz`
  }
  if (type === 'date') return sql`${value}::date`
  if (type === 'reference' || type === 'person') return sql`${value}::uuid`
  // A whole number as such, so that a column of whole numbers is compared as it is and found by its index.
  if (type === 'number') return Number.isSafeInteger(value) ? sql`${value}::bigint` : sql`${value}::numeric`
  if (type === 'money') return sql`${value}::bigint`
  if (type === 'boolean') return sql`${value}::boolean`
  return sql`${value}::text`
}

const one = (schema: z.ZodType) => schema as z.ZodType<Scalar>
const sayOne = (value: Scalar, say: (v: unknown) => string) => say(value)

const left = z
  .string()
  .max(300)
  .regex(/^\P{C}*$/u)
  .includes(blottedMark)

/** What an erasure left of a rule's value, be it a part, is still a value, so that the rule can be asked: it is like nobody's. */
const compared = (type: FieldType, field: Field) => {
  const schema = type.schema(field)
  return one(type.isMark ? z.union([schema, left]) : schema)
}

export const is = defineOperator<Scalar>({
  name: 'is',
  label: { zh: '是', en: 'is' },
  operand: 'value',
  value: compared,
  sql: (column, value, moment, type) => sql`${column} = ${bound(value, moment, type)}`,
  sentence: { zh: '{field}是{value}', en: '{field} is {value}' },
  sayValue: sayOne,
})

export const isNot = defineOperator<Scalar>({
  name: 'is-not',
  label: { zh: '不是', en: 'is not' },
  operand: 'value',
  value: (type, field) => one(type.schema(field)),
  sql: (column, value, moment, type) => sql`${column} <> ${bound(value, moment, type)}`,
  sentence: { zh: '{field}不是{value}', en: '{field} is not {value}' },
  sayValue: sayOne,
})

export const isOneOf = defineOperator<Scalar[]>({
  name: 'is-one-of',
  label: { zh: '是其中之一', en: 'is one of' },
  operand: 'values',
  value: (type, field) => z.array(compared(type, field)).min(1).max(500),
  sql: (column, values, moment, type) => sql`${column} in (${sql.join(values.map((v) => bound(v, moment, type)))})`,
  sentence: { zh: '{field}是{value}之一', en: '{field} is one of {value}' },
  sayValue: (values, say, customs) => values.map(say).join(customs.language === 'zh' ? '、' : ', '),
})

export const isNoneOf = defineOperator<Scalar[]>({
  name: 'is-none-of',
  label: { zh: '不是其中任何一个', en: 'is none of' },
  operand: 'values',
  value: (type, field) =>
    z
      .array(one(type.schema(field)))
      .min(1)
      .max(500),
  sql: (column, values, moment, type) => sql`${column} not in (${sql.join(values.map((v) => bound(v, moment, type)))})`,
  sentence: { zh: '{field}不是{value}中的任何一个', en: '{field} is none of {value}' },
  sayValue: (values, say, customs) => values.map(say).join(customs.language === 'zh' ? '、' : ', '),
})

const order = (name: string, sign: '>' | '>=' | '<' | '<=', label: { zh: string; en: string }) => {
  const signs = { '>': sql`>`, '>=': sql`>=`, '<': sql`<`, '<=': sql`<=` }
  return defineOperator<Scalar>({
    name,
    label,
    operand: 'value',
    value: (type, field) => one(type.schema(field)),
    sql: (column, value, moment, type) => sql`${column} ${signs[sign]} ${bound(value, moment, type)}`,
    sentence: { zh: `{field}${label.zh}{value}`, en: `{field} ${label.en} {value}` },
    sayValue: sayOne,
  })
}

export const moreThan = order('more-than', '>', { zh: '大于', en: 'more than' })
export const atLeast = order('at-least', '>=', { zh: '至少为', en: 'at least' })
export const lessThan = order('less-than', '<', { zh: '小于', en: 'less than' })
export const atMost = order('at-most', '<=', { zh: '至多为', en: 'at most' })
export const onOrAfter = order('on-or-after', '>=', { zh: '不早于', en: 'on or after' })
export const before = order('before', '<', { zh: '早于', en: 'before' })

export const isBetween = defineOperator<Scalar[]>({
  name: 'is-between',
  label: { zh: '介于', en: 'is between' },
  operand: 'range',
  value: (type, field) => z.array(one(type.schema(field))).length(2),
  sql: (column, ends, moment, type) =>
    sql`${column} between ${bound(ends[0] ?? '', moment, type)} and ${bound(ends[1] ?? '', moment, type)}`,
  sentence: { zh: '{field}介于{value}（含两端）', en: '{field} between {value} (both ends count)' },
  sayValue: (ends, say, customs) => ends.map(say).join(customs.language === 'zh' ? ' 和 ' : ' and '),
})
