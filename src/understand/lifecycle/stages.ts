import { type RawBuilder, sql } from 'kysely'
import type { Words } from '../../core/kit/words.ts'
import { type CompileOptions, compileRule } from '../../core/rule/compile-rule.ts'
import type { Dictionary } from '../../core/rule/dictionary.ts'
import { fieldsNamed } from '../../core/rule/fields-named.ts'
import type { Rule } from '../../core/rule/rule.ts'
import { lateDaysOf, usualDefinition } from '../churn/definition.ts'

/** `colour` is a key of the browser's palette of stages, the same throughout the product. */
export type Stage = { readonly key: string; readonly label: Words; readonly colour: string; readonly rule: Rule }

const past = (field: string): Rule => ({ field, op: 'longer-ago-than', value: { amount: 0, unit: 'days' } })

/** By each one's own rhythm; by so many days, as leaving is, where none is known: of whoever wants no personalisation. */
const byRhythmOrDays = (field: string, days: number): Rule => ({
  any: [
    past(field),
    {
      all: [
        { field, op: 'is-unknown' },
        { field: 'lastPurchaseAt', op: 'longer-ago-than', value: { amount: days, unit: 'days' } },
      ],
    },
  ],
})

/**
 * When somebody is dormant and churned by their own rhythm of buying, by the keys of the standard stages: it is longer since
 * the last purchase than four fifths of their gaps, and than the share by which leaving is defined.
 */
export const rhythmRules = {
  dormant: byRhythmOrDays('lateAt', lateDaysOf(usualDefinition.days)),
  churned: byRhythmOrDays('goneAt', usualDefinition.days),
} as const satisfies Readonly<Record<string, Rule>>

/** The rule by which this stage would go by each one's rhythm; null where it does already, or is no such stage. */
export function rhythmRuleFor({ key, rule }: Pick<Stage, 'key' | 'rule'>): Rule | null {
  if (key !== 'dormant' && key !== 'churned') return null
  return fieldsNamed(rule).some((name) => name === 'lateAt' || name === 'goneAt') ? null : rhythmRules[key]
}

/**
 * The standard stages, from the first to the last. A customer is in the furthest stage whose rule holds; the first one
 * holds for everybody, so nobody is without a stage.
 */
export const standardStages: readonly Stage[] = [
  { key: 'potential', label: { zh: '潜在', en: 'Potential' }, colour: 'potential', rule: { all: [] } },
  {
    key: 'first',
    label: { zh: '首购', en: 'First purchase' },
    colour: 'first',
    rule: { field: 'purchaseCount', op: 'at-least', value: 1 },
  },
  { key: 'repeat', label: { zh: '复购', en: 'Repeat' }, colour: 'repeat', rule: { field: 'purchaseCount', op: 'at-least', value: 2 } },
  { key: 'loyal', label: { zh: '忠诚', en: 'Loyal' }, colour: 'loyal', rule: { field: 'purchaseCount', op: 'at-least', value: 4 } },
  {
    key: 'dormant',
    label: { zh: '沉睡', en: 'Dormant' },
    colour: 'dormant',
    rule: rhythmRules.dormant,
  },
  {
    key: 'churned',
    label: { zh: '流失', en: 'Churned' },
    colour: 'churned',
    rule: rhythmRules.churned,
  },
]

/** From the first stage to the last. */
export const stagesInOrder = sql<Stage>`select key, label, colour, rule from stages order by position`

/** The key of the furthest stage whose rule holds, as SQL over the dictionary's columns. */
export function stageExpression(stages: readonly Stage[], dictionary: Dictionary, options: CompileOptions): RawBuilder<unknown> {
  const [first, ...later] = stages
  if (!first) return sql`null::text`
  if (later.length === 0) return sql`${first.key}::text`
  const whens = later.toReversed().map((stage) => sql`when ${compileRule(stage.rule, dictionary, options)} then ${stage.key}::text`)
  return sql`(case ${sql.join(whens, sql` `)} else ${first.key}::text end)`
}
