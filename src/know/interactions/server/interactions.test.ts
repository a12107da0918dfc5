import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import type { Rule } from '../../../core/rule/rule.ts'
import { clearFiles } from '../../../platform/files/clear-files.ts'
import { createContact } from '../../contacts/actions.ts'
import { readTimeline } from '../../customers/actions.ts'
import { removeCustomers } from '../../imports/server/undo-created.ts'
import { mergeCustomers } from '../../identity/actions.ts'
import { createTodo, listTodos } from '../../todos/actions.ts'
import { changeInteraction, readInteractions, recordInteraction, removeInteraction, restoreInteraction } from '../actions.ts'
import { releaseOrphans } from './release-orphans.ts'

let world: World
beforeAll(async () => {
  // A Monday noon in Shanghai.
  world = await makeWorld({ start: '2026-06-15T04:00:00Z' })
})
afterAll(() => world.end())

const kindsOf = async (id: string) =>
  (await world.ask(readTimeline, { id })).facts.map(({ kind }) => kind).filter((kind) => kind !== 'stage.changed')

async function holds(id: string, rule: Rule): Promise<boolean> {
  await world.settle()
  const query = encodeURIComponent(JSON.stringify(rule))
  const answer = await (await world.http()).inject({ url: `/api/customers?rule=${query}&limit=200`, headers: { 'x-test-role': 'owner' } })
  const { rows }: { rows: { id: string }[] } = answer.json()
  return rows.some((row) => row.id === id)
}

const calledLately: Rule = {
  did: 'interaction.recorded',
  within: { last: { amount: 30, unit: 'days' } },
  where: { all: [{ field: 'kind', op: 'is', value: 'call' }] },
}

test('a call is recorded now, outgoing and mine, unless something else is said', async () => {
  const customerId = await world.customer({ name: '王芳' })
  const { id, promises } = await world.act(recordInteraction, { customerId, kind: 'call', outcome: 'connected', summary: '接通，聊了新茶' })
  expect(promises).toEqual([])
  expect((await world.ask(readInteractions, { id: customerId })).interactions).toMatchObject([
    {
      id,
      kind: 'call',
      direction: 'out',
      outcome: 'connected',
      occurredAt: '2026-06-15T04:00:00.000Z',
      byId: 'user:owner',
      byName: '老板',
      mayChange: true,
      attachments: [],
    },
  ])
  const { facts } = await world.ask(readTimeline, { id: customerId, kind: 'interaction.recorded' })
  expect(facts).toMatchObject([{ payload: { interaction: id, kind: 'call', outcome: 'connected', summary: '接通，聊了新茶', by: '老板' } }])
  expect(await holds(customerId, calledLately)).toBe(true)
  expect(await holds(customerId, { not: calledLately })).toBe(false)
})

test('it is found by a phone or an address in it, however that was written', async () => {
  const customerId = await world.customer({ name: '找号' })
  const { id } = await world.act(recordInteraction, { customerId, kind: 'call', summary: '改打 138 0631 4321 或 Zhao.Li@mail.example' })
  const found = async (text: string) => {
    const url = `/api/interactions?search=${encodeURIComponent(text)}`
    const { rows }: { rows: { id: string }[] } = (await (await world.http()).inject({ url, headers: { 'x-test-role': 'owner' } })).json()
    return rows.map((row) => row.id)
  }
  for (const text of ['13806314321', '+86 138 0631 4321', '4321', 'zhao.li@mail.example']) expect(await found(text), text).toEqual([id])
  expect(await found('13806314322')).toEqual([])
})

test('whom one spoke with is a contact of that company and of no other', async () => {
  const company = await world.customer({ kind: 'company', name: '西湖茶行' })
  const other = await world.customer({ kind: 'company', name: '龙井茶厂' })
  const { id: contactId } = await world.act(createContact, { customerId: company, name: '陈会计' })
  const { id } = await world.act(recordInteraction, { customerId: company, kind: 'call', person: '陈会计', contactId })
  const { interactions } = await world.ask(readInteractions, { id: company, ids: id })
  expect(interactions).toMatchObject([{ person: '陈会计', contactId }])
  await expect(world.act(recordInteraction, { customerId: other, kind: 'call', contactId })).rejects.toMatchObject({
    code: 'record.missing',
  })
})

test('what is written of a customer who was merged meanwhile is the one’s that they are now', async () => {
  const [into, gone] = [await world.customer({ name: '合并甲' }), await world.customer({ name: '合并乙' })]
  await world.act(mergeCustomers, { ids: [into, gone], into })
  const todos = [{ title: '回电', dueAt: '2026-06-19' }]
  expect(await world.act(recordInteraction, { customerId: gone, kind: 'call', summary: '接通', todos })).toMatchObject({ customerId: into })
  expect((await world.ask(readInteractions, { id: into })).interactions).toMatchObject([{ summary: '接通' }])
  await world.act(createTodo, { title: '寄样', customerId: gone })
  expect((await world.ask(listTodos, { customerId: into })).todos.map(({ title }) => title).toSorted()).toEqual(['回电', '寄样'])
})

test('the same key again is the same interaction', async () => {
  const customerId = await world.customer({ name: '李雷' })
  const call = { customerId, kind: 'call', summary: '一次' }
  const [first, second] = [
    await world.act(recordInteraction, call, { key: 'log-0001' }),
    await world.act(recordInteraction, call, { key: 'log-0001' }),
  ]
  expect(second).toEqual(first)
  expect((await world.ask(readInteractions, { id: customerId })).interactions).toHaveLength(1)
})

test('what happened last week stands at last week, page by page, however late we heard of it', async () => {
  const customerId = await world.customer({ name: '韩梅' })
  const log = (summary: string, occurredAt?: string) =>
    world.act(recordInteraction, { customerId, kind: 'visit', summary, ...(occurredAt && { occurredAt }) })
  await log('今天')
  await log('上周', '2026-06-08T10:00:00+08:00')
  await log('昨天', '2026-06-14T10:00:00+08:00')
  const said = async (more: object) => {
    const { facts, next } = await world.ask(readTimeline, { id: customerId, kind: 'interaction.recorded', ...more })
    return { said: facts.map(({ payload }) => payload['summary']), next }
  }
  expect((await said({})).said).toEqual(['今天', '昨天', '上周'])
  const first = await said({ limit: '2' })
  expect(first.said).toEqual(['今天', '昨天'])
  expect(await said({ limit: '2', before: first.next })).toEqual({ said: ['上周'], next: null })
  expect((await said({ from: '2026-06-08', to: '2026-06-14' })).said).toEqual(['昨天', '上周'])
  expect((await said({ by: 'user:member' })).said).toEqual([])
  expect((await said({ by: 'user:owner' })).said).toHaveLength(3)
  for (const before of ['7', 'x_1', '2026-06-15 04:00:00+00_x', '2026-99-15 04:00:00+00_1'])
    await expect(world.ask(readTimeline, { id: customerId, before })).rejects.toMatchObject({ code: 'input.invalid' })
})

test('a promise in the text is proposed and never made by itself; one that is taken becomes a to-do', async () => {
  const customerId = await world.customer({ name: '赵云' })
  const summary = '王总在开会，周五前回电；明天上午给报价'
  const told = await world.act(recordInteraction, { customerId, kind: 'call', outcome: 'call-back', summary })
  expect(told.promises).toEqual([
    { title: '回电', dueAt: '2026-06-19', words: '周五前' },
    { title: '给报价', dueAt: '2026-06-16T04:00:00.000Z', words: '明天上午' },
  ])
  expect((await world.ask(listTodos, { customerId, who: 'everyone' })).todos).toEqual([])

  const [first] = told.promises
  const taken = await world.act(recordInteraction, { customerId, kind: 'call', summary, todos: [first] })
  expect(taken.promises.map(({ title }) => title)).toEqual(['给报价'])
  expect((await world.ask(listTodos, { customerId })).todos).toMatchObject([
    {
      id: taken.todos[0],
      title: '回电',
      dueAt: '2026-06-19T15:59:59.000Z',
      originKind: 'interaction',
      originId: taken.id,
      originWords: '周五前',
    },
  ])
  const next = await world.act(recordInteraction, { customerId, kind: 'visit', nextStep: '带样品', nextStepDue: '2026-06-20' })
  expect(next.promises).toEqual([{ title: '带样品', dueAt: '2026-06-20', words: '带样品' }])
})

test('removing takes it from lists, rules and to-dos, the log says so, and all of it comes back', async () => {
  const customerId = await world.customer({ name: '孙尚香' })
  const { id, todos } = await world.act(recordInteraction, {
    customerId,
    kind: 'call',
    summary: '记错人了',
    occurredAt: '2026-06-14T10:00:00+08:00',
    todos: [{ title: '回电', dueAt: '2026-06-19' }],
  })
  const before = await world.ask(readInteractions, { id: customerId })
  await world.act(removeInteraction, { id })
  expect((await world.ask(readInteractions, { id: customerId })).interactions).toEqual([])
  expect(await holds(customerId, calledLately)).toBe(false)
  expect((await world.ask(listTodos, { customerId })).todos).toEqual([])
  expect(await kindsOf(customerId)).toEqual(['interaction.removed', 'todo.cancelled', 'todo.created', 'customer.created'])

  await world.act(restoreInteraction, { id })
  expect(await world.ask(readInteractions, { id: customerId })).toEqual(before)
  expect((await world.ask(listTodos, { customerId })).todos).toMatchObject([{ id: todos[0], state: 'open' }])
  expect(await holds(customerId, calledLately)).toBe(true)
  expect((await kindsOf(customerId)).at(-1)).toBe('interaction.recorded')
  await expect(world.act(restoreInteraction, { id })).rejects.toMatchObject({ code: 'interaction.nothing-to-restore' })
  const rows = await sql<{
    quiet: boolean
  }>`select quiet from events where customer_id = ${customerId} and kind = 'interaction.recorded'`.execute(world.db)
  expect(rows.rows).toEqual([{ quiet: true }])
})

test('a correction makes the fact say what is true, at its true time', async () => {
  const customerId = await world.customer({ name: '周瑜' })
  const { id } = await world.act(recordInteraction, { customerId, kind: 'call', outcome: 'no-answer', summary: '没人接' })
  const changed = await world.act(changeInteraction, {
    id,
    kind: 'visit',
    summary: '其实是上门',
    occurredAt: '2026-06-10T10:00:00+08:00',
    version: 1,
  })
  expect(changed).toEqual({ id, version: 2 })
  const { facts } = await world.ask(readTimeline, { id: customerId, kind: 'interaction.recorded' })
  expect(facts).toMatchObject([
    { occurredAt: '2026-06-10T02:00:00.000Z', payload: { kind: 'visit', outcome: null, summary: '其实是上门' } },
  ])
  expect(await holds(customerId, calledLately)).toBe(false)
  await expect(world.act(changeInteraction, { id, summary: '旧', version: 1 })).rejects.toMatchObject({
    code: 'interaction.changed-meanwhile',
  })
  expect(await world.act(changeInteraction, { id, summary: '其实是上门' })).toEqual({ id, version: 2 })
})

test('one’s own may be changed for a week, another’s only by a manager', async () => {
  const customerId = await world.customer({ name: '吕布' })
  const { id } = await world.act(recordInteraction, { customerId, kind: 'call' }, { role: 'member' })
  const others = await world.act(recordInteraction, { customerId, kind: 'call' })
  await expect(world.act(changeInteraction, { id: others.id, summary: '改' }, { role: 'member' })).rejects.toMatchObject({
    code: 'interaction.not-yours',
  })
  await world.act(changeInteraction, { id, summary: '改' }, { role: 'member' })
  world.pass({ amount: 8, unit: 'days' })
  for (const action of [changeInteraction, removeInteraction])
    await expect(world.act(action, { id }, { role: 'member' })).rejects.toMatchObject({
      code: 'interaction.not-yours',
      details: { days: 7 },
    })
  await world.act(removeInteraction, { id }, { role: 'manager' })
  await expect(world.act(restoreInteraction, { id }, { role: 'member' })).rejects.toMatchObject({ code: 'interaction.not-yours' })
})

test.each([
  [{ kind: 'call', outcome: 'met' }, 'interaction.outcome-of-other'],
  [{ kind: 'fax' }, 'input.invalid'],
  [{ kind: 'call', occurredAt: '2027-01-01T00:00:00Z' }, 'interaction.in-the-future'],
  [{ kind: 'call', occurredAt: 'yesterday' }, 'input.invalid'],
  [{ kind: 'call', minutes: -1 }, 'input.invalid'],
  [{ kind: 'call', summary: 'x'.repeat(5_001) }, 'input.invalid'],
  [{ kind: 'call', attachments: ['0190a6e2-7c1b-7d3e-9f4a-2b5c6d7e8f90'] }, 'file.missing'],
  [{ kind: 'call', customerId: '0190a6e2-7c1b-7d3e-9f4a-2b5c6d7e8f90' }, 'record.missing'],
])('what is wrong is refused and nothing is kept: %j', async (wrong, code) => {
  const customerId = await world.customer({ name: '司马懿' })
  await expect(world.act(recordInteraction, { customerId, ...wrong })).rejects.toMatchObject({ code })
  expect(await kindsOf(customerId)).toEqual(['customer.created'])
})

test('the list finds interactions by words and filters them', async () => {
  const customerId = await world.customer({ name: '诸葛亮' })
  await world.act(recordInteraction, { customerId, kind: 'wechat', direction: 'in', summary: '问武夷岩茶的存放', minutes: 5 })
  const http = await world.http()
  const list = async (query: string) =>
    (await http.inject({ url: `/api/interactions?${query}`, headers: { 'x-test-role': 'member' } })).json()
  expect((await list(`search=${encodeURIComponent('岩茶')}`)).rows).toMatchObject([
    { kind: 'wechat', direction: 'in', customerId, minutes: 5, attachmentCount: 0 },
  ])
  const rule = encodeURIComponent(JSON.stringify({ all: [{ field: 'kind', op: 'is', value: 'wechat' }] }))
  expect((await list(`rule=${rule}&sort=-occurredAt`)).rows).toHaveLength(1)
})

const jpeg = Buffer.concat([Buffer.from('ffd8ffe000104a464946', 'hex'), Buffer.alloc(2_000, 1)])

async function upload(name: string, body: Buffer, role: string | null = 'owner') {
  const answer = await (await world.http()).inject({
    method: 'POST',
    url: `/api/files?${new URLSearchParams({ name })}`,
    headers: { 'content-type': 'application/octet-stream', ...(role ? { 'x-test-role': role } : {}) },
    payload: body,
  })
  return { status: answer.statusCode, body: answer.json() }
}

const download = async (path: string, role: string | null = 'member', headers: Record<string, string> = {}) =>
  (await world.http()).inject({ url: path, headers: { ...(role ? { 'x-test-role': role } : {}), ...headers } })

const contents = () =>
  readdirSync(join(world.services.filesFolder, 'kept'), { recursive: true, encoding: 'utf8' }).filter((name) => /[0-9a-f]{64}$/.test(name))

test('a file hangs on an interaction, is saved and never run by the browser, and only for who is signed in', async () => {
  const customerId = await world.customer({ name: '貂蝉' })
  const { body: file } = await upload('合同 "终稿"\r\n.jpg', jpeg)
  expect(file).toMatchObject({ name: '合同 终稿.jpg', type: 'image/jpeg', size: jpeg.length })
  expect((await download(`/api/files/${file.id}`, 'member')).statusCode).toBe(404)
  await world.act(recordInteraction, { customerId, kind: 'visit', attachments: [file.id] })
  expect((await world.ask(readInteractions, { id: customerId })).interactions[0]?.attachments).toEqual([file])

  const got = await download(`/api/files/${file.id}`)
  expect(got.rawPayload.equals(jpeg)).toBe(true)
  expect(got.headers).toMatchObject({
    'content-type': 'image/jpeg',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'content-disposition': `attachment; filename="__ __.jpg"; filename*=UTF-8''%E5%90%88%E5%90%8C%20%E7%BB%88%E7%A8%BF.jpg`,
  })
  const picture = await download(`/api/files/${file.id}/picture`)
  expect(picture.headers['content-disposition']).toBe('inline')
  expect((await download(`/api/files/${file.id}/picture`, 'member', { 'if-none-match': String(picture.headers.etag) })).statusCode).toBe(
    304,
  )
  for (const path of [`/api/files/${file.id}`, `/api/files/${file.id}/picture`]) expect((await download(path, null)).statusCode).toBe(401)
  expect((await upload('a.jpg', jpeg, null)).status).toBe(401)
  expect((await download('/api/files/..%2f..%2fsecret.key')).statusCode).toBe(404)

  const other = await world.customer({ name: '关羽' })
  await expect(world.act(recordInteraction, { customerId: other, kind: 'call', attachments: [file.id] })).rejects.toMatchObject({
    code: 'file.missing',
  })
})

test.each([
  ['page.html', Buffer.from('<!doctype html><script>alert(1)</script>'), 'file.other-type'],
  ['photo.jpg', Buffer.from('<!doctype html><script>alert(1)</script>'), 'file.other-type'],
  ['drawing.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'file.other-type'],
  ['tool.exe', Buffer.from('4d5a9000', 'hex'), 'file.other-type'],
  ['archive.zip', Buffer.from('504b0304', 'hex'), 'file.other-type'],
  ['nothing.txt', Buffer.alloc(0), 'file.empty'],
  ['big.jpg', Buffer.concat([jpeg, Buffer.alloc(25 * 1024 ** 2)]), 'file.too-large'],
])('%s is refused in words, and nothing of it stays', async (name, body, code) => {
  const before = contents()
  const answer = await upload(name, body)
  expect(answer.body).toMatchObject({ code })
  expect(answer.body.words.zh).toContain(name)
  expect(contents()).toEqual(before)
})

test('one content lies once; what nothing uses is cleared a day later, and what is used stays', async () => {
  const customerId = await world.customer({ name: '张飞' })
  const pdf = Buffer.from('%PDF-1.7 same')
  const [first, second] = [(await upload('a.pdf', pdf)).body, (await upload('b.hta', pdf)).body]
  expect(second.name).toBe('b.hta.pdf')
  const free = (await upload('c.txt', Buffer.from('草稿'))).body
  const held = contents().length
  const { id } = await world.act(recordInteraction, { customerId, kind: 'mail', attachments: [first.id, second.id] })
  world.pass({ amount: 25, unit: 'hours' })
  await clearFiles(world.services)
  expect((await download(`/api/files/${free.id}`, 'owner')).statusCode).toBe(404)
  expect(contents()).toHaveLength(held - 1)

  await world.act(changeInteraction, { id, attachments: [second.id] })
  world.pass({ amount: 25, unit: 'hours' })
  await clearFiles(world.services)
  expect((await download(`/api/files/${first.id}`)).statusCode).toBe(404)
  expect((await download(`/api/files/${second.id}`)).rawPayload.equals(pdf)).toBe(true)

  await world.act(removeInteraction, { id })
  await releaseOrphans(world.services)
  world.pass({ amount: 25, unit: 'hours' })
  await clearFiles(world.services)
  await world.act(restoreInteraction, { id })
  expect((await download(`/api/files/${second.id}`)).statusCode).toBe(200)

  await removeCustomers(world.db, [customerId])
  await releaseOrphans(world.services)
  world.pass({ amount: 25, unit: 'hours' })
  await clearFiles(world.services)
  expect((await download(`/api/files/${second.id}`)).statusCode).toBe(404)
  expect(contents()).toHaveLength(held - 2)
})
