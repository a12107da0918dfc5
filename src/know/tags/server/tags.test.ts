import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { createSegment } from '../../../understand/segments/actions.ts'
import { readTimeline } from '../../customers/actions.ts'
import * as actions from '../actions.ts'
import { mergeTags } from './change-tags.ts'
import { expireNext } from './expire-tags.ts'
import { forgetTick, tagNext } from './tag-rounds.ts'

let world: World
beforeEach(async () => {
  world = await makeWorld()
})
afterEach(() => world.end())

const make = async (name: string) => (await world.act(actions.createTag, { name })).id
const tag = (id: string, customerIds: string[], more: object = {}) => world.act(actions.tagCustomers, { id, customerIds, ...more })
const facts = async (id: string) => (await world.ask(readTimeline, { id })).facts.filter((fact) => fact.kind.startsWith('tag.'))

async function list(query = ''): Promise<Record<string, unknown>[]> {
  const answer = await (await world.http()).inject({ url: `/api/customers${query}`, headers: { 'x-test-role': 'member' } })
  expect([answer.statusCode, answer.statusCode === 200 ? '' : answer.body]).toEqual([200, ''])
  return answer.json().rows
}

const findBy = async (op: string, value?: unknown) =>
  (await list(`?rule=${encodeURIComponent(JSON.stringify({ field: 'tags', op, value }))}`)).map((row) => String(row.name)).toSorted()

test('a tag stands in the list, on the customer and in the filter, with how it came, and tells a fact once', async () => {
  const [vip, late] = [await make('重要'), await make('爽约')]
  const [anna, bea] = [await world.customer({ name: '安' }), await world.customer({ name: '贝' })]
  expect(await tag(vip, [anna, bea])).toMatchObject({ id: vip, changed: 2 })
  expect(await tag(vip, [anna])).toEqual({ id: vip, changed: 0 })
  await tag(late, [anna], { expiresAt: '2026-07-01T00:00:00+08:00' })
  expect((await list()).find((row) => row.name === '安')?.tags).toEqual([vip, late])
  expect((await world.ask(actions.listCustomerTags, { id: anna })).tags).toMatchObject([
    { name: '重要', origin: 'hand', by: '老板', expiresAt: null },
    { name: '爽约', expiresAt: '2026-06-30T16:00:00.000Z' },
  ])
  expect(await findBy('has-any-tag', [late])).toEqual(['安'])
  expect(await findBy('has-none-of-tags', [late])).toEqual(['贝'])
  expect(await findBy('tagged-within', { tags: [vip], last: { amount: 1, unit: 'days' } })).toEqual(['安', '贝'])
  world.pass({ amount: 2, unit: 'days' })
  expect(await findBy('tagged-within', { tags: [vip], last: { amount: 1, unit: 'days' } })).toEqual([])
  expect(await tag(vip, [anna, bea], { verb: 'remove' })).toMatchObject({ id: vip, changed: 2 })
  expect((await facts(anna)).map(({ kind, payload }) => [kind, payload.name, payload.origin])).toEqual([
    ['tag.removed', '重要', 'hand'],
    ['tag.added', '爽约', 'hand'],
    ['tag.added', '重要', 'hand'],
  ])
  expect(await findBy('has-no-tags')).toEqual(['贝'])
})

test('a tag that runs out goes by itself and says so', async () => {
  const id = await make('新客福利')
  const customer = await world.customer()
  await expect(tag(id, [customer], { expiresAt: '2020-01-01T00:00:00Z' })).rejects.toMatchObject({ code: 'tag.expired-already' })
  await tag(id, [customer], { expiresAt: '2026-06-16T00:00:00Z' })
  expect(await world.system(expireNext)).toBe(false)
  expect(await findBy('has-any-tag', [id])).toHaveLength(1)
  await tag(id, [customer], { expiresAt: '2026-06-20T00:00:00Z' })
  world.setTime('2026-06-17T00:00:00Z')
  await world.system(expireNext)
  expect(await findBy('has-any-tag', [id])).toHaveLength(1)
  world.setTime('2026-06-20T00:00:00Z')
  await world.system(expireNext)
  expect(await findBy('has-any-tag', [id])).toEqual([])
  expect((await facts(customer)).map((fact) => fact.kind)).toEqual(['tag.expired', 'tag.added'])
})

test('a segment follows a tag at once', async () => {
  const id = await make('茶友')
  const customer = await world.customer()
  const { id: segment } = await world.act(createSegment, { name: '茶友们', rule: { field: 'tags', op: 'has-any-tag', value: [id] } })
  const members = async () =>
    (await sql`select 1 from memberships where segment_id = ${segment} and left_at is null`.execute(world.db)).rows.length
  await tag(id, [customer])
  await world.settle()
  expect(await members()).toBe(1)
  await tag(id, [customer], { verb: 'remove' })
  await world.settle()
  expect(await members()).toBe(0)
})

test('everybody who fits a filter is tagged a portion at a time, each once, and it can be stopped', async () => {
  const id = await make('批量')
  for (let at = 0; at < 7; at++) await world.customer({ name: `客${at}`, origin: at < 5 ? '门店' : '网店' })
  const rule = { field: 'origin', op: 'is', value: '门店' }
  const { id: round, of } = await world.act(actions.tagByRule, { id, rule })
  expect(of).toBe(5)
  expect((await world.ask(actions.listTags)).rounds).toMatchObject([{ id: round, tag: '批量', seen: 0, of: 5 }])
  while (await world.system((ctx) => tagNext(ctx, 2)));
  expect(await world.ask(actions.readTagRound, { id: round })).toMatchObject({ state: 'done', seen: 5, changed: 5 })
  expect(await findBy('has-any-tag', [id])).toHaveLength(5)
  const undo = await world.act(actions.tagByRule, { id, rule: { all: [] }, verb: 'remove' })
  await world.system((ctx) => tagNext(ctx, 2))
  await world.act(actions.stopTagRound, { id: undo.id })
  expect(await world.system((ctx) => tagNext(ctx, 2))).toBe(false)
  expect(await findBy('has-any-tag', [id])).toHaveLength(3)
  await expect(world.act(actions.tagByRule, { id, rule: { field: 'nope', op: 'is', value: 1 } })).rejects.toMatchObject({
    code: 'rule.unknown-field',
  })
})

test('two tags become one: who had either has the other, and rules ask for the other', async () => {
  const [vip, big] = [await make('VIP'), await make('大客户')]
  const [anna, bea] = [await world.customer({ name: '安' }), await world.customer({ name: '贝' })]
  await tag(vip, [anna, bea])
  await tag(big, [bea])
  await world.act(createSegment, { name: '贵宾', rule: { field: 'tags', op: 'has-any-tag', value: [vip] } })
  await expect(world.act(actions.mergeTags, { id: vip, into: vip })).rejects.toMatchObject({ code: 'tag.itself' })
  expect(await world.act(actions.mergeTags, { id: vip, into: big })).toMatchObject({ id: big, moved: 1 })
  expect(await findBy('has-any-tag', [big])).toEqual(['安', '贝'])
  expect((await sql<{ rule: unknown }>`select rule from segments`.execute(world.db)).rows[0]?.rule).toEqual({
    field: 'tags',
    op: 'has-any-tag',
    value: [big],
  })
  expect((await world.ask(actions.listTags)).tags.map(({ name, customers }) => [name, customers])).toEqual([['大客户', 2]])
  await expect(tag(vip, [anna])).rejects.toMatchObject({ code: 'tag.missing' })
})

const rowsOf = async () =>
  (
    await sql<{
      row: string
    }>`select customer_id || ' ' || tag_id || ' ' || tagged_at || ' ' || coalesce(expires_at::text, '') || ' ' || origin || ' ' || by as row
      from customer_tags order by 1`.execute(world.db)
  ).rows.map(({ row }) => row)
const finish = async () => {
  while (await world.system((ctx) => tagNext(ctx, 2)));
}

test('a bulk change is undone row for row, but for what was changed again since', async () => {
  const id = await make('批量')
  const all = await Promise.all(['甲', '乙', '丙', '丁', '戊'].map((name) => world.customer({ name })))
  const [first = '', second = '', third = ''] = all
  await tag(id, [first], { expiresAt: '2026-12-01T00:00:00Z' })
  const before = await rowsOf()
  world.pass({ amount: 1, unit: 'days' })
  const { id: round } = await world.act(actions.tagByRule, { id, rule: { all: [] } })
  await expect(world.act(actions.undoTagRound, { id: round })).rejects.toMatchObject({ code: 'tag.round-over' })
  await finish()
  expect(await rowsOf()).toHaveLength(5)
  expect((await world.ask(actions.listTags)).recent).toMatchObject([{ id: round, tag: '批量', verb: 'add', changed: 5, by: '老板' }])
  world.pass({ amount: 1, unit: 'hours' })
  await tag(id, [second], { verb: 'remove' })
  await tag(id, [second])
  const kept = (await rowsOf()).filter((row) => row.startsWith(second))
  await world.act(actions.undoTagRound, { id: round })
  await finish()
  expect(await rowsOf()).toEqual([...before, ...kept].toSorted())
  expect((await facts(third)).map((fact) => fact.kind)).toEqual(['tag.removed', 'tag.added'])
  expect((await world.ask(actions.readTagRound, { id: round })).state).toBe('undone')
  await expect(world.act(actions.undoTagRound, { id: round })).rejects.toMatchObject({ code: 'tag.round-over' })

  const stands = await rowsOf()
  const { id: off } = await world.act(actions.tagByRule, { id, rule: { all: [] }, verb: 'remove' })
  await finish()
  expect(await rowsOf()).toEqual([])
  await world.act(actions.undoTagRound, { id: off })
  await finish()
  expect(await rowsOf()).toEqual(stands)

  const late = (await world.act(actions.tagByRule, { id, rule: { all: [] } })).id
  await finish()
  world.pass({ amount: 31, unit: 'days' })
  while (await forgetTick.run(world.services));
  expect((await world.ask(actions.listTags)).recent).toEqual([])
  expect((await sql`select 1 from tag_changes`.execute(world.db)).rows).toEqual([])
  await expect(world.act(actions.undoTagRound, { id: late })).rejects.toMatchObject({ code: 'tag.round-over' })
})

test('tagging those who were ticked is undone for them', async () => {
  const id = await make('误点')
  const [anna, bea] = [await world.customer({ name: '安' }), await world.customer({ name: '贝' })]
  const { round } = await world.act(actions.tagCustomers, { id, customerIds: [anna, bea] })
  expect(await world.act(actions.undoTagging, { id, round, customerIds: [anna, bea] })).toEqual({ id, changed: 2 })
  expect(await rowsOf()).toEqual([])
  await expect(world.act(actions.undoTagging, { id, round, customerIds: [anna] })).rejects.toMatchObject({ code: 'tag.round-over' })
  await expect(world.act(actions.undoTagging, { id, round: id, customerIds: [anna] })).rejects.toMatchObject({ code: 'tag.round-missing' })

  const again = (await world.act(actions.tagCustomers, { id, customerIds: [anna, bea] })).round
  expect(await world.act(actions.undoTagging, { id, round: again, customerIds: [anna] })).toEqual({ id, changed: 1 })
  // The other one is still to be had, and the first is not touched once more.
  await tag(id, [anna])
  await world.act(actions.undoTagRound, { id: again })
  await finish()
  expect((await rowsOf()).map((row) => row.slice(0, 36))).toEqual([anna])
})

test('another end for those who have the tag already counts as a change, and can be undone', async () => {
  const id = await make('延期')
  const two = [await world.customer({ name: '安' }), await world.customer({ name: '贝' })]
  await tag(id, two, { expiresAt: '2026-12-01T00:00:00Z' })
  const before = await rowsOf()
  const { changed, round } = await world.act(actions.tagCustomers, { id, customerIds: two, verb: 'add', expiresAt: '2026-12-31T00:00:00Z' })
  expect(changed).toBe(2)
  expect(await world.act(actions.undoTagging, { id, round, customerIds: two })).toEqual({ id, changed: 2 })
  expect(await rowsOf()).toEqual(before)
})

test('taking a tag off cannot be undone once the tag has become part of another', async () => {
  const [old, other] = [await make('旧'), await make('新')]
  const [anna, bea] = [await world.customer({ name: '安' }), await world.customer({ name: '贝' })]
  await tag(old, [anna, bea])
  const { round } = await world.act(actions.tagCustomers, { id: old, customerIds: [anna, bea], verb: 'remove' })
  await world.act(actions.mergeTags, { id: old, into: other })
  expect(await world.act(actions.undoTagging, { id: old, round, customerIds: [anna, bea] })).toEqual({ id: old, changed: 0 })
  expect(await rowsOf()).toEqual([])
})

test('a tag of many is merged a portion at a time, nobody falling between, and can be parted again', async () => {
  const [vip, big] = [await make('VIP'), await make('大客户')]
  const [late = '', ...all] = (await Promise.all(Array.from({ length: 6 }, (_, at) => world.customer({ name: `客${at}` })))).toSorted()
  await tag(vip, all)
  await tag(big, all.slice(0, 2))
  const before = await rowsOf()
  const { round, moved } = await world.system(async (ctx) => (await mergeTags(ctx, { id: vip, into: big }, 2)).answer)
  expect(moved).toBe(0)
  expect((await world.ask(actions.listTags)).rounds).toMatchObject([
    { id: round, verb: 'merge', tag: 'VIP', into: '大客户', seen: 2, of: 5 },
  ])
  await expect(world.act(actions.mergeTags, { id: big, into: vip })).rejects.toMatchObject({ code: 'tag.merging' })
  expect(await findBy('has-any-tag', [vip])).toHaveLength(5)
  // Given behind where the merge has come to: nobody falls through, and it is parted with the others.
  await tag(vip, [late])
  const lately = (await rowsOf()).filter((row) => row.startsWith(late))
  await finish()
  expect(await findBy('has-any-tag', [big])).toHaveLength(6)
  expect((await sql`select 1 from customer_tags where tag_id = ${vip}`.execute(world.db)).rows).toEqual([])
  await world.act(actions.undoTagRound, { id: round })
  await finish()
  expect(await rowsOf()).toEqual([...before, ...lately].toSorted())
  expect(await findBy('has-any-tag', [vip])).toHaveLength(6)
  expect(await findBy('has-any-tag', [big])).toHaveLength(2)
})

test('a tag is renamed, retired and brought back; one that a rule asks for is not retired', async () => {
  const id = await make('旧名')
  await world.act(actions.changeTag, { id, name: '新名', colour: 'gold', group: '服务' })
  await expect(make('新名')).rejects.toMatchObject({ code: 'tag.name-taken' })
  const customer = await world.customer()
  await tag(id, [customer])
  await world.act(actions.retireTag, { id })
  expect((await list())[0]?.tags).toBeNull()
  expect(await findBy('has-no-tags')).toHaveLength(1)
  await expect(tag(id, [customer])).rejects.toMatchObject({ code: 'tag.retired' })
  await world.act(actions.restoreTag, { id })
  expect((await list())[0]?.tags).toEqual([id])
  await world.act(createSegment, { name: '用到', rule: { field: 'tags', op: 'has-all-tags', value: [id] } })
  await expect(world.act(actions.retireTag, { id })).rejects.toMatchObject({ code: 'tag.in-use' })
  await expect(make('a,b')).rejects.toMatchObject({ code: 'input.invalid' })
})

test('a tag that nobody was given for ninety days is pointed out', async () => {
  const [idle, fresh] = [await make('久未用'), await make('常用')]
  world.pass({ amount: 91, unit: 'days' })
  await tag(fresh, [await world.customer()])
  expect((await world.ask(actions.listTags)).tags.map((one) => [one.id, one.idle])).toEqual(
    expect.arrayContaining([
      [idle, true],
      [fresh, false],
    ]),
  )
})
