import fc from 'fast-check'
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, type RawBuilder, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Asked, type Doing, holds, type Subject } from '../../../test/rule/naive-reading.ts'
import { type FreshDatabase, freshDatabase } from '../../../test/fresh-database.ts'
import { fieldTypes } from '../../fields/field-types.ts'
import type { Field } from '../entity/field.ts'
import { Problem } from '../kit/problem.ts'
import { checkRule, ruleProblems } from './check-rule.ts'
import { compileRule } from './compile-rule.ts'
import type { Dictionary } from './dictionary.ts'
import { operators } from './operators.ts'
import type { Rule } from './rule.ts'
import { sayRule } from './say-rule.ts'

const now = new Date('2026-02-27T18:30:00Z')
const timeZone = 'Asia/Shanghai'
const id = (n: number) => `0190aaaa-0000-7000-8000-${String(n).padStart(12, '0')}`
const word = (zh: string, en: string) => ({ zh, en })
const options = ['a', 'b', 'c'].map((value) => ({ value, label: word(`选项${value}`, `Option ${value}`) }))

/** One field of every type. */
const fields: Record<string, Field> = {
  word: { type: 'text', label: word('词', 'Word') },
  essay: { type: 'longtext', label: word('长文', 'Essay') },
  count: { type: 'number', label: word('数', 'Count') },
  amount: { type: 'money', label: word('金额', 'Amount') },
  day: { type: 'date', label: word('日子', 'Day') },
  at: { type: 'time', label: word('时刻', 'Moment') },
  yes: { type: 'boolean', label: word('是否', 'Yes') },
  option: { type: 'choice', label: word('选项', 'Option'), options },
  mail: { type: 'email', label: word('邮箱', 'Mail') },
  phone: { type: 'phone', label: word('手机', 'Phone') },
  link: { type: 'reference', to: 'customer', label: word('关联', 'Link') },
  colleague: { type: 'person', label: word('同事', 'Colleague') },
}
const typesOf = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.type]))
const segments = [id(901), id(902)]
const tags = [id(701), id(702), id(703)]
const tagField: Field = {
  type: 'tags',
  label: word('标签', 'Tags'),
  options: tags.map((value, i) => ({ value, label: word(`标签${i + 1}`, `Tag ${i + 1}`) })),
}
const stages = ['potential', 'loyal', 'churned']

const dictionary: Dictionary = {
  types: fieldTypes,
  fields: new Map([
    ...Object.entries(fields).map(([name, field]) => [name, { field, sql: sql.ref(`c.${name}`) }] as const),
    ['tags', { field: tagField, sql: sql.ref('c.id') }] as const,
  ]),
  events: new Map([
    ['done', { name: 'done', label: word('做过', 'Done'), sentence: word('', ''), payload: fields }],
    ['other', { name: 'other', label: word('其他', 'Other'), sentence: word('', ''), payload: {} }],
    ['hidden', { name: 'hidden', label: word('隐藏', 'Hidden'), sentence: word('', ''), payload: {}, askable: false }],
  ]),
  customerId: sql.ref('c.id'),
  stage: sql.ref('c.stage'),
  segments: new Map(segments.map((segment, i) => [segment, `细分${i + 1}`])),
  stages: new Map(stages.map((stage) => [stage, word(`阶段${stage}`, `stage ${stage}`)])),
}

/** Values near each other and near the edges that rules ask for. */
const pools: Record<string, readonly (string | number | boolean)[]> = {
  text: ['Anna', 'anna b', 'ANNA', '张三', '张', '100%', 'a_b', "O'Neil", '\\'],
  longtext: ['Anna', '一二三', '二', 'line\nline', '%'],
  number: [-1.5, 0, 1, 2, 3.25, 100],
  money: [0, 1, 100, 2_500, 9_007_199_254_740_991],
  date: ['1992-02-29', '2024-02-28', '2025-03-01', '2026-02-20', '2026-02-27', '2026-02-28', '2026-03-01', '2026-03-29', '1999-12-31'],
  time: [
    '2025-02-27T18:30:00Z',
    '2026-01-27T18:30:00Z',
    '2026-02-20T18:30:00.001Z',
    '2026-02-27T16:00:00Z',
    '2026-02-27T18:29:59.999Z',
    '2026-02-28T02:30:00+08:00',
    '2026-02-27T18:30:00.001Z',
    '2026-03-28T00:00:00Z',
  ],
  boolean: [true, false],
  choice: ['a', 'b', 'c'],
  email: ['a@x.example', 'b@x.example', 'ab@y.example'],
  phone: ['+8613800000001', '+8613800000002', '+14155550100'],
  reference: [id(1), id(2), id(801)],
  person: [id(11), id(12), id(811)],
}
const valueOf = (type: string) => fc.constantFrom(...(pools[type] ?? []))
const strange = fc.constantFrom<unknown>(
  null,
  '1',
  1.5,
  true,
  'true',
  [],
  {},
  [1],
  '2026-02-30',
  '2026-02-28 10:00',
  '2026-02-28T25:00:00Z',
  '2026-02-28T10:00:00',
  'x',
  '',
  9_007_199_254_740_992,
  -0,
  1e300,
  id(1).toUpperCase(),
)

const instant = fc.constantFrom('2024-05-01T00:00:00Z', ...(pools.time ?? []).map(String))
const doing: fc.Arbitrary<Doing> = fc.record({
  kind: fc.constantFrom('done', 'done', 'other'),
  at: instant.map((text) => new Date(text)),
  payload: fc.record(
    Object.fromEntries(Object.entries(typesOf).map(([name, type]) => [name, fc.oneof(valueOf(type), valueOf(type), strange)])),
    { requiredKeys: [] },
  ),
})
const subject: fc.Arbitrary<Omit<Subject, 'id'>> = fc.record({
  stage: fc.option(fc.constantFrom(...stages)),
  segments: fc.subarray(segments),
  tags: fc.uniqueArray(fc.record({ tag: fc.constantFrom(...tags), at: instant.map((text) => new Date(text)) }), {
    selector: (one) => one.tag,
  }),
  fields: fc.record(Object.fromEntries(Object.entries(typesOf).map(([name, type]) => [name, fc.option(valueOf(type), { freq: 3 })]))),
  doings: fc.array(doing, { maxLength: 5 }),
})

const duration = fc.record({
  amount: fc.constantFrom(0, 1, 2, 7, 12),
  unit: fc.constantFrom('minutes', 'hours', 'days', 'weeks', 'months', 'years'),
})
const part = fc.constantFrom('ann', 'A', '张', '%', '_', "'", '\\', 'x.example', '138', '+', '二')

function operandOf(op: string, type: string): fc.Arbitrary<unknown> {
  const operand = operators[op]?.operand
  if (op === 'contains' || op === 'starts-with') return part
  if (op === 'ends-with-four') return fc.constant('002x')
  if (operand === 'nothing') return fc.constant(undefined)
  if (operand === 'duration') return duration
  if (operand === 'range') return fc.tuple(valueOf(type), valueOf(type))
  return operand === 'values' ? fc.array(valueOf(type), { minLength: 1, maxLength: 3 }) : valueOf(type)
}

const fieldLeaf: fc.Arbitrary<Rule> = fc
  .constantFrom(
    ...Object.entries(typesOf).flatMap(([field, type]) => (fieldTypes[type]?.operators ?? []).map((op) => ({ field, op, type }))),
  )
  .chain(({ field, op, type }) => operandOf(op, type).map((value) => (value === undefined ? { field, op } : { field, op, value })))

const nested = (leaf: fc.Arbitrary<Rule>, depth: number): fc.Arbitrary<Rule> =>
  fc.letrec<{ rule: Rule }>((tie) => ({
    rule: fc.oneof(
      { maxDepth: depth, depthSize: 'small' },
      { arbitrary: leaf, weight: 4 },
      { arbitrary: fc.array(tie('rule'), { maxLength: 3 }).map((all) => ({ all })), weight: 1 },
      { arbitrary: fc.array(tie('rule'), { maxLength: 3 }).map((any) => ({ any })), weight: 1 },
      { arbitrary: tie('rule').map((not) => ({ not })), weight: 1 },
    ),
  })).rule

const window = fc.oneof(
  duration.map((last) => ({ last })),
  fc.record({ from: instant, to: instant }, { requiredKeys: [] }),
)
const didLeaf: fc.Arbitrary<Rule> = fc
  .record(
    {
      times: fc.record({
        op: fc.constantFrom('at-least' as const, 'at-most' as const, 'exactly' as const),
        count: fc.constantFrom(0, 1, 2, 3),
      }),
      within: window,
      where: nested(fieldLeaf, 2),
    },
    { requiredKeys: [] },
  )
  .map((rest) => JSON.parse(JSON.stringify({ did: 'done', ...rest })))

const begin = fc.record(
  { first: fc.constantFrom('in-window' as const, 'ever' as const, 'of-kind' as const), from: instant, to: instant },
  { requiredKeys: [] },
)
const step = fc.record(
  {
    did: fc.constantFrom('done', 'done', 'other'),
    days: fc.record({ from: fc.constantFrom(0, 1, 7), to: fc.constantFrom(1, 30, 365) }, { requiredKeys: ['from'] }),
  },
  { requiredKeys: ['did'] },
)
const conditioned = nested(fieldLeaf, 1).map((where) => ({ did: 'done', where }))
const place = fc.oneof(
  fc.constantFrom<string | null>('done', 'other', null).map((is) => ({ is })),
  fc.subarray(['done', 'other']).map((noneOf) => ({ noneOf })),
  fc.constantFrom({ any: true } as const, { end: true } as const),
)
const sequenceLeaf: fc.Arbitrary<Rule> = fc.oneof(
  fc
    .record(
      {
        steps: fc.array(fc.oneof(step, conditioned), { minLength: 1, maxLength: 4 }),
        begin,
        within: duration,
        stoppedAt: fc.constantFrom(1, 2),
      },
      { requiredKeys: ['steps'] },
    )
    .filter(({ steps, stoppedAt = 1 }) => stoppedAt <= steps.length)
    .map((sequence) => JSON.parse(JSON.stringify({ sequence }))),
  fc
    .record(
      {
        nth: fc.constant('kind' as const),
        kinds: fc.subarray(['done', 'other'], { minLength: 1 }),
        begin: fc.record({ from: instant, to: instant }, { requiredKeys: [] }),
        places: fc.array(place, { minLength: 1, maxLength: 4 }),
      },
      { requiredKeys: ['nth', 'kinds', 'places'] },
    )
    .map((sequence) => JSON.parse(JSON.stringify({ sequence }))),
)

const tagList = fc.subarray(tags, { minLength: 1 })
const tagLeaf: fc.Arbitrary<Rule> = fc.oneof(
  fc
    .tuple(fc.constantFrom('has-any-tag', 'has-all-tags', 'has-none-of-tags'), tagList)
    .map(([op, value]) => ({ field: 'tags', op, value })),
  fc.record({ tags: tagList, last: duration }).map((value) => ({ field: 'tags', op: 'tagged-within', value })),
  fc.constantFrom('has-tags', 'has-no-tags').map((op) => ({ field: 'tags', op })),
)
const otherLeaf: fc.Arbitrary<Rule> = fc.oneof(
  tagLeaf,
  fc.constantFrom(...segments).map((segment) => ({ segment })),
  fc.subarray(stages, { minLength: 1 }).map((stage) => ({ stage })),
  fc
    .tuple(fc.constantFrom('salt', '盐'), fc.integer({ min: 0, max: 9_999 }), fc.integer({ min: 1, max: 10_000 }))
    .filter(([, from, to]) => from < to)
    .map(([salt, from, to]) => ({ bucket: { salt, from, to } })),
)
// Three levels, a fact's own three, and one for a negation around it all: what `checkRule` lets through.
const anyRule = nested(
  fc.oneof(
    { arbitrary: fieldLeaf, weight: 3 },
    { arbitrary: didLeaf, weight: 3 },
    { arbitrary: sequenceLeaf, weight: 1 },
    { arbitrary: otherLeaf, weight: 1 },
  ),
  3,
)

describe('the SQL of a rule and a naive reading of the same data agree', () => {
  let database: FreshDatabase
  const subjects: Subject[] = fc.sample(subject, { numRuns: 150, seed: 20_260_227 }).map((one, i) => ({ ...one, id: id(i + 1) }))
  const asked: Asked = { now, fieldTypes: typesOf, payloadTypes: typesOf }
  const db = () => database.database.db

  beforeAll(async () => {
    database = await freshDatabase()
    await keep(subjects)
  })
  afterAll(() => database.drop())

  async function keep(all: readonly Subject[]): Promise<void> {
    const columns = Object.entries(typesOf).map(([name, type]) => sql`${sql.id(name)} ${sql.raw(fieldTypes[type]?.columnType ?? 'text')}`)
    await sql`create table subjects (id uuid primary key, stage text, ${sql.join(columns)})`.execute(db())
    const rows = all.map((one) => ({ id: one.id, stage: one.stage, ...one.fields }))
    await sql`insert into subjects select * from jsonb_populate_recordset(null::subjects, ${JSON.stringify(rows)}::jsonb)`.execute(db())
    const facts = all.flatMap((one) =>
      one.doings.map((doing, i) => ({
        customer_id: one.id,
        seq: i + 1,
        id: one.id,
        kind: doing.kind,
        occurred_at: doing.at,
        recorded_at: doing.at,
        source: 't',
        quiet: false,
        payload: doing.payload,
      })),
    )
    await sql`insert into events select * from jsonb_populate_recordset(null::events, ${JSON.stringify(facts)}::jsonb)`.execute(db())
    const inside = all.flatMap((one) => one.segments.map((segment_id) => ({ customer_id: one.id, segment_id, entered_at: now })))
    const tagRows = all.flatMap((one) =>
      one.tags.map(({ tag, at }) => ({ customer_id: one.id, tag_id: tag, tagged_at: at, origin: 't', first_customer_id: one.id })),
    )
    await sql`insert into tags (id, name, colour, created_at) select t, t::text, 'teal', ${now} from unnest(${tags}::uuid[]) t`.execute(
      db(),
    )
    await sql`insert into customer_tags select * from jsonb_populate_recordset(null::customer_tags, ${JSON.stringify(tagRows)}::jsonb)`.execute(
      db(),
    )
    const left = all.flatMap((one) =>
      segments
        .filter((s) => !one.segments.includes(s))
        .map((segment_id) => ({ customer_id: one.id, segment_id, entered_at: now, left_at: now })),
    )
    await sql`insert into memberships select * from jsonb_populate_recordset(null::memberships, ${JSON.stringify([...inside, ...left])}::jsonb)`.execute(
      db(),
    )
  }

  const found = async (rule: Rule, among?: readonly string[]): Promise<string[]> => {
    const ids = among && sql`${among}::uuid[]`
    const condition = compileRule(checkRule(JSON.parse(JSON.stringify(rule)), dictionary), dictionary, {
      now,
      timeZone,
      ...(ids ? { among: ids } : {}),
    })
    const { rows } = await sql<{
      id: string
    }>`select c.id from subjects c where ${condition} ${ids ? sql`and c.id = any(${ids})` : sql``} order by c.id`.execute(db())
    return rows.map((row) => row.id)
  }
  const expected = (rule: Rule) => subjects.filter((one) => holds(rule, one, asked)).map((one) => one.id)

  test('for any rule at all', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(anyRule, async (rule) => {
        expect(await found(rule)).toEqual(expected(rule))
      }),
      { numRuns: 800 },
    )
  })

  test('for every operator of every type alone, of fields and of what facts carry', { timeout: 120_000 }, async () => {
    const seen = new Set<string>()
    await fc.assert(
      fc.asyncProperty(fieldLeaf, fc.boolean(), async (leaf, ofFact) => {
        const rule: Rule = ofFact ? { did: 'done', where: leaf } : leaf
        if ('field' in leaf) seen.add(`${leaf.field} ${leaf.op}`)
        expect(await found(rule)).toEqual(expected(rule))
      }),
      { numRuns: 1_000 },
    )
    expect(seen.size).toBeGreaterThan(65)
  })

  test('for every way to go from one fact to the next', { timeout: 60_000 }, async () => {
    let some = 0
    await fc.assert(
      fc.asyncProperty(sequenceLeaf, async (leaf) => {
        const wanted = expected(leaf)
        some += wanted.length > 0 ? 1 : 0
        expect(await found(leaf)).toEqual(wanted)
      }),
      { numRuns: 300 },
    )
    expect(some).toBeGreaterThan(60)
  })

  test('for every way to ask for tags', { timeout: 60_000 }, async () => {
    const seen = new Set<string>()
    await fc.assert(
      fc.asyncProperty(tagLeaf, async (leaf) => {
        if ('field' in leaf) seen.add(leaf.op)
        expect(await found(leaf)).toEqual(expected(leaf))
      }),
      { numRuns: 150 },
    )
    expect(seen.size).toBe(6)
  })

  test('asked of some customers only, it gives those of everybody’s answer', { timeout: 60_000 }, async () => {
    const some = subjects.filter((_, i) => i % 3 === 0).map((one) => one.id)
    await fc.assert(
      fc.asyncProperty(anyRule, async (rule) => {
        expect(await found(rule, some)).toEqual(expected(rule).filter((one) => some.includes(one)))
      }),
      { numRuns: 150 },
    )
  })

  test('a rule and its negation share everybody between them', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(anyRule, async (rule) => {
        const [is, not] = await Promise.all([found(rule), found({ not: rule })])
        expect([...is, ...not].toSorted()).toEqual(subjects.map((one) => one.id))
      }),
      { numRuns: 150 },
    )
  })
})

describe('what is wrong with a rule is said, and where', () => {
  const wrong = (rule: unknown): { code: string; path: unknown } => {
    try {
      checkRule(rule, dictionary)
    } catch (error) {
      if (error instanceof Problem) return { code: error.code, path: error.details.path }
      throw error
    }
    return { code: 'none', path: null }
  }
  const deep = (levels: number): unknown => (levels === 0 ? { field: 'word', op: 'is-known' } : { not: deep(levels - 1) })

  test.each([
    [
      { field: 'count', op: 'at-least', value: '1' },
      '填写的内容类型不对，应为数字',
      'is not the right kind of value; a number is expected',
    ],
    [{ field: 'count', op: 'at-least' }, '请填写', 'is required'],
    [{ field: 'word', op: 'is', value: 'x', sql: '1=1' }, '含有未知的字段：sql', 'has unknown fields: sql'],
    [{ all: [], any: [] }, 'all、any、not 要单独写，这里有 all, any', 'all, any and not stand alone, and here are all, any'],
    [{ all: {} }, '应为条件的列表', 'must be a list of conditions'],
  ])('says in both languages what is wrong with %j', (rule, zh, en) => {
    expect(() => checkRule(rule, dictionary)).toThrow(expect.objectContaining({ details: expect.objectContaining({ reason: { zh, en } }) }))
  })

  test.each<[unknown, string, string]>([
    [null, 'rule.malformed', 'rule'],
    ['all', 'rule.malformed', 'rule'],
    [[], 'rule.malformed', 'rule'],
    [{}, 'rule.malformed', 'rule'],
    [{ all: {} }, 'rule.malformed', 'rule.all'],
    [{ any: [{ all: [3] }] }, 'rule.malformed', 'rule.any.0.all.0'],
    [{ all: [], any: [] }, 'rule.malformed', 'rule'],
    [{ not: { not: {} } }, 'rule.malformed', 'rule.not.not'],
    [{ field: 'word' }, 'rule.malformed', 'rule.op'],
    [{ field: 'word', op: 'is', value: 'x', sql: '1=1' }, 'rule.malformed', 'rule'],
    [{ all: [{ field: 'nope', op: 'is', value: 1 }] }, 'rule.unknown-field', 'rule.all.0.field'],
    [{ field: 'word', op: 'at-least', value: 1 }, 'rule.unknown-operator', 'rule.op'],
    [{ field: 'count', op: 'at-least', value: '1' }, 'rule.wrong-value', 'rule.value'],
    [{ field: 'count', op: 'at-least' }, 'rule.wrong-value', 'rule.value'],
    [{ field: 'count', op: 'is-between', value: [1] }, 'rule.wrong-value', 'rule.value'],
    [{ field: 'count', op: 'is-between', value: [1, 'x'] }, 'rule.wrong-value', 'rule.value.1'],
    [{ field: 'option', op: 'is', value: 'z' }, 'rule.wrong-value', 'rule.value'],
    [{ field: 'day', op: 'before', value: '2026-02-30' }, 'rule.wrong-value', 'rule.value'],
    [{ field: 'at', op: 'in-the-last', value: { amount: -1, unit: 'days' } }, 'rule.wrong-value', 'rule.value.amount'],
    [{ field: 'at', op: 'in-the-last', value: { amount: 1, unit: 'eons' } }, 'rule.wrong-value', 'rule.value.unit'],
    [{ did: 'nothing' }, 'rule.unknown-event', 'rule.did'],
    [{ did: 'hidden' }, 'rule.unknown-event', 'rule.did'],
    [{ did: 'done', times: { op: 'exactly', count: -1 } }, 'rule.malformed', 'rule.times.count'],
    [{ did: 'done', where: { field: 'nope', op: 'is', value: 1 } }, 'rule.unknown-field', 'rule.where.field'],
    [{ did: 'done', where: { did: 'done' } }, 'rule.out-of-place', 'rule.where'],
    [{ did: 'done', where: { stage: ['loyal'] } }, 'rule.out-of-place', 'rule.where'],
    [{ did: 'other', where: { field: 'word', op: 'is', value: 'x' } }, 'rule.unknown-field', 'rule.where.field'],
    [{ segment: id(999) }, 'rule.unknown-segment', 'rule'],
    [{ segment: 'not-an-id' }, 'rule.unknown-segment', 'rule'],
    [{ any: [{ stage: ['loyal', 'gone'] }] }, 'rule.unknown-stage', 'rule.any.0'],
    [{ stage: [] }, 'rule.malformed', 'rule.stage'],
    [{ bucket: { salt: 's', from: 5, to: 5 } }, 'rule.malformed', 'rule.bucket.to'],
    [{ bucket: { salt: 'a\u0000', from: 0, to: 5 } }, 'rule.malformed', 'rule.bucket.salt'],
    [{ field: 'word', op: 'contains', value: 'a\u0000' }, 'rule.wrong-value', 'rule.value'],
    [{ field: 'word', op: 'is', value: '\ud800' }, 'rule.wrong-value', 'rule.value'],
    [{ field: 'at', op: 'longer-ago-than', value: { amount: 10_000, unit: 'years' } }, 'rule.wrong-value', 'rule.value.amount'],
    [{ did: 'done', within: { last: { amount: 9_000, unit: 'months' } } }, 'rule.malformed', 'rule.within.last.amount'],
    [{ not: { segment: 'x' }, field: 'word' }, 'rule.malformed', 'rule'],
    [deep(9), 'rule.too-large', 'rule.not.not.not.not.not.not.not.not'],
    [{ all: Array.from({ length: 90 }, () => ({ any: [deep(1)] })) }, 'rule.too-large', 'rule.all.66.any.0'],
  ])('%j', (rule, code, path) => {
    expect(wrong(rule)).toEqual({ code, path })
  })

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', "word'; drop table customers; --", 'c.word', 'word" or 1=1'])(
    '%s names no field, operator, fact, segment or stage',
    (text) => {
      expect(wrong({ field: text, op: 'is', value: 'x' }).code).toBe('rule.unknown-field')
      expect(wrong({ field: 'word', op: text, value: 'x' }).code).toBe('rule.unknown-operator')
      expect(wrong({ did: text }).code).toBe('rule.unknown-event')
      expect(wrong({ did: 'done', where: { field: text, op: 'is', value: 'x' } }).code).toBe('rule.unknown-field')
      expect(wrong({ segment: text }).code).toBe('rule.unknown-segment')
      expect(wrong({ stage: [text] }).code).toBe('rule.unknown-stage')
      expect(wrong(JSON.parse(`{"__proto__": {"all": []}}`)).code).toBe('rule.malformed')
    },
  )

  test('every problem has its words in both languages', () => {
    for (const { words } of Object.values(ruleProblems)) expect([words.zh, words.en].every((text) => text.length > 5)).toBe(true)
  })
})

test('a rule is said as a sentence in both languages', () => {
  const rule: Rule = {
    all: [
      { field: 'amount', op: 'at-least', value: 50_000 },
      { any: [{ field: 'option', op: 'is-one-of', value: ['a', 'b'] }, { not: { field: 'mail', op: 'is-known' } }] },
      {
        did: 'done',
        times: { op: 'at-least', count: 2 },
        within: { last: { amount: 30, unit: 'days' } },
        where: { field: 'yes', op: 'is', value: true },
      },
      { not: { did: 'other' } },
      { segment: segments[0] ?? '' },
      { stage: ['loyal', 'churned'] },
      { bucket: { salt: 's', from: 0, to: 1_250 } },
    ],
  }
  const customs = { currency: 'CNY', timeZone }
  expect(sayRule(rule, dictionary, { ...customs, language: 'zh' })).toMatchInlineSnapshot(
    `"金额至少为 ¥500.00，并且（选项是选项a、选项b之一，或者并非（邮箱已填写）），并且最近 30 天内有过“做过”至少 2 次（是否是是），并且没有“其他”，并且属于细分“细分1”，并且处于阶段loyal或阶段churned阶段，并且随机抽取的 12.5%"`,
  )
  expect(sayRule(rule, dictionary, { ...customs, language: 'en' })).toMatchInlineSnapshot(
    `"Amount at least ¥500.00 and (Option is one of Option a, Option b or not (Mail is known)) and has “Done” at least 2 times in the last 30 days (Yes is Yes) and has no “Other” ever and is in the segment “细分1” and is in stage stage loyal or stage churned and a random 12.5%"`,
  )
  expect(sayRule({ all: [] }, dictionary, { ...customs, language: 'zh' })).toBe('所有人')
  expect(sayRule({ any: [] }, dictionary, { ...customs, language: 'en' })).toBe('nobody')
})

test('what is asked of tags is said as one would', () => {
  const say = (rule: Rule, language: 'zh' | 'en') => sayRule(rule, dictionary, { language, currency: 'CNY', timeZone })
  const both = (rule: Rule) => [say(rule, 'zh'), say(rule, 'en')]
  expect(both({ field: 'tags', op: 'has-any-tag', value: tags.slice(0, 2) })).toEqual([
    '有标签“标签1”或“标签2”',
    'has the tag “Tag 1” or “Tag 2”',
  ])
  expect(both({ field: 'tags', op: 'has-none-of-tags', value: tags.slice(0, 1) })).toEqual([
    '没有标签“标签1”',
    'does not have the tag “Tag 1”',
  ])
  expect(both({ field: 'tags', op: 'tagged-within', value: { tags: tags.slice(0, 1), last: { amount: 30, unit: 'days' } } })).toEqual([
    '最近 30 天内打上了标签“标签1”',
    'was tagged “Tag 1” in the last 30 days',
  ])
  expect(both({ field: 'tags', op: 'has-no-tags' })).toEqual(['没有任何标签', 'has no tags'])
})

test('the SQL of every operator is the one that was looked at', () => {
  const first: Record<string, string> = {}
  for (const [field, { type }] of Object.entries(fields)) for (const op of fieldTypes[type]?.operators ?? []) first[op] ??= field
  // No type names it: it is asked of what is kept sealed.
  first['ends-with-four'] ??= 'word'
  // Of a field that the one here does not have, e.g. consents: they are looked at beside that field.
  const tagOperators = ['has-any-tag', 'has-all-tags', 'has-none-of-tags', 'tagged-within', 'has-tags', 'has-no-tags']
  const known = Object.keys(operators).filter((op) => first[op] !== undefined || tagOperators.includes(op))
  const said = known.map((op) => {
    const [tagged] = first[op]
      ? []
      : fc.sample(
          tagLeaf.filter((leaf) => 'op' in leaf && leaf.op === op),
          { numRuns: 1, seed: 1 },
        )
    if (tagged) return `${op}: ${textOf(compileRule(tagged, dictionary, { now, timeZone }))}`
    const field = first[op] ?? ''
    const [value] = fc.sample(operandOf(op, typesOf[field] ?? ''), { numRuns: 1, seed: 1 })
    return `${op}: ${textOf(compileRule({ field, op, value }, dictionary, { now, timeZone }))}`
  })
  const others: Record<string, Rule> = {
    not: { not: { field: 'word', op: 'is', value: 'x' } },
    did: { did: 'done' },
    'did twice in a week, of some amount': {
      did: 'done',
      times: { op: 'exactly', count: 2 },
      within: { last: { amount: 1, unit: 'weeks' } },
      where: { field: 'amount', op: 'at-least', value: 1 },
    },
    segment: { segment: segments[0] ?? '' },
    stage: { stage: ['loyal'] },
    bucket: { bucket: { salt: 's', from: 0, to: 10 } },
  }
  for (const [name, rule] of Object.entries(others)) said.push(`${name}: ${textOf(compileRule(rule, dictionary, { now, timeZone }))}`)
  expect(said.join('\n')).toMatchSnapshot()
})

const compiler = new Kysely({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

/** The statement with its places; values never stand in it. */
function textOf(condition: RawBuilder<unknown>): string {
  const { sql: text } = sql`select ${condition}`.compile(compiler)
  return text.replace(/\s+/g, ' ').replace(/^select /, '')
}

test('“is me” is whoever reads; where nobody does it is refused, and a browser leaves it for the server to say', () => {
  const mine = { field: 'colleague', op: 'is-me' }
  const bound = { field: 'colleague', op: 'is', value: id(11) }
  expect(checkRule(mine, { ...dictionary, me: id(11) })).toEqual(bound)
  expect(checkRule({ any: [{ not: mine }] }, { ...dictionary, me: id(11) })).toEqual({ any: [{ not: bound }] })
  expect(checkRule({ did: 'done', where: mine }, { ...dictionary, me: id(11) })).toEqual({ did: 'done', where: bound })
  expect(() => checkRule({ all: [mine] }, { ...dictionary, me: null })).toThrow('rule.nobody-reads')
  expect(checkRule(mine, dictionary)).toEqual(mine)
})

test('what an erasure left of a value can be asked for, and nothing else that is none', () => {
  for (const value of ['•••', '•••.chen@shop.test']) {
    for (const rule of [
      { field: 'mail', op: 'is', value },
      { field: 'mail', op: 'is-one-of', value: [value, 'an@shop.test'] },
    ])
      expect(checkRule(rule, dictionary)).toEqual(rule)
  }
  for (const value of ['chen', '•••\u0000', '•••\ud800'])
    expect(() => checkRule({ field: 'mail', op: 'is', value }, dictionary)).toThrow('rule.wrong-value')
})

test('what is sealed is asked for by its blind indexes, in the form in which it was kept, and by nothing else', () => {
  const card = { type: 'id-card', label: { zh: '证件', en: 'Card' }, sealed: true } as const
  const sealed = { four: sql`four`, blindOf: (value: unknown) => `blind ${String(value)}`, fourOf: (text: string) => `four ${text}` }
  const own = { ...dictionary, fields: new Map([['card', { field: card, sql: sql`blind`, sealed }]]) }
  const compiled = (rule: unknown) => sql`select ${compileRule(checkRule(rule, own), own, { now, timeZone })}`.compile(compiler)
  const number = '11010519491231002X'
  expect(compiled({ field: 'card', op: 'is', value: number.toLowerCase() })).toMatchObject({
    sql: 'select blind in ($1::text)',
    parameters: [`blind ${number}`],
  })
  expect(compiled({ field: 'card', op: 'is-one-of', value: [number, '110105491231002'] }).parameters).toEqual([
    `blind ${number}`,
    `blind ${number}`,
  ])
  expect(compiled({ field: 'card', op: 'ends-with-four', value: '002x' })).toMatchObject({
    sql: 'select four in ($1::text)',
    parameters: ['four 002x'],
  })
  const indexed = { ...dictionary, fields: new Map([['card', { field: card, sql: sql`blind`, sealed: { ...sealed, words: sql`words` } }]]) }
  const byIndex = sql`select ${compileRule(checkRule({ field: 'card', op: 'ends-with-four', value: '002x' }, indexed), indexed, { now, timeZone })}`
  expect(byIndex.compile(compiler)).toMatchObject({
    sql: 'select (words @@ $1::tsquery and four in ($2::text))',
    parameters: ["'four 002x'", 'four 002x'],
  })
  for (const op of ['starts-with', 'is-not', 'contains'])
    expect(() => checkRule({ field: 'card', op, value: number }, own), op).toThrow('rule.unknown-operator')
  expect(() => checkRule({ field: 'card', op: 'ends-with-four', value: '12345' }, own)).toThrow('rule.wrong-value')
})
