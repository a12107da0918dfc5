import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keepFacts } from '../../../../test/keep-facts.ts'
import { makeWorld, type World } from '../../../../test/world.ts'
import { readTimeline } from '../../../know/customers/actions.ts'
import { readDictionary } from '../../../know/dictionary/read-dictionary.ts'
import { refreshEveryone } from '../../../platform/event-log/refresh-news.ts'
import { createSegment, deleteSegment, updateSegment } from '../actions.ts'
import {
  countRule,
  explainMembership,
  overviewSegments,
  previewRule,
  readSegment,
  segmentHistory,
  segmentsOfCustomer,
} from '../questions.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

const buy = (customerId: string, amount: number, quiet = false) =>
  keepFacts(world, [{ customerId, amount, at: world.now().toISOString(), quiet }])
const spends = (value: number) => ({ field: 'spend', op: 'at-least', value })
const members = async (segment: string) =>
  (
    await sql<{ customer_id: string }>`select customer_id from memberships where segment_id = ${segment} and left_at is null`.execute(
      world.db,
    )
  ).rows.map((r) => r.customer_id)
const kinds = async (id: string) => (await world.ask(readTimeline, { id })).facts.map((f) => f.kind)

test('a segment has its members as soon as it is saved, and tells no log of them', async () => {
  const id = await world.customer()
  await buy(id, 50_000)
  await world.settle()
  const made = await world.act(createSegment, { name: '大客户', rule: spends(50_000) })
  expect(made.members).toBe(1)
  expect(await members(made.id)).toEqual([id])
  expect(await kinds(id)).not.toContain('segment.entered')
})

test('whoever comes to fit enters, and whoever no longer fits leaves, with a fact each', async () => {
  const { id: segment } = await world.act(createSegment, {
    name: '有手机号',
    rule: { all: [{ field: 'phone', op: 'is-known' }, spends(100)] },
  })
  const id = await world.customer({ phone: '+8613900000001' })
  await buy(id, 100)
  await world.settle()
  expect(await members(segment)).toEqual([id])
  await sql`update customers set phone = null where id = ${id}`.execute(world.db)
  world.pass({ amount: 1, unit: 'days' })
  await buy(id, 1)
  await world.settle()
  expect(await members(segment)).toEqual([])
  expect(await kinds(id)).toEqual(expect.arrayContaining(['segment.entered', 'segment.left']))
  const { days } = await world.ask(segmentHistory, { id: segment, from: '2026-06-14', to: '2026-06-16' })
  expect(days).toEqual([
    { day: '2026-06-14', entered: 0, left: 0, members: 0 },
    { day: '2026-06-15', entered: 1, left: 0, members: 1 },
    { day: '2026-06-16', entered: 0, left: 1, members: 0 },
  ])
})

test('a segment made of another follows it, in one round and when the other is changed', async () => {
  const inner = await world.act(createSegment, { name: '内层', rule: spends(700_000) })
  const outer = await world.act(createSegment, {
    name: '外层',
    rule: { all: [{ segment: inner.id }, { not: { field: 'city', op: 'is', value: '杭州' } }] },
  })
  const id = await world.customer()
  await buy(id, 700_000)
  await world.settle()
  expect(await members(outer.id)).toEqual([id])
  await world.act(updateSegment, { id: inner.id, rule: spends(900_000) })
  expect(await members(outer.id)).toEqual([])
  expect((await world.ask(readSegment, { id: inner.id })).usedBy).toEqual([
    { kind: { zh: '细分', en: 'segment' }, name: '外层', address: `/segments/${outer.id}` },
  ])
  await expect(world.act(updateSegment, { id: inner.id, rule: { segment: outer.id } })).rejects.toMatchObject({
    code: 'segment.circle',
    details: { names: '内层、外层' },
  })
  await expect(world.act(updateSegment, { id: inner.id, rule: { segment: inner.id } })).rejects.toMatchObject({ code: 'segment.circle' })
  await expect(world.act(deleteSegment, { id: inner.id })).rejects.toMatchObject({ code: 'segment.in-use' })
  await world.act(deleteSegment, { id: outer.id })
  await world.act(deleteSegment, { id: inner.id })
})

test('what was changed meanwhile is not written over by whoever read it before, until they mean it', async () => {
  const { id } = await world.act(createSegment, { name: '头等客', rule: spends(500_000) })
  const { updatedAt: read } = await world.ask(readSegment, { id })
  world.pass({ amount: 1, unit: 'minutes' })
  await world.act(updateSegment, { id, rule: spends(600_000), unchangedSince: read })
  const late = { id, name: '贵客', rule: spends(500_000) }
  const { updatedAt } = await world.ask(readSegment, { id })
  await expect(world.act(updateSegment, { ...late, unchangedSince: read })).rejects.toMatchObject({
    code: 'record.changed-meanwhile',
    details: { updatedAt },
  })
  expect(await world.ask(readSegment, { id })).toMatchObject({ name: '头等客', rule: spends(600_000) })
  await world.act(updateSegment, { ...late, unchangedSince: updatedAt })
  expect(await world.ask(readSegment, { id })).toMatchObject({ name: '贵客', rule: spends(500_000) })
  await world.act(deleteSegment, { id })
})

test('what is told about history is quiet', async () => {
  const id = await world.customer()
  await world.settle()
  await buy(id, 60_000, true)
  await world.settle()
  const { rows } = await sql<{
    quiet: boolean
  }>`select quiet from events where customer_id = ${id} and kind in ('segment.entered', 'stage.changed') and seq > 2`.execute(world.db)
  expect(rows.length).toBeGreaterThanOrEqual(2)
  expect(rows.every((row) => row.quiet)).toBe(true)
})

test('everybody at once sets memberships right and tells no log', async () => {
  const { id: segment } = await world.act(createSegment, { name: '全体', rule: { all: [] } })
  const before = await members(segment)
  await sql`delete from memberships where segment_id = ${segment} and customer_id = ${before[0]}`.execute(world.db)
  const facts = async () => (await sql<{ n: number }>`select count(*) as n from events`.execute(world.db)).rows[0]?.n
  const told = await facts()
  await refreshEveryone(world.services)
  expect((await members(segment)).toSorted()).toEqual(before.toSorted())
  expect(await facts()).toBe(told)
})

test('a name is taken once, whatever its case', async () => {
  await world.act(createSegment, { name: 'VIP', rule: { all: [] } })
  await expect(world.act(createSegment, { name: 'vip', rule: { all: [] } })).rejects.toMatchObject({ code: 'segment.name-taken' })
  await expect(world.act(createSegment, { name: 'bad', rule: { field: 'nope', op: 'is', value: 1 } })).rejects.toMatchObject({
    code: 'rule.unknown-field',
  })
})

test('a rule is counted and said while it is edited, whichever tables it looks at', async () => {
  for (const rule of [
    spends(50_000),
    { field: 'city', op: 'is-unknown' },
    { did: 'purchase.made' },
    { did: 'purchase.made', times: { op: 'at-least', count: 2 } },
    { did: 'purchase.made', times: { op: 'at-most', count: 1 } },
    { did: 'purchase.made', times: { op: 'exactly', count: 1 } },
    { stage: ['first'] },
    { all: [spends(50_000), { field: 'name', op: 'is', value: '王芳' }] },
    { not: { did: 'purchase.made', times: { op: 'at-least', count: 2 } } },
  ]) {
    const { count, customers } = await world.ask(countRule, { rule })
    const listed = await world.ask(previewRule, { rule, limit: 50 })
    expect(count, JSON.stringify(rule)).toBe(listed.customers.length)
    expect(customers).toBeGreaterThanOrEqual(count)
  }
  expect((await world.ask(countRule, { rule: spends(50_000) })).sentence).toEqual({
    zh: '消费总额至少为 ¥500.00',
    en: 'Spend at least ¥500.00',
  })
})

test('membership explains itself condition by condition', async () => {
  const rule = {
    all: [
      spends(30_000),
      {
        any: [
          { field: 'city', op: 'is', value: '杭州' },
          { did: 'purchase.made', times: { op: 'at-least', count: 2 } },
        ],
      },
      { not: { field: 'phone', op: 'is-known' } },
    ],
  }
  const { id: segment } = await world.act(createSegment, { name: '解释', rule })
  const id = await world.customer({ city: '苏州' })
  await buy(id, 30_000)
  await buy(id, 5)
  await world.settle()
  const why = await world.ask(explainMembership, { id, segment })
  expect(why).toMatchObject({ name: '解释', member: true, explained: { kind: 'all', holds: true } })
  expect(why.explained.parts.map((p) => p.holds)).toEqual([true, true, true])
  expect(why.explained.parts[0]?.value).toEqual({ zh: '¥300.05', en: '¥300.05' })
  expect(why.explained.parts[1]?.parts.map((p) => [p.holds, p.value?.zh.split('，')[0]])).toEqual([
    [false, '苏州市'],
    [true, '2 次'],
  ])
  expect((await world.ask(segmentsOfCustomer, { id })).segments.map((s) => s.name)).toContain('解释')
  await expect(world.ask(explainMembership, { id: segment, segment })).rejects.toMatchObject({ code: 'record.missing' })
  expect((await world.ask(overviewSegments)).segments.find((s) => s.id === segment)).toMatchObject({ members: 1 })
})

test('a condition on facts of a segment is said and offered by its name, to whoever sees segments', async () => {
  const { id } = await world.act(createSegment, { name: '常来的人', rule: spends(1) })
  const offered = async (by: Pick<World, 'ask'>) =>
    (await by.ask(readDictionary)).events.find(({ name }) => name === 'segment.left')?.payload['segment']?.options
  expect(await offered(world)).toContainEqual({ value: id, label: { zh: '常来的人', en: '常来的人' } })
  const blind = await world.person({ rights: { grants: { customer: { read: ['all'] } }, fields: {}, rights: [] } })
  expect(await offered(world.as(blind))).toEqual([])
})
