import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keepFacts } from '../../../../test/keep-facts.ts'
import { makeWorld, type Person, type World } from '../../../../test/world.ts'
import type { FieldRight } from '../../../core/rights/rights.ts'
import { addDays } from '../../../core/kit/local-time.ts'
import { refreshEveryone } from '../../../platform/event-log/refresh-news.ts'
import { subjectsOf } from '../../../platform/rights/subjects.ts'
import { customerProfitParts } from '../../value/questions.ts'
import { saveChurnCapacity, setChurnReason } from '../actions.ts'
import * as questions from '../questions.ts'
import { churnSweepTick } from './sweep-churn.ts'

let world: World
/** Nine visits seventeen days apart, 93 days ago for the last time, for some 7,777 each: whatever tells of them has these digits. */
let secret: string
let other: string
let never: string
const amounts = Array.from({ length: 9 }, (_, k) => 777_700 + k)
const spent = amounts.reduce((sum, amount) => sum + amount, 0)

beforeAll(async () => {
  world = await makeWorld()
  secret = await world.customer({ name: '密先生', phone: '+8613800000001' })
  other = await world.customer({ name: '甲女士' })
  const days = (ago: number, step: number) => amounts.map((_, k) => addDays('2026-06-15', -ago - k * step))
  const bought = (customerId: string, on: readonly string[], amount: (k: number) => number) =>
    on.map((day, k) => ({ customerId, at: `${day}T02:00:00Z`, amount: amount(k), quiet: true }))
  await keepFacts(world, [
    ...bought(secret, days(93, 17), (k) => amounts[k] ?? 0),
    ...bought(other, days(60, 10), () => 10_000),
    ...bought(
      await world.customer({ name: '常来' }),
      Array.from({ length: 250 }, (_, k) => addDays('2026-06-15', -k)),
      () => 100,
    ),
  ])
  never = await world.customer({ name: '没买过' })
  await refreshEveryone(world.services)
  await world.act(saveChurnCapacity, { perPerson: 5, pool: 10, people: {} })
  await sql`delete from settings where name = 'sweep:churn'`.execute(world.db)
  await churnSweepTick.run(world.services)
  await world.act(setChurnReason, { id: secret, reason: 'price.high', note: '嫌贵了' })
  await world.settle()
})
afterAll(() => world.end())

const reader = (fields: Readonly<Record<string, FieldRight>>): Promise<Person> =>
  world.person({ rights: { grants: { customer: { read: ['all'] } }, fields, rights: [] } })
const entriesFor = async (fields: Readonly<Record<string, FieldRight>>) =>
  await world.as(await reader(fields)).ask(questions.listChurnEntries, { who: 'everyone' })
const entryFor = async (fields: Readonly<Record<string, FieldRight>>) =>
  (await entriesFor(fields)).entries.find(({ customer }) => customer.id === secret)

test('who may see all of it is told what stands behind each factor', async () => {
  const entry = await entryFor({})
  expect(entry).toMatchObject({
    since: 93,
    reason: 'price.high',
    why: { elapsed: 93, gaps: 8, spend: spent, purchases: 9, reachable: true },
  })
  expect(entry?.atStake).toBeGreaterThan(0)
})

test.each(['hidden', 'masked'] as const)('what a role has %s is in no line of the list, nor can it be worked out of one', async (how) => {
  const rhythm = await entryFor({ rhythmDays: how, meanGapDays: how })
  expect(rhythm).toMatchObject({
    since: 93,
    risk: null,
    changeable: null,
    atStake: null,
    why: { rhythmDays: null, gaps: null, fresh: null },
  })
  const money = await entryFor({ spend: how, averagePurchase: how })
  expect(money).toMatchObject({ value: null, atStake: null, why: { spend: null, purchases: 9 } })
  expect(JSON.stringify(money)).not.toContain(String(spent))
  const day = await entryFor({ lastPurchaseAt: how })
  expect(day).toMatchObject({ since: null, risk: null, atStake: null, backAt: null, why: { elapsed: null } })
  expect(await entryFor({ purchaseCount: how })).toMatchObject({ why: { purchases: null, gaps: null } })
  expect(await entryFor({ aliveChance: how })).toMatchObject({ risk: null, value: null, atStake: null })
  expect(await entryFor({ emailConsent: how })).toMatchObject({ changeable: null, why: { consent: null } })
  const reason = await entryFor({ churnReason: how })
  expect(reason).toMatchObject({ reason: null, reasonFrom: null, reasonWords: null, note: null })
  expect(JSON.stringify(reason)).not.toMatch(/price\.high|嫌贵了/)
})

test('neither the order, nor the place to go on from, nor the steps, nor the sum tell a hidden worth', async () => {
  const seen = await entriesFor({ spend: 'hidden' })
  const first = await world.as(await reader({ spend: 'hidden' })).ask(questions.listChurnEntries, { who: 'everyone', limit: 1 })
  expect(seen.counts.atStake).toBeNull()
  expect(first.next).toMatch(/^0\|/)
  expect(JSON.stringify(seen.entries.map(({ steps }) => steps))).not.toContain('score')
  const next = await world
    .as(await reader({ spend: 'hidden' }))
    .ask(questions.listChurnEntries, { who: 'everyone', limit: 1, after: first.next ?? '' })
  expect([...first.entries, ...next.entries].map(({ id }) => id)).toEqual(seen.entries.map(({ id }) => id))
})

test('from whom addresses are hidden it is not told whether there is one: all are put in order as if they could be reached', async () => {
  const full = (await entriesFor({})).entries
  const lines = (await entriesFor({ phone: 'hidden' })).entries
  const changeable = (all: typeof lines, id: string) => all.find(({ customer }) => customer.id === id)?.changeable ?? Number.NaN
  expect(lines.map(({ why }) => why.reachable)).toEqual(lines.map(() => null))
  expect(changeable(full, other)).toBeLessThan(0.1)
  expect(changeable(lines, other)).toBeCloseTo(changeable(full, other) * 10, 1)
  expect(changeable(lines, secret)).toBeCloseTo(changeable(full, secret), 1)
  // Of what is masked it is seen that it is there.
  expect((await entryFor({ phone: 'masked' }))?.why.reachable).toBe(true)
})

test('from whom it is hidden who is leaving, the list, past leavings and their facts are hidden too', async () => {
  const person = await reader({ churnState: 'hidden' })
  await expect(world.as(person).ask(questions.listChurnEntries, { who: 'everyone' })).rejects.toMatchObject({
    code: 'rights.figures-hidden',
  })
  expect(await world.as(person).ask(questions.customerRhythm, { id: secret })).toMatchObject({ churn: null, spells: [], entry: null })
  const since = await world.as(await reader({ churnSince: 'hidden' })).ask(questions.customerRhythm, { id: secret })
  expect(since).toMatchObject({ churn: { state: 'gone', since: null }, spells: [] })
})

test('whoever is shown no purchases is not told that nothing was spent after winning back', async () => {
  const won = await world.as(await reader({})).ask(questions.churnWonBack, {})
  expect(won.all.money).toBeNull()
  expect(won.byColleague.every(({ money }) => money === null)).toBe(true)
  expect((await world.ask(questions.churnWonBack, {})).all.money).toBe(0)
})

test('the parts of profit tell neither what was spent, nor whether anything was, where one of them is hidden', async () => {
  const parts = async (fields: Readonly<Record<string, FieldRight>>, id: string) =>
    await world
      .as(await reader(fields))
      .ask(customerProfitParts, { id })
      .catch((error: { code?: string }) => error.code)
  expect(JSON.stringify(await parts({}, secret))).toContain(String(spent))
  expect(await parts({}, never)).toMatchObject({ parts: [], revenue: 0 })
  for (const name of ['spend', 'contributionProfit', 'messageCost'])
    for (const how of ['hidden', 'masked'] as const)
      expect([await parts({ [name]: how }, secret), await parts({ [name]: how }, never)]).toEqual(Array(2).fill('rights.figures-hidden'))
})

test.each([
  ['all', []],
  ['all but stages and tiers', ['stage', 'tier']],
] as const)(
  'every question that takes no input answers in its own shape where figures are hidden: %s',
  { timeout: 60_000 },
  async (_, shown) => {
    const figures = [...(world.services.registry.cards.get('customer')?.fields.values() ?? [])].flatMap(({ name, field }) =>
      field.computed && ![...shown, 'createdAt', 'updatedAt'].includes(name) ? [name] : [],
    )
    const person = await reader(Object.fromEntries(figures.map((name) => [name, 'hidden' as const])))
    const broken: string[] = []
    for (const { definition } of world.services.registry.questions.values()) {
      if (!definition.input.safeParse({}).success) continue
      const answer = await world
        .as(person)
        .ask(definition)
        .catch(() => null)
      const parsed = answer === null ? null : definition.output.safeParse(JSON.parse(JSON.stringify(answer)))
      if (parsed && !parsed.success) broken.push(`${definition.name}: ${parsed.error.issues.map(({ path }) => path.join('.')).join(', ')}`)
    }
    expect(broken).toEqual([])
  },
)

/** The figures of an answer by where they stand: how many a list has counts as one. */
function figuresOf(answer: unknown, at = ''): readonly (readonly [string, number])[] {
  if (typeof answer === 'number') return [[at, answer]]
  if (Array.isArray(answer)) return [[`${at}#`, answer.length], ...answer.flatMap((one: unknown, i) => figuresOf(one, `${at}.${i}`))]
  if (typeof answer !== 'object' || answer === null) return []
  return Object.entries(answer).flatMap(([key, value]) => figuresOf(value, `${at}.${key}`))
}

/** Facts, people and segments that are not told are fewer; where its order is hidden, a list holds others at the same place. */
const mayBeFewer = /^(read-dictionary|read-my-rights|overview-segments) |^list-churn-entries \.entries\.|^read-home (\.log\.|\.attention)/

test.each([
  'createdAt',
  'spend',
  'purchaseCount',
  'firstPurchaseAt',
  'lastPurchaseAt',
  'refundTotal',
  'monetaryScore',
  'recencyScore',
  'contributionProfit',
  'stage',
  'stageSince',
  'tier',
  'churnState',
  'churnSince',
  'churnReason',
  'aliveChance',
  'qualityScore',
])('nobody is told nought, an empty list or an error because %s is hidden from them', { timeout: 60_000 }, async (name) => {
  const [all, limited] = [await reader({}), await reader({ [name]: 'hidden' })]
  const lies: string[] = []
  for (const { definition } of world.services.registry.questions.values()) {
    if (!definition.input.safeParse({}).success) continue
    const ask = (person: Person) =>
      world
        .as(person)
        .ask(definition)
        .catch((error: unknown) => String(Object(error)['code']))
    const [whole, part] = [await ask(all), await ask(limited)]
    if (typeof part === 'string' && typeof whole !== 'string' && !part.startsWith('rights.')) lies.push(`${definition.name} ${part}`)
    const figures = new Map(figuresOf(whole))
    for (const [at, value] of figuresOf(part)) if (value === 0 && (figures.get(at) ?? 0) !== 0) lies.push(`${definition.name} ${at}`)
  }
  expect(lies.filter((lie) => !mayBeFewer.test(lie))).toEqual([])
})

test.each(['purchase', 'message', 'interaction', 'segment', 'journey'])(
  'nobody is told nought or an empty answer because they are shown no records of kind %s',
  { timeout: 60_000 },
  async (unread) => {
    const kinds = subjectsOf(world.services.registry).map(({ name }) => name)
    const readerOf = (names: readonly string[]) =>
      world.person({ rights: { grants: Object.fromEntries(names.map((name) => [name, { read: ['all'] }])), fields: {}, rights: [] } })
    const [all, limited] = [await readerOf(kinds), await readerOf(kinds.filter((name) => name !== unread))]
    const lies: string[] = []
    for (const { definition } of world.services.registry.questions.values()) {
      const input = [{}, { id: secret }, definition.example].find((one) => one && definition.input.safeParse(one).success)
      if (!input) continue
      const ask = (person: Person) =>
        world
          .as(person)
          .ask(definition, input)
          .catch((error: unknown) => String(Object(error)['code']))
      const [whole, part] = [await ask(all), await ask(limited)]
      const figures = new Map(figuresOf(whole))
      for (const [at, value] of figuresOf(part)) if (value === 0 && (figures.get(at) ?? 0) !== 0) lies.push(`${definition.name} ${at}`)
      if (typeof part === 'string' && typeof whole !== 'string' && !/^(rights|access)\./.test(part)) lies.push(`${definition.name} ${part}`)
    }
    expect(lies.filter((lie) => !mayBeFewer.test(lie))).toEqual([])
  },
)

test('a role that hides any field of many sees its customers all the same', async () => {
  const all = world.services.registry.cards.get('customer')?.fields.keys() ?? []
  const hidden = [...all, 'consents', 'tags', 'churnReason', 'isMinor'].filter((name) => name !== 'name')
  const person = world.as(await reader(Object.fromEntries(hidden.map((name) => [name, 'hidden']))))
  expect((await person.get('customers')).json().rows).toHaveLength(4)
  const first = (await person.get('customers?limit=1')).json()
  const rest = (await person.get(`customers?after=${first.next}`)).json()
  expect([...first.rows, ...rest.rows].map(({ name }: { name: string }) => name)).toEqual(['没买过', '常来', '甲女士', '密先生'])
})
