import type { Customs } from '../../core/entity/field-type.ts'
import { fillBoth, languages, type Words } from '../../core/kit/words.ts'
import { type Dictionary, typeOf } from '../../core/rule/dictionary.ts'
import type { FieldRule, Rule } from '../../core/rule/rule.ts'
import { sayInBoth } from '../../core/rule/say-rule.ts'

/** What a customer has where a condition looks, and whether it holds. */
export type LeafAnswer = { readonly holds: boolean; readonly value: number | null }

type Asked = { readonly answers: ReadonlyMap<Rule, LeafAnswer>; readonly dictionary: Dictionary; readonly shop: Omit<Customs, 'language'> }

/**
 * What is still missing until the rule holds, in words that stand in a row: “spend ¥320 more or come 1 more time”. Null when
 * nothing is. Of alternatives all are named, for the customer chooses.
 */
export function missingOf(rule: Rule, asked: Asked): Words | null {
  if (holdsNow(rule, asked.answers)) return null
  if ('all' in rule)
    return joined(
      rule.all.map((part) => missingOf(part, asked)),
      { zh: '，并且', en: ' and ' },
    )
  if ('any' in rule)
    return joined(
      rule.any.map((part) => missingOf(part, asked)),
      { zh: '，或', en: ', or ' },
    )
  return missingAmount(rule, asked) ?? meeting(rule, asked)
}

function holdsNow(rule: Rule, answers: Asked['answers']): boolean {
  if ('all' in rule) return rule.all.every((part) => holdsNow(part, answers))
  if ('any' in rule) return rule.any.some((part) => holdsNow(part, answers))
  if ('not' in rule) return !holdsNow(rule.not, answers)
  return answers.get(rule)?.holds ?? false
}

function joined(parts: readonly (Words | null)[], by: Words): Words | null {
  const some = parts.filter((part) => part !== null)
  if (some.length === 0) return null
  return { zh: some.map((part) => part.zh).join(by.zh), en: some.map((part) => part.en).join(by.en) }
}

const spends = new Set(['tierSpend', 'spend'])
const visits = new Set(['tierPurchases', 'purchaseCount'])

/** How far a figure is from what is asked for; null where that is no question of more. */
function missingAmount(rule: Rule, asked: Asked): Words | null {
  if ('did' in rule) return missingTimes(rule, asked)
  if (!('field' in rule) || typeof rule.value !== 'number') return null
  if (rule.op !== 'at-least' && rule.op !== 'more-than') return null
  const entry = asked.dictionary.fields.get(rule.field)
  if (!entry || (entry.field.type !== 'money' && entry.field.type !== 'number')) return null
  const missing = rule.value - (asked.answers.get(rule)?.value ?? 0) + (rule.op === 'more-than' ? 1 : 0)
  return missing > 0 ? sayMore(rule, missing, asked) : null
}

const more = {
  spend: { zh: '再消费 {n}', en: 'spend {n} more' },
  visit: { zh: '再消费 {n} 次', en: 'buy {n} more {n|time|times}' },
  other: { zh: '{field}再增加 {n}', en: '{field} up by {n}' },
  did: { zh: '再有 {n} 次“{event}”', en: '“{event}” {n} more {n|time|times}' },
} satisfies Record<string, Words>

function sayMore({ field }: FieldRule, missing: number, { dictionary, shop }: Asked): Words | null {
  const entry = dictionary.fields.get(field)
  if (!entry) return null
  if (visits.has(field)) return fillBoth(more.visit, { n: missing })
  const type = typeOf(dictionary, entry.field)
  const [zh = '', en = ''] = languages.map((language) => type.say(missing, entry.field, { ...shop, language }))
  const n = { zh, en }
  return fillBoth(spends.has(field) ? more.spend : more.other, { n, field: entry.field.label })
}

function missingTimes(rule: Extract<Rule, { did: unknown }>, { answers, dictionary }: Asked): Words | null {
  const { op, count } = rule.times ?? { op: 'at-least', count: 1 }
  if (op !== 'at-least') return null
  const missing = count - (answers.get(rule)?.value ?? 0)
  if (missing <= 0) return null
  if (rule.did === 'purchase.made' && !rule.where) return fillBoth(more.visit, { n: missing })
  return fillBoth(more.did, { n: missing, event: dictionary.events.get(rule.did)?.label ?? rule.did })
}

/** A condition that nobody can be told to add to is named as it is. */
function meeting(rule: Rule, { dictionary, shop }: Asked): Words {
  return fillBoth({ zh: '满足“{rule}”', en: 'meet “{rule}”' }, { rule: sayInBoth(rule, dictionary, shop) })
}
