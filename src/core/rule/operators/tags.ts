import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { type Duration, durationSaid, subtractDuration } from '../../kit/duration.ts'
import type { Field } from '../../entity/field.ts'
import { durationSchema } from '../rule.ts'
import { defineOperator } from '../operator.ts'

// The column that these are asked of is the customer's id: tags stand in a table of their own, a row each.

type Language = { readonly language: 'zh' | 'en' }

/** Ids of tags that there are. */
const tagIds = (field: Field) =>
  z
    .array(z.guid().refine((id) => field.options === undefined || field.options.some((option) => option.value === id.toLowerCase())))
    .min(1)
    .max(100)

const among = (ids: readonly string[]) => sql`ct.tag_id in (${sql.join(ids.map((id) => sql`${id}::uuid`))})`
const has = (customer: RawBuilder<unknown>, condition: RawBuilder<unknown>) =>
  sql`exists (select 1 from customer_tags ct where ct.customer_id = ${customer} and ${condition})`

/** “重要”或“老客” */
const named = (zh: string, en: string) => (ids: readonly string[], say: (one: unknown) => string, customs: Language) =>
  ids.map((id) => `“${say(id)}”`).join(customs.language === 'zh' ? zh : en)

export const hasAnyTag = defineOperator<string[]>({
  name: 'has-any-tag',
  label: { zh: '含任一', en: 'has any of' },
  operand: 'values',
  value: (_, field) => tagIds(field),
  sql: (customer, ids) => has(customer, among(ids)),
  sentence: { zh: '有{field}{value}', en: 'has the tag {value}' },
  sayValue: named('或', ' or '),
})

export const hasAllTags = defineOperator<string[]>({
  name: 'has-all-tags',
  label: { zh: '同时含', en: 'has all of' },
  operand: 'values',
  value: (_, field) => tagIds(field),
  sql: (customer, ids) =>
    sql`(${sql.join(
      ids.map((id) => has(customer, among([id]))),
      sql` and `,
    )})`,
  sentence: { zh: '同时有{field}{value}', en: 'has the tags {value}' },
  sayValue: named('和', ' and '),
})

export const hasNoneOfTags = defineOperator<string[]>({
  name: 'has-none-of-tags',
  label: { zh: '不含', en: 'has none of' },
  operand: 'values',
  value: (_, field) => tagIds(field),
  sql: (customer, ids) => sql`(not ${has(customer, among(ids))})`,
  sentence: { zh: '没有{field}{value}', en: 'does not have the tag {value}' },
  sayValue: named('或', ' or '),
})

type Within = { readonly tags: string[]; readonly last: Duration }

export const taggedWithin = defineOperator<Within>({
  name: 'tagged-within',
  label: { zh: '近期打上', en: 'was tagged in the last' },
  operand: 'values-within',
  value: (_, field) => z.strictObject({ tags: tagIds(field), last: durationSchema }),
  sql: (customer, { tags, last }, { now }) =>
    has(
      customer,
      sql`${among(tags)} and ct.tagged_at >= ${subtractDuration(now, last)}::timestamptz and ct.tagged_at <= ${now}::timestamptz`,
    ),
  sentence: { zh: '{value}', en: '{value}' },
  sayValue: ({ tags, last }, say, customs) => {
    const said = durationSaid(last)
    return customs.language === 'zh'
      ? `最近 ${said.zh}内打上了标签${named('或', '')(tags, say, customs)}`
      : `was tagged ${named('', ' or ')(tags, say, customs)} in the last ${said.en}`
  },
})

/** A tag that was retired stands there still, in case it is brought back. */
const live = sql`ct.tag_id in (select id from tags where retired_at is null)`

const nothing = z
  .undefined()
  .or(z.null())
  .transform(() => undefined)

export const hasTags = defineOperator<undefined>({
  name: 'has-tags',
  label: { zh: '有标签', en: 'has some' },
  operand: 'nothing',
  value: () => nothing,
  sql: (customer) => has(customer, live),
  sentence: { zh: '有{field}', en: 'has some tag' },
  sayValue: () => '',
})

export const hasNoTags = defineOperator<undefined>({
  name: 'has-no-tags',
  label: { zh: '没有标签', en: 'has none' },
  operand: 'nothing',
  value: () => nothing,
  sql: (customer) => sql`(not ${has(customer, live)})`,
  sentence: { zh: '没有任何{field}', en: 'has no tags' },
  sayValue: () => '',
})
