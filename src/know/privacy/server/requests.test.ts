import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { mergeCustomers } from '../../identity/actions.ts'
import * as actions from '../actions.ts'
import * as requests from '../request-actions.ts'
import * as erasures from '../erasure-actions.ts'
import { usualPrivacy } from '../privacy.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld({ start: '2026-06-15T04:00:00Z' })
})
afterAll(() => world.end())

const open = async (more: object = {}) => {
  const customerId = await world.customer({ name: '陈宫' })
  const { id } = await world.act(requests.openRequest, { customerId, kind: 'see', ...more })
  return { id, customerId }
}
const read = (id: string) => world.ask(requests.readRequest, { id })

test('a request has its legal clock, a fact in the log, and its first step', async () => {
  const { id, customerId } = await open({ details: '我想看看你们有什么' })
  expect(await read(id)).toMatchObject({ state: 'open', door: 'staff', dueAt: '2026-07-07T15:59:00.000Z', daysLeft: 22, canExtend: false })
  const { rows } = await sql<{ kind: string }>`select kind from events where customer_id = ${customerId} order by seq`.execute(world.db)
  expect(rows.map((row) => row.kind)).toContain('privacy.requested')
  expect((await read(id)).steps).toMatchObject([{ what: 'opened', note: '我想看看你们有什么' }])
})

test('a request is not taken as received in the time to come', async () => {
  const { id } = await open({ receivedAt: '2027-01-01T00:00:00Z' })
  expect((await read(id)).receivedAt).toBe(world.now().toISOString())
})

test('by the customer’s own link it is verified, taken down by staff it is not yet', async () => {
  const customerId = await world.customer({ name: '高顺' })
  const byLink = await world.system((ctx) => ctx.run(requests.openRequest, { customerId, kind: 'export' }))
  expect(await read(byLink.id)).toMatchObject({ door: 'link', verifiedHow: 'link' })
  const { id } = await open({ kind: 'export' })
  expect(await read(id)).toMatchObject({ verifiedHow: null })
})

test('verified, assigned with a to-do, noted, answered: each step stands there, and the end is one', async () => {
  const { id } = await open()
  await expect(world.act(requests.finishRequest, { id, answer: '给您' })).rejects.toThrow('privacy.unverified')
  await world.act(requests.verifyRequest, { id, how: 'in-person', note: '看过身份证' })
  const userId = world.services.newId()
  await sql`insert into auth.users (id, name, email, role, created_at, updated_at) values (${userId}, '张辽', 'zl@shop.cn', 'manager', ${world.now()}, ${world.now()})`.execute(
    world.db,
  )
  await world.act(requests.assignRequest, { id, assigneeId: `user:${userId}` })
  await world.act(requests.noteRequest, { id, note: '电话里说明了' })
  await world.act(requests.finishRequest, { id, answer: '已提供查阅' })
  const request = await read(id)
  expect(request).toMatchObject({ state: 'done', assigneeName: '张辽', answer: '已提供查阅' })
  expect(request.steps.map((step) => step.what)).toEqual(['opened', 'verified', 'assigned', 'noted', 'finished'])
  const todo = await sql<{ title: string; due_at: Date }>`select title, due_at from todos where assignee_id = ${`user:${userId}`}`.execute(
    world.db,
  )
  expect(todo.rows[0]).toMatchObject({ title: expect.stringContaining('查阅'), due_at: new Date('2026-07-07T15:59:59Z') })
  await expect(world.act(requests.noteRequest, { id, note: 'x' })).rejects.toThrow('privacy.ended')
  await expect(world.act(requests.refuseRequest, { id, reason: '已经结束了的请求不能再拒绝' })).rejects.toThrow('privacy.ended')
})

test('a refusal needs a reason in words', async () => {
  const { id } = await open()
  await expect(world.act(requests.refuseRequest, { id, reason: '不行' })).rejects.toThrow('input.invalid')
  await world.act(requests.refuseRequest, { id, reason: '无法核实提出人就是客户本人' })
  expect(await read(id)).toMatchObject({ state: 'refused', answer: '无法核实提出人就是客户本人' })
})

test('the Union’s month is extended once, with a reason, and only while it runs', async () => {
  const { id } = await open({ jurisdiction: 'eu' })
  expect(await read(id)).toMatchObject({ dueAt: '2026-07-15T15:59:00.000Z', canExtend: true })
  expect((await world.act(requests.extendRequest, { id, reason: '涉及多个系统' })).dueAt).toBe('2026-09-15T15:59:00.000Z')
  await expect(world.act(requests.extendRequest, { id, reason: '再延' })).rejects.toThrow('privacy.not-extendable')
  const { id: chinese } = await open()
  await expect(world.act(requests.extendRequest, { id: chinese, reason: '再延' })).rejects.toThrow('privacy.not-extendable')
})

test('what is late and what was in time is counted', async () => {
  const other = await makeWorld({ start: '2026-06-15T04:00:00Z' })
  const customerId = await other.customer({ name: '徐庶' })
  const ask = async (more: object) => (await other.act(requests.openRequest, { customerId, kind: 'see', verifiedHow: 'phone', ...more })).id
  const early = await ask({ receivedAt: '2026-06-10T04:00:00Z' })
  await ask({ receivedAt: '2026-05-04T04:00:00Z' })
  await ask({ receivedAt: '2026-05-26T04:00:00Z' })
  await other.act(requests.finishRequest, { id: early, answer: '好' })
  expect(await other.ask(requests.listRequests, {})).toMatchObject({ open: 2, late: 1, soon: 1, ended: 1, inTime: 1, meanDays: 5 })
  await other.end()
})

test('after a merge the request leads to the one they are now', async () => {
  const { id, customerId } = await open()
  const survivor = await world.customer({ name: '陈公台' })
  await world.act(mergeCustomers, { ids: [customerId, survivor], into: survivor })
  expect(await read(id)).toMatchObject({ customerId: survivor, customerName: '陈公台', erased: false })
})

test('members may take a request down, and not handle it', async () => {
  const customerId = await world.customer({ name: '魏延' })
  const { id } = await world.act(requests.openRequest, { customerId, kind: 'see' }, { role: 'member' })
  await expect(world.act(requests.verifyRequest, { id, how: 'phone' }, { role: 'member' })).rejects.toThrow('access.denied')
  await expect(world.ask(requests.readRequest, { id }, 'member')).rejects.toThrow('access.denied')
  await expect(world.ask(erasures.previewErasure, { id: customerId }, 'member')).rejects.toThrow('access.denied')
})

test('a request about nobody, or one that is not there, is refused', async () => {
  await expect(world.act(requests.openRequest, { customerId: world.services.newId(), kind: 'see' })).rejects.toThrow('record.missing')
  await expect(read(world.services.newId())).rejects.toThrow('privacy.missing')
})

test('the map counts its rows, and goes out as a file with a line a column', async () => {
  const map = await world.ask(actions.readDataMap, {})
  expect(map.tables.find((one) => one.table === 'customers')).toMatchObject({ rows: expect.any(Number), estimated: false })
  expect(map.tables.find((one) => one.table === 'auth.users')?.of).toBe('staff')
  const file = await (await world.http()).inject({ url: '/api/privacy/data-map.csv', headers: { 'x-test-role': 'manager' } })
  expect(file.body.split('\r\n').length).toBeGreaterThan(400)
  expect(file.body).toContain('id_card')
})

test('what is taken out as a file is called in the language that is asked for, before the browser’s own', async () => {
  const app = await world.http()
  const nameIn = async (query: string, browser: string) => {
    const headers = { 'x-test-role': 'manager', 'accept-language': browser }
    const answer = await app.inject({ url: `/api/privacy/data-map.csv${query}`, headers })
    return decodeURIComponent(/filename\*=UTF-8''(.*)/.exec(String(answer.headers['content-disposition']))?.[1] ?? '')
  }
  expect(await nameIn('', 'zh-CN')).toBe('数据地图.csv')
  expect(await nameIn('', 'en')).toBe('data-map.csv')
  expect(await nameIn('?language=zh', 'en')).toBe('数据地图.csv')
  expect(await nameIn('?lang=en', 'zh-CN')).toBe('data-map.csv')
})

test('settings that make no sense are refused, and damaged ones read as usual', async () => {
  await expect(world.act(actions.savePrivacySettings, { ...usualPrivacy, workdays: 0 })).rejects.toThrow('input.invalid')
  await world.setting('privacy', { workdays: 'many' })
  expect(await world.ask(actions.readPrivacySettings, {})).toEqual(usualPrivacy)
})
