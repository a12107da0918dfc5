import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { Field } from '../../entity/field.ts'
import { pointOfChannel } from '../../kit/consent-line.ts'
import { consentState } from '../consent-state.ts'
import { defineOperator, type Moment } from '../operator.ts'

// The column that these are asked of is the customer's id. A value is a purpose and a channel, `marketing:sms`.

const lines = (field: Field) =>
  z
    .array(z.string().refine((line) => field.options === undefined || field.options.some((option) => option.value === line)))
    .min(1)
    .max(100)

/** Their primary address by this channel: the customer's own field of that name. */
function primaryAddress(customer: RawBuilder<unknown>, channel: string): RawBuilder<unknown> {
  const [, column] = Object.entries(pointOfChannel).find(([name]) => name === channel) ?? []
  return column === undefined ? sql`''` : sql`coalesce((select ${sql.ref(`a.${column}`)} from customers a where a.id = ${customer}), '')`
}

function stateOf(customer: RawBuilder<unknown>, line: string, { now }: Moment): RawBuilder<unknown> {
  const [purpose = '', channel = ''] = line.split(':')
  return consentState(
    { customer, purpose: sql`${purpose}::text`, channel: sql`${channel}::text`, address: primaryAddress(customer, channel) },
    now,
  )
}

const agreed = (customer: RawBuilder<unknown>, line: string, moment: Moment) =>
  sql`coalesce(${stateOf(customer, line, moment)} = 'given', false)`
const refused = (customer: RawBuilder<unknown>, line: string, moment: Moment) =>
  sql`coalesce(${stateOf(customer, line, moment)} in ('refused', 'withdrawn'), false)`
const some = (all: readonly RawBuilder<unknown>[]) => sql`(${sql.join(all, sql` or `)})`
const every = (all: readonly RawBuilder<unknown>[]) => sql`(${sql.join(all, sql` and `)})`

type Customs = { readonly language: 'zh' | 'en' }
const named = (zh: string, en: string) => (values: readonly string[], say: (one: unknown) => string, customs: Customs) =>
  values.map((line) => `“${say(line)}”`).join(customs.language === 'zh' ? zh : en)

export const agreedToAny = defineOperator<string[]>({
  name: 'agreed-to-any',
  label: { zh: '同意任一', en: 'agreed to any of' },
  operand: 'values',
  value: (_, field) => lines(field),
  sql: (customer, values, moment) => some(values.map((line) => agreed(customer, line, moment))),
  sentence: { zh: '同意{value}', en: 'agreed to {value}' },
  sayValue: named('或', ' or '),
})

export const agreedToAll = defineOperator<string[]>({
  name: 'agreed-to-all',
  label: { zh: '全部同意', en: 'agreed to all of' },
  operand: 'values',
  value: (_, field) => lines(field),
  sql: (customer, values, moment) => every(values.map((line) => agreed(customer, line, moment))),
  sentence: { zh: '同意{value}', en: 'agreed to {value}' },
  sayValue: named('和', ' and '),
})

export const agreedToNone = defineOperator<string[]>({
  name: 'agreed-to-none',
  label: { zh: '没有同意', en: 'agreed to none of' },
  operand: 'values',
  value: (_, field) => lines(field),
  sql: (customer, values, moment) => sql`(not ${some(values.map((line) => agreed(customer, line, moment)))})`,
  sentence: { zh: '没有同意{value}', en: 'has not agreed to {value}' },
  sayValue: named('或', ' or '),
})

export const refusedAny = defineOperator<string[]>({
  name: 'refused-any',
  label: { zh: '拒绝或撤回任一', en: 'refused or withdrew any of' },
  operand: 'values',
  value: (_, field) => lines(field),
  sql: (customer, values, moment) => some(values.map((line) => refused(customer, line, moment))),
  sentence: { zh: '拒绝或撤回{value}', en: 'refused or withdrew {value}' },
  sayValue: named('或', ' or '),
})
