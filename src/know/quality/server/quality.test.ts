import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from 'kysely'
import { waitingForLocks } from '../../../../test/waiting-for-locks.ts'
import { makeWorld, type World } from '../../../../test/world.ts'
import { inTransaction } from '../../../platform/database/connect.ts'
import { readTimeline, updateCustomer } from '../../customers/actions.ts'
import { mergeCustomers } from '../../identity/actions.ts'
import { recordPurchase } from '../../purchases/actions.ts'
import {
  checkFields,
  createSelfCheck,
  listToMend,
  qualitySummary,
  readQuality,
  readQualityPlan,
  revokeSelfCheck,
  saveQualityPlan,
} from '../actions.ts'
import { qualitySweepTick } from './sweep-quality.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld({ start: '2026-06-15T04:00:00Z' })
})
afterAll(() => world.end())

const statesOf = async (id: string) =>
  Object.fromEntries((await world.ask(readQuality, { id })).fields.map(({ field, state }) => [field, state]))
const scoreOf = async (id: string) => {
  await world.settle()
  const { rows } = await sql<{ score: number }>`select score from customer_quality where customer_id = ${id}`.execute(world.db)
  return rows[0]?.score
}

/** Of a person 18 in weight are expected: name 5, phone 5, e-mail 3, city 2, birthday 2, gender 1. */
test('the score is the weight of what is known of what should be known, and a filter can ask for it', async () => {
  const id = await world.customer({ name: '林小雨', phone: '+8613800000001', city: '杭州市' })
  expect(await scoreOf(id)).toBe(67)
  expect((await world.ask(readQuality, { id })).score).toBe(67)
  expect(await statesOf(id)).toEqual({
    name: 'good',
    phone: 'good',
    email: 'missing',
    city: 'good',
    gender: 'missing',
    birthday: 'missing',
  })
  await world.act(updateCustomer, { id, email: 'lin@example.com' })
  expect(await scoreOf(id)).toBe(83)
  const rule = JSON.stringify({ all: [{ field: 'qualityScore', op: 'at-least', value: 83 }] })
  const found = await (await world.http()).inject({
    url: `/api/customers?rule=${encodeURIComponent(rule)}`,
    headers: { 'x-test-role': 'member' },
  })
  expect(found.json().rows.map((row: { id: string }) => row.id)).toContain(id)
})

test('of a company other things are expected than of a person', async () => {
  const id = await world.customer({ kind: 'company', name: '杭州山前茶业有限公司' })
  expect(Object.keys(await statesOf(id))).toEqual(['name', 'phone', 'email', 'city', 'creditCode', 'address'])
})

test('what nobody has confirmed in time counts half, and a person’s word makes it fresh again', async () => {
  const id = await world.customer({ name: '周正', phone: '+8613800000002' })
  expect(await scoreOf(id)).toBe(56)
  world.pass({ unit: 'days', amount: 366 })
  expect((await statesOf(id)).phone).toBe('stale')
  expect(await world.act(checkFields, { id, fields: ['phone'], verdict: 'right' }, { role: 'member' })).toEqual({ id, score: 56 })
  const { fields } = await world.ask(readQuality, { id })
  expect(fields.find(({ field }) => field === 'phone')).toMatchObject({
    state: 'good',
    how: 'confirmed',
    by: '老板',
    checkedAt: world.now().toISOString(),
  })
  expect((await world.ask(readTimeline, { id, kind: 'fields.confirmed' })).facts).toHaveLength(1)
})

test('the daily sweep lets the scores of everybody grow old, and goes on where it stopped', async () => {
  const id = await world.customer({ name: '吴边', phone: '+8613800000003' })
  expect(await scoreOf(id)).toBe(56)
  world.pass({ unit: 'days', amount: 400 })
  while (await qualitySweepTick.run(world.services));
  const { rows } = await sql<{
    score: number
    stale: string[]
  }>`select score, stale from customer_quality where customer_id = ${id}`.execute(world.db)
  expect(rows).toEqual([{ score: 42, stale: ['phone'] }])
  expect((await world.ask(qualitySummary)).working).toBe(false)
})

test('a doubt counts until the value changes', async () => {
  const id = await world.customer({ name: '郑重', phone: '+8613800000004' })
  await world.act(checkFields, { id, fields: ['phone'], verdict: 'wrong' })
  expect((await statesOf(id)).phone).toBe('doubted')
  await world.act(updateCustomer, { id, note: '打不通' })
  expect(await scoreOf(id)).toBe(28)
  await world.act(updateCustomer, { id, phone: '+8613800000005' })
  expect(await scoreOf(id)).toBe(56)
})

test('an address that a mail server refuses, and a number that turned out wrong, are doubted by themselves', async () => {
  const id = await world.customer({ name: '冯唐', phone: '+8613800000006', email: 'feng@example.com' })
  await world.system((ctx) =>
    ctx.recordAll([
      { customerId: id, kind: 'message.failed', occurredAt: ctx.now, payload: { reason: 'mail-server-refused' } },
      { customerId: id, kind: 'interaction.recorded', occurredAt: ctx.now, payload: { outcome: 'wrong-number' } },
    ]),
  )
  await world.settle()
  expect(await statesOf(id)).toMatchObject({ phone: 'doubted', email: 'doubted', name: 'good' })
})

test('an empty field can be neither confirmed nor doubted, and an unknown one neither', async () => {
  const id = await world.customer({ name: '陈默' })
  await expect(world.act(checkFields, { id, fields: ['phone'], verdict: 'right' })).rejects.toMatchObject({ code: 'quality.nothing-known' })
  await expect(world.act(checkFields, { id, fields: ['spend'], verdict: 'right' })).rejects.toMatchObject({ code: 'quality.unknown-field' })
})

test('whom to ask next is ordered by what they spent and what lacks', async () => {
  const rich = await world.customer({ name: '富', phone: '+8613800000007' })
  const poor = await world.customer({ name: '简' })
  await world.act(recordPurchase, { customerId: rich, number: 'q1', occurredAt: world.now().toISOString(), amount: 900_000 })
  await world.act(recordPurchase, { customerId: poor, number: 'q2', occurredAt: world.now().toISOString(), amount: 1_000 })
  await world.settle()
  const { rows } = await world.ask(listToMend, { field: 'email', lack: 'missing' })
  expect(rows.slice(0, 2).map(({ id, atStake }) => [id, atStake])).toEqual([
    [rich, 396_000],
    [poor, 720],
  ])
  expect((await world.ask(listToMend, { field: 'email', lack: 'doubted' })).rows.map(({ id }) => id)).not.toContain(rich)
})

test('the firm says what should be known; everybody’s score follows', async () => {
  await world.customer({ name: '何以', wechat: 'heyi_88' })
  await world.settle()
  const { items, offered } = await world.ask(readQualityPlan)
  expect(offered.map(({ field }) => field)).toContain('wechat')
  await expect(world.act(saveQualityPlan, { items: [{ field: 'spend', of: 'everyone', weight: 1, freshFor: 10 }] })).rejects.toMatchObject({
    code: 'quality.unknown-field',
  })
  const wechat = { field: 'wechat', of: 'everyone', weight: 4, freshFor: 100 }
  await expect(world.act(saveQualityPlan, { items: [wechat, wechat] })).rejects.toMatchObject({ code: 'quality.field-twice' })
  await expect(world.act(saveQualityPlan, { items: [wechat] }, { role: 'member' })).rejects.toMatchObject({ code: 'access.denied' })
  await world.act(saveQualityPlan, { items: [wechat] })
  expect((await world.ask(qualitySummary)).working).toBe(true)
  while (await qualitySweepTick.run(world.services));
  const summary = await world.ask(qualitySummary)
  expect(summary.fields.map(({ field }) => field)).toEqual(['wechat'])
  expect(summary.fields[0]?.missing).toBe(summary.customers - 1)
  expect(summary.bands.at(-1)?.customers).toBe(1)
  await world.act(saveQualityPlan, { items })
  while (await qualitySweepTick.run(world.services));
})

test('a plan that is saved in the middle of a sweep is gone by in the end', async () => {
  const id = await world.customer({ name: '白露', phone: '+8613800000077', city: '杭州市' })
  await scoreOf(id)
  const { items } = await world.ask(readQualityPlan)
  const only = (field: string) => ({ items: [{ field, of: 'everyone', weight: 1, freshFor: 100 }] })
  const waiting = () => waitingForLocks(world)
  await world.act(saveQualityPlan, only('wechat'))
  const under: Promise<unknown>[] = []
  await inTransaction(world.database, async ({ db }) => {
    await sql`select 1 from customer_quality where customer_id = ${id} for update`.execute(db)
    under.push(Promise.resolve(qualitySweepTick.run(world.services)))
    await expect.poll(waiting).toBe(1)
    under.push(world.act(saveQualityPlan, only('city')))
    await expect.poll(waiting).toBe(2)
  })
  await Promise.all(under)
  while (await qualitySweepTick.run(world.services));
  expect(await scoreOf(id)).toBe(100)
  await world.act(saveQualityPlan, { items })
  while (await qualitySweepTick.run(world.services));
})

test('of whom nothing has been worked out yet nothing is taken for known', async () => {
  const before = await world.ask(qualitySummary)
  expect(before.scored).toBe(before.customers)
  await world.customer({ name: '甫至' })
  const during = await world.ask(qualitySummary)
  expect(during).toMatchObject({ customers: before.customers + 1, scored: before.scored, fields: before.fields })
  await world.settle()
  const after = await world.ask(qualitySummary)
  expect(after.fields.find(({ field }) => field === 'phone')?.missing).toBe(
    (before.fields.find(({ field }) => field === 'phone')?.missing ?? 0) + 1,
  )
})

const linkFor = async (id: string, more: object = {}) => {
  const { url, ...made } = await world.act(createSelfCheck, { id, ...more })
  return { path: url.replace('http://regulars.test', ''), ...made }
}
const post = async (url: string, form: Record<string, string>) =>
  (await world.http()).inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(form).toString(),
  })
const open = async (url: string) => (await world.http()).inject({ url })
const valuesOf = async (id: string) =>
  (await sql`select name, phone, email, city, gender from customers where id = ${id}`.execute(world.db)).rows[0]

test('a self-check shows what is known half hidden, and changes nothing before the customer confirms', async () => {
  const id = await world.customer({ name: '沈默', phone: '+8613812345678', email: 'shenmo@example.com', city: '杭州市' })
  const { path } = await linkFor(id)
  const page = await open(path)
  expect(page.statusCode).toBe(200)
  expect(page.body).toContain('这些信息还对吗？')
  expect(page.body).toContain('5678')
  expect(page.body).not.toContain('12345678')
  expect(page.body).not.toContain('shenmo@')
  const before = await valuesOf(id)
  const form = {
    name: 'right',
    phone: 'right',
    email: 'wrong',
    city: 'changed',
    'city.text': '上海市',
    gender: 'changed',
    'gender.text': 'female',
  }
  const review = await post(path, form)
  expect(review.body).toContain('请核对')
  expect(review.body).toContain('上海市')
  expect(await valuesOf(id)).toEqual(before)
  const done = await post(path, { ...form, step: 'confirm' })
  expect(done.body).toContain('谢谢您')
  expect(await valuesOf(id)).toMatchObject({ city: '上海市', gender: 'female', email: 'shenmo@example.com' })
  await world.settle()
  const { fields } = await world.ask(readQuality, { id })
  const state = (name: string) => fields.find(({ field }) => field === name)
  expect(state('phone')).toMatchObject({ state: 'good', how: 'self-check' })
  expect(state('city')).toMatchObject({ state: 'good', how: 'self-check' })
  expect(state('email')).toMatchObject({ state: 'doubted', how: 'self-check' })
  const { facts } = await world.ask(readTimeline, { id, kind: 'self-check.answered' })
  expect(facts[0]?.payload).toEqual({ right: 2, changed: 2, wrong: 1 })
  const again = await post(path, { ...form, 'city.text': '北京市', step: 'confirm' })
  expect(again.statusCode).toBe(410)
  expect(await valuesOf(id)).toMatchObject({ city: '上海市' })
})

test('what is mistyped is said beside it, in the reader’s language, and what else was typed stays', async () => {
  const id = await world.customer({ name: '许愿', phone: '+8613812345679' })
  const { path } = await linkFor(id)
  const page = await post(`${path}?lang=en`, { name: 'right', 'email.text': 'not-an-address', 'city.text': '<b>苏州</b>', step: 'confirm' })
  expect(page.body).toContain('Are these details still right?')
  expect(page.body).toMatch(/class="wrong" role="alert">[^<]{10,}/)
  expect(page.body).toContain('&lt;b&gt;苏州&lt;/b&gt;')
  expect(page.body).not.toContain('<b>苏州')
  expect(await valuesOf(id)).toMatchObject({ city: null, email: null })
})

test('somebody else’s number is not taken, and the customer does not learn whose it is', async () => {
  await world.customer({ name: '秘密先生', phone: '+8613899999999' })
  const id = await world.customer({ name: '孔明', phone: '+8613812345670' })
  const { path } = await linkFor(id, { fields: ['phone'] })
  const page = await post(path, { phone: 'changed', 'phone.text': '13899999999', step: 'confirm' })
  expect(page.statusCode).toBe(200)
  expect(page.body).not.toContain('秘密先生')
  expect(page.body).toContain('1 项')
  expect(await valuesOf(id)).toMatchObject({ phone: '+8613812345670' })
  expect((await statesOf(id)).phone).toBe('doubted')
})

test('a link that ran out, was withdrawn or was tampered with opens nothing', async () => {
  const id = await world.customer({ name: '曹操', phone: '+8613812345671' })
  const withdrawn = await linkFor(id)
  await world.act(revokeSelfCheck, { id, checkId: withdrawn.id }, { role: 'member' })
  expect((await open(withdrawn.path)).statusCode).toBe(410)
  const old = await linkFor(id, { days: 1 })
  expect((await open(`${old.path}x`)).statusCode).toBe(404)
  expect((await open('/check/abc')).statusCode).toBe(404)
  world.pass({ unit: 'days', amount: 2 })
  const late = await post(old.path, { name: 'changed', 'name.text': '别人', step: 'confirm' })
  expect(late.statusCode).toBe(410)
  expect(late.body).toContain('已过期')
  expect(await valuesOf(id)).toMatchObject({ name: '曹操' })
})

test('a link made before a merge asks after the customer they are now', async () => {
  const one = await world.customer({ name: '诸葛亮', phone: '+8613812345672' })
  const other = await world.customer({ name: '诸葛孔明', email: 'kongming@example.com' })
  const { path } = await linkFor(other, { fields: ['name'] })
  await world.act(mergeCustomers, { ids: [one, other], into: one })
  expect((await post(path, { name: 'right', step: 'confirm' })).body).toContain('谢谢您')
  await world.settle()
  expect((await world.ask(readQuality, { id: one })).fields.find(({ field }) => field === 'name')).toMatchObject({ how: 'self-check' })
})
