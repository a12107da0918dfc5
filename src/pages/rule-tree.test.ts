import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkRule } from '../core/rule/check-rule.ts'
import type { Rule } from '../core/rule/rule.ts'
import { sayRule } from '../core/rule/say-rule.ts'
import { browserDictionary, entityCard } from './browser-dictionary.ts'
import { dictionaryAnswer } from './dictionary-answer.ts'
import {
  asGroup,
  daysOfWindow,
  didNot,
  groupOf,
  isReady,
  leafTrouble,
  makeDid,
  makeGroup,
  negate,
  newDidRule,
  newFieldRule,
  windowOfDays,
  withField,
  withoutNot,
  withOperator,
} from './rule-tree.ts'

const label = (zh: string, en: string) => ({ zh, en })
const answer = dictionaryAnswer.parse({
  entities: [
    {
      name: 'customer',
      label: label('客户', 'Customer'),
      plural: label('客户', 'Customers'),
      path: 'customers',
      title: 'name',
      sort: { field: 'createdAt', direction: 'desc' },
      searchable: true,
      fields: [
        { name: 'name', type: 'text', label: label('姓名', 'Name') },
        { name: 'city', type: 'text', label: label('城市', 'City') },
        {
          name: 'gender',
          type: 'choice',
          label: label('性别', 'Gender'),
          options: [{ value: 'female', label: label('女', 'Female'), tone: 'mauve' }],
        },
        { name: 'spend', type: 'money', label: label('消费额', 'Spend'), computed: true, from: 'the future' },
        { name: 'odd', type: 'hologram', label: label('全息', 'Hologram') },
      ],
    },
    {
      name: 'order',
      label: label('订单', 'Order'),
      plural: label('订单', 'Orders'),
      path: 'orders',
      title: 'number',
      sort: { field: 'number', direction: 'asc' },
      searchable: false,
      fields: [{ name: 'number', type: 'text', label: label('单号', 'Number') }],
    },
  ],
  events: [
    { name: 'note.kept', label: label('内部', 'Internal'), sentence: label('x', 'x'), payload: {}, askable: false },
    {
      name: 'purchase.made',
      label: label('消费', 'Purchase'),
      sentence: label('消费 {amount}', 'Bought for {amount}'),
      payload: { amount: { type: 'money', label: label('金额', 'Amount') } },
    },
  ],
  segments: [{ id: '018f0000-0000-7000-8000-000000000001', name: '老客' }],
  stages: [{ key: 'loyal', label: label('忠诚', 'Loyal') }],
  shop: { name: '茶', currency: 'CNY', timeZone: 'Asia/Shanghai' },
})
const dictionary = browserDictionary(answer, 'customer')
const zh = { language: 'zh', currency: 'CNY', timeZone: 'Asia/Shanghai' } as const

test('the browser knows the fields of all features, and leaves out a type that it does not know', () => {
  expect([...dictionary.fields.keys()]).toEqual(['name', 'city', 'gender', 'spend'])
  expect(entityCard(answer, 'customer')?.fields['gender']?.options?.[0]?.tone).toBe(undefined)
  expect(entityCard(answer, 'ghost')).toBe(null)
})

test('only customers have facts, segments and stages', () => {
  const orders = browserDictionary(answer, 'order')
  expect(orders.events.size).toBe(0)
  expect(isReady({ segment: '018f0000-0000-7000-8000-000000000001' }, orders)).toBe(false)
  expect(isReady({ segment: '018f0000-0000-7000-8000-000000000001' }, dictionary)).toBe(true)
})

test('a rule is said from what the server told', () => {
  const rule: Rule = {
    all: [
      { field: 'spend', op: 'at-least', value: 100_000 },
      { not: { did: 'purchase.made', within: { last: { amount: 90, unit: 'days' } } } },
    ],
  }
  expect(sayRule(checkRule(rule, dictionary), dictionary, zh)).toBe('消费额至少为 ¥1,000.00，并且最近 90 天内没有“消费”')
})

const leaf: fc.Arbitrary<Rule> = fc.oneof(
  fc.record({ field: fc.constantFrom('name', 'city'), op: fc.constantFrom('is', 'contains'), value: fc.constantFrom('a', 'b') }),
  fc.constant<Rule>({ segment: '018f0000-0000-7000-8000-000000000001' }),
  fc.record({
    did: fc.constant('purchase.made'),
    times: fc.record({ op: fc.constantFrom('at-least', 'at-most', 'exactly'), count: fc.nat(3) }),
  }),
)
const { node } = fc.letrec<{ node: Rule }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.record({ all: fc.array(tie('node'), { maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('node'), { maxLength: 3 }) }),
    fc.record({ not: tie('node') }),
  ),
}))

/** What a rule says of one made-up customer. */
function holds(
  rule: Rule,
  truth: { readonly name: string; readonly city: string; readonly member: boolean; readonly bought: number },
): boolean {
  if ('all' in rule) return rule.all.every((one) => holds(one, truth))
  if ('any' in rule) return rule.any.some((one) => holds(one, truth))
  if ('not' in rule) return !holds(rule.not, truth)
  if ('segment' in rule) return truth.member
  if ('field' in rule) return (rule.field === 'name' ? truth.name : truth.city) === rule.value
  if (!('did' in rule)) return false
  const { op, count } = rule.times ?? { op: 'at-least', count: 1 }
  return op === 'at-least' ? truth.bought >= count : op === 'at-most' ? truth.bought <= count : truth.bought === count
}

/** Takes a rule apart as the builder shows it, and puts it together again. */
function throughTheBuilder(rule: Rule): Rule {
  const group = groupOf(rule)
  if (group) return makeGroup({ mode: group.mode, rules: group.rules.map(throughTheBuilder) })
  const did = didNot(rule)
  if (did) return makeDid(did.rule, did.never)
  const { rule: inner, negated } = withoutNot(rule)
  return negate(inner, negated)
}

test('taking a rule apart and putting it together again changes nothing about whom it holds for', () => {
  const customer = fc.record({ name: fc.constantFrom('a', 'b'), city: fc.constantFrom('a', 'b'), member: fc.boolean(), bought: fc.nat(4) })
  fc.assert(
    fc.property(node, customer, (rule, truth) => {
      expect(holds(throughTheBuilder(rule), truth)).toBe(holds(rule, truth))
      expect(holds(makeGroup(asGroup(rule)), truth)).toBe(holds(rule, truth))
    }),
    { numRuns: 2000 },
  )
})

test('every condition in the builder has a line: a field, a fact, a membership', () => {
  fc.assert(
    fc.property(node, (rule) => {
      const { rule: inner } = withoutNot(rule)
      expect(groupOf(rule) !== null || didNot(rule) !== null || !('did' in inner)).toBe(true)
    }),
  )
})

test('a new condition waits for its value', () => {
  const fresh = newFieldRule(dictionary)
  expect(fresh).toEqual({ field: 'name', op: 'is' })
  if (!fresh) throw new Error('no rule')
  expect(leafTrouble(fresh, dictionary)).toEqual({ zh: '请填写', en: 'is required' })
  expect(isReady({ all: [fresh] }, dictionary)).toBe(false)
  expect(newDidRule(dictionary)).toEqual({ did: 'purchase.made' })
})

test('another field keeps operator and value where they still fit, and drops them where they do not', () => {
  expect(withField({ field: 'name', op: 'contains', value: '王' }, 'city', dictionary)).toEqual({
    field: 'city',
    op: 'contains',
    value: '王',
  })
  expect(withField({ field: 'name', op: 'contains', value: '王' }, 'spend', dictionary)).toEqual({ field: 'spend', op: 'at-least' })
  expect(withField({ field: 'name', op: 'is', value: '王' }, 'gender', dictionary)).toEqual({ field: 'gender', op: 'is' })
})

test('another operator carries the value over where its form allows', () => {
  expect(withOperator({ field: 'city', op: 'is', value: '杭州' }, 'is-one-of')).toEqual({ field: 'city', op: 'is-one-of', value: ['杭州'] })
  expect(withOperator({ field: 'city', op: 'is-one-of', value: ['杭州', '苏州'] }, 'is')).toEqual({
    field: 'city',
    op: 'is',
    value: '杭州',
  })
  expect(withOperator({ field: 'spend', op: 'at-least', value: 5 }, 'is-between')).toEqual({
    field: 'spend',
    op: 'is-between',
    value: [5, undefined],
  })
  expect(withOperator({ field: 'city', op: 'is', value: '杭州' }, 'is-known')).toEqual({ field: 'city', op: 'is-known' })
  expect(withOperator({ field: 'city', op: 'is-known' }, 'is')).toEqual({ field: 'city', op: 'is' })
})

test('what no longer exists is said, not hidden', () => {
  expect(leafTrouble({ field: 'gone', op: 'is', value: 'x' }, dictionary)?.en).toContain('no longer exists')
  expect(leafTrouble({ segment: 'gone' }, dictionary)).not.toBe(null)
  expect(leafTrouble({ stage: ['gone'] }, dictionary)).not.toBe(null)
  expect(leafTrouble({ did: 'gone' }, dictionary)).not.toBe(null)
  expect(leafTrouble({ field: 'spend', op: 'at-least', value: 1.5 }, dictionary)).not.toBe(null)
})

test('the last day of a window counts whole', () => {
  const window = windowOfDays('2026-01-05', '2026-01-06', 'Asia/Shanghai')
  expect(window).toEqual({ from: '2026-01-04T16:00:00.000Z', to: '2026-01-06T16:00:00.000Z' })
  expect(daysOfWindow(window, 'Asia/Shanghai')).toEqual({ from: '2026-01-05', to: '2026-01-06' })
  expect(sayRule({ did: 'purchase.made', within: window }, dictionary, zh)).toBe('2026-01-05 至 2026-01-06 之间有过“消费”')
})
