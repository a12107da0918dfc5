import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { makeWorld, type World } from '../../../../test/world.ts'
import { readHome } from '../../../app/home/read-home.ts'
import { openSession } from '../../../platform/access/sessions.ts'
import type { Actor } from '../../../platform/actions/context.ts'
import { flushReadings, noteReading } from '../../../platform/audit/note-reading.ts'
import { createCustomer, nameCustomers, updateCustomer } from '../../customers/actions.ts'
import { findSimilar } from '../../identity/matching-actions.ts'
import { recordInteraction } from '../../interactions/actions.ts'
import { shareCustomer } from '../../roles/actions.ts'
import { createKey } from '../../shop/keys.ts'
import { saveSmtp } from '../../shop/actions.ts'
import {
  endAccess,
  listAudit,
  listAuditPeople,
  readAuditState,
  saveAuditPlan,
  settleAlarm,
  startAuditCheck,
  stopAuditCheck,
} from '../audit.ts'
import { chainTick, checkTick } from './chain-ticks.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

const tick = async (name: string) => {
  await flushReadings(world.services)
  const found = world.services.registry.ticks.find((one) => one.name === name)
  if (!found) throw new Error(`no tick ${name}`)
  await found.run(world.services)
}

const person = (id: string, name: string): Actor => ({
  kind: 'user',
  id: `user:${id}`,
  name,
  role: 'member',
  origin: { address: '198.51.100.7', agent: 'curl' },
})
const read = (actor: Actor, count: number) =>
  noteReading({ actor, services: world.services }, { what: 'list', entity: 'customer', count, asked: { at: world.services.newId() } })

test('the audit is asked by person, kind, record, day and words, page by page', async () => {
  const { id } = await world.act(createCustomer, { name: '王芳', city: '杭州市' })
  await world.act(updateCustomer, { id, city: '上海市' }, { role: 'member' })
  const whole = await world.ask(listAudit, { subject: id })
  expect(whole.entries.map(({ action, actor, subjectName, entity, to }) => [action, actor, subjectName, entity, to])).toEqual([
    ['update-customer', 'user:member', '王芳', 'customer', `/customers/${id}`],
    ['create-customer', 'user:owner', '王芳', 'customer', `/customers/${id}`],
  ])
  expect(whole.entries[0]?.fields).toMatchObject([{ name: 'city', label: { zh: '城市', en: 'City' }, before: '杭州市', after: '上海市' }])
  expect(whole.entries[1]?.sent).toMatchObject([{ name: 'name', value: '王芳' }, { name: 'city' }, { name: 'onMatch' }])
  const first = await world.ask(listAudit, { subject: id, limit: 1 })
  const second = await world.ask(listAudit, { subject: id, limit: 1, after: first.next ?? '' })
  expect([...first.entries, ...second.entries].map((entry) => entry.id)).toEqual(whole.entries.map((entry) => entry.id))
  expect(second.next).toBeNull()
  expect((await world.ask(listAudit, { subject: id, person: 'user:member' })).entries).toHaveLength(1)
  expect((await world.ask(listAudit, { subject: id, search: '上海' })).entries).toHaveLength(1)
  expect((await world.ask(listAudit, { subject: id, from: '2026-06-16' })).entries).toEqual([])
  expect((await world.ask(listAudit, { subject: id, to: '2026-06-15', kind: 'change' })).entries).toHaveLength(2)
  await expect(world.ask(listAudit, { after: 'nonsense' })).rejects.toThrow('input.invalid')
  expect((await world.ask(listAuditPeople)).people.map((one) => one.actor)).toEqual(expect.arrayContaining(['user:member', 'user:owner']))
})

test('it is for those with the right, and reading it is told in it', async () => {
  await expect(world.ask(listAudit, {}, 'member')).rejects.toThrow('access.denied')
  await expect(world.ask(readAuditState, {}, 'manager')).rejects.toThrow('access.denied')
  const app = await world.http()
  expect((await app.inject({ url: '/api/audit/export', headers: { 'x-test-role': 'manager' } })).statusCode).toBe(403)
  await world.ask(listAudit, { search: '王芳' })
  await flushReadings(world.services)
  const { entries } = await world.ask(listAudit, { action: 'audit' })
  expect(entries.some((entry) => entry.sent.some(({ name, value }) => name === 'search' && value === '王芳'))).toBe(true)
})

test('a firm’s own auditor sees the deeds, and of values only what their role shows', async () => {
  const reads = { read: ['all' as const] }
  const auditor = await world.person({
    name: '审计员',
    rights: { grants: { customer: reads }, fields: { phone: 'masked' }, rights: ['audit'] },
  })
  const stranger = await world.person({ name: '旁人', rights: { grants: { customer: { read: ['mine'] } }, fields: {}, rights: ['audit'] } })
  const without = await world.person({ name: '店员', rights: { grants: { customer: reads }, fields: {}, rights: [] } })
  const { id } = await world.act(createCustomer, { name: '郭靖', phone: '+8613511112222', city: '北京市' })
  await world.act(updateCustomer, { id, phone: '+8613511113333', city: '天津市' })
  const fieldsFor = async (who: typeof auditor) => (await world.as(who).ask(listAudit, { subject: id, kind: 'change' })).entries[0]?.fields
  expect(await fieldsFor(auditor)).toMatchObject([
    { name: 'phone', before: '•••', after: '•••' },
    { name: 'city', before: '北京市', after: '天津市' },
  ])
  expect(await fieldsFor(stranger)).toMatchObject([
    { name: 'phone', after: '•••' },
    { name: 'city', after: '•••' },
  ])
  expect((await world.as(auditor).ask(listAudit, { search: '13511113333' })).entries).toEqual([])
  await expect(world.as(without).ask(listAudit, {})).rejects.toThrow('access.denied')
  expect((await world.as(auditor).get('audit/export?format=csv&subject=' + id)).body).not.toContain('13511113333')
  // Nor a number in what somebody wrote, or gave as a reason.
  await world.act(updateCustomer, { id, note: '改打 138 0777 4455' })
  await world.act(recordInteraction, { customerId: id, kind: 'call', summary: '改打 13807774456' })
  await world.act(shareCustomer, { id, withKind: 'person', withId: auditor.id, may: 'read', note: '打 13807774457' })
  const told = JSON.stringify(await world.as(auditor).ask(listAudit, { subject: id }))
  expect(told).toContain('改打 ••••')
  expect(told).not.toMatch(/777 ?445/)
  for (const path of ['audit?', 'audit/export?format=csv&'])
    expect((await world.as(auditor).get(`${path}subject=${id}`)).body).not.toMatch(/777 ?445/)
  expect(JSON.stringify(await world.ask(listAudit, { subject: id }))).toContain('13807774456')
})

test('who tries a record that is out of reach is told that there is none, and the audit is told that they tried', async () => {
  const seller = await world.person({
    name: '小吴',
    rights: { grants: { customer: { read: ['mine'], change: ['mine'] } }, fields: {}, rights: [] },
  })
  const { id } = await world.act(createCustomer, { name: '黄蓉' })
  const as = world.as(seller)
  expect((await as.get(`customers/${id}`)).json().code).toBe('record.missing')
  expect((await as.get(`customers/${id}/timeline`)).json().code).toBe('record.missing')
  await flushReadings(world.services)
  const { entries } = await world.ask(listAudit, { kind: 'refusal', subject: id })
  expect(entries.map(({ action, actorName, code }) => `${action} ${actorName} ${code}`).toSorted()).toEqual([
    'customers.read 小吴 audit.out-of-reach',
    'read-timeline 小吴 audit.out-of-reach',
  ])
  expect((await world.ask(listAudit, { kind: 'reading', subject: id })).entries).toEqual([])
})

test('it is taken away as a file, with before and after', async () => {
  const app = await world.http()
  const file = await app.inject({ url: '/api/audit/export?format=csv&language=zh&kind=change', headers: { 'x-test-role': 'owner' } })
  expect(file.statusCode).toBe(200)
  expect(file.body).toContain('city: 杭州市 → 上海市')
})

test('a look over the chain goes on in portions, tells whether it is whole, and can be stopped', async () => {
  await chainTick(world.services)
  await world.act(startAuditCheck, {})
  expect((await world.ask(readAuditState)).check).toMatchObject({ state: 'running', checked: 0 })
  await world.act(stopAuditCheck, {})
  expect((await world.ask(readAuditState)).check?.state).toBe('stopped')
  await world.act(startAuditCheck, {})
  while (await checkTick(world.services));
  const { check, isProtected, newest, chained } = await world.ask(readAuditState)
  expect(check).toMatchObject({ state: 'whole', broken: 0, breaks: [] })
  expect(check?.checked).toBeGreaterThan(0)
  expect([isProtected, newest?.hash.length, chained > 0]).toEqual([true, 64, true])
})

test('a look begins by itself at night, once a day', async () => {
  const count = async () =>
    (await sql<{ n: number }>`select count(*) as n from audit_checks where started_by is null`.execute(world.db)).rows[0]?.n
  world.setTime('2026-06-16T04:30:00Z')
  await checkTick(world.services)
  expect(await count()).toBe(0)
  world.setTime('2026-06-16T19:00:00Z')
  while (await checkTick(world.services));
  while (await checkTick(world.services));
  expect(await count()).toBe(1)
})

test('entries cannot be set to go before half a year', async () => {
  await expect(world.act(saveAuditPlan, { keepDays: 179, usualRecords: 200 })).rejects.toThrow('audit.too-young')
  await world.act(saveAuditPlan, { keepDays: 180, usualRecords: 200 })
  expect(await world.ask(readAuditState)).toMatchObject({ keepDays: 180, usualRecords: 200 })
  await tick('audit-forget')
})

test('a thief with a valid key raises an alarm, which the owners see and are mailed, and is shut out with one act', async () => {
  world.setTime('2026-07-01T02:00:00Z')
  const owner = world.services.newId()
  const thief = world.services.newId()
  const addUser = (id: string, email: string, role: string) =>
    sql`insert into auth.users (id, name, email, role, created_at, updated_at) values (${id}, '小周', ${email}, ${role}, ${world.now()}, ${world.now()})`.execute(
      world.db,
    )
  await addUser(owner, 'boss@regulars.test', 'owner')
  await addUser(thief, 'zhou@regulars.test', 'member')
  await openSession(world.services, { userId: thief, means: 'password', strong: false }, { address: '198.51.100.7', agent: 'curl' })
  const key = await world.act(createKey, { name: '报表', role: 'member' })
  await sql`update api_keys set created_by = ${`user:${thief}`} where id = ${key.id}`.execute(world.db)
  await world.act(saveSmtp, {
    host: 'smtp.regulars.test',
    port: 465,
    secure: true,
    user: 'u',
    password: 'p',
    from: '常客 <a@regulars.test>',
  })

  const zhou = person(thief, '小周')
  read(zhou, 900)
  await tick('audit-watch')
  expect((await world.ask(readAuditState)).alarms).toEqual([])
  // Page after page, as a script does.
  for (let page = 0; page < 5; page++) read(zhou, 200)
  await tick('audit-watch')
  const { alarms } = await world.ask(readAuditState)
  expect(alarms).toMatchObject([{ actor: zhou.id, actorName: '小周', records: 1_900, usual: 200, addresses: ['198.51.100.7'] }])
  expect(world.mailer.sent.map((mail) => mail.to)).toContain('boss@regulars.test')
  expect(world.mailer.sent.map((mail) => mail.to)).not.toContain('zhou@regulars.test')
  expect((await world.ask(readHome)).attention).toContainEqual(expect.objectContaining({ kind: 'audit-alarm', name: '小周', count: 1_900 }))
  expect((await world.ask(readHome, {}, 'member')).attention.map(({ kind }) => kind)).not.toContain('audit-alarm')

  const mails = world.mailer.sent.length
  read(zhou, 200)
  await tick('audit-watch')
  expect((await world.ask(readAuditState)).alarms).toMatchObject([{ records: 2_100 }])
  expect(world.mailer.sent).toHaveLength(mails)

  expect(await world.act(endAccess, { actor: zhou.id, reason: '疑似盗用' })).toEqual({ sessions: 1, keys: 1 })
  expect((await world.ask(readAuditState)).alarms).toEqual([])
  const { rows } =
    await sql`select 1 from auth.sessions where user_id = ${thief} union all select 1 from api_keys where id = ${key.id} and revoked_at is null`.execute(
      world.db,
    )
  expect(rows).toEqual([])
  await tick('audit-watch')
  expect((await world.ask(readAuditState)).alarms).toEqual([])
})

test('whoever looks round at the same customers again and again raises no alarm, whoever pages through everybody does', async () => {
  world.setTime('2026-07-10T02:00:00Z')
  const pages = Array.from({ length: 25 }, () => Array.from({ length: 50 }, () => world.services.newId()))
  const look = (actor: Actor, ids: readonly string[]) =>
    noteReading({ actor, services: world.services }, { what: 'list', entity: 'customer', ids, asked: { at: world.services.newId() } })
  const [boss, clerk] = [person(world.services.newId(), '老板'), person(world.services.newId(), '店员')]
  for (let round = 0; round < 40; round++) look(boss, pages[round % 4] ?? [])
  for (const id of pages[0] ?? []) noteReading({ actor: boss, services: world.services }, { what: 'open', entity: 'customer', subject: id })
  for (const page of pages.slice(0, 19)) look(clerk, page)
  await tick('audit-watch')
  expect((await world.ask(readAuditState)).alarms).toEqual([])
  for (const page of pages) look(clerk, page)
  read(boss, 799)
  await tick('audit-watch')
  const { alarms } = await world.ask(readAuditState)
  expect(alarms).toMatchObject([{ actorName: '店员', records: 1_250, usual: 200 }])
  read(boss, 1)
  await tick('audit-watch')
  const both = (await world.ask(readAuditState)).alarms
  expect(both.map(({ actorName, records }) => [actorName, records])).toContainEqual(['老板', 1_000])
  for (const { id } of both) await world.act(settleAlarm, { id, reason: '盘点' })
})

test('what questions show says whose it is, so that the same people asked for again are no more people', async () => {
  world.setTime('2026-07-11T02:00:00Z')
  const ids: string[] = []
  for (let n = 0; n < 3; n++) ids.push(await world.customer({ name: `看过的 ${n}`, phone: `+861381234${5_000 + n}` }))
  const looker = await world.person({ name: '店长', role: 'manager' })
  const asked = [ids, ids.slice(0, 2), ids.slice(1)]
  for (const some of asked) await world.as(looker).ask(nameCustomers, { ids: some })
  await world.as(looker).ask(findSimilar, { values: { phone: '+8613812345000' } })
  await flushReadings(world.services)
  const { rows } = await sql<{ action: string; records: number; ids: string[] | null }>`
    select action, records, ids::text[] as ids from audit.entries where actor = ${looker.actor.id} and kind = 'reading' order by at, id`.execute(
    world.db,
  )
  expect(rows.map(({ action, records, ids: named }) => ({ action, records, ids: named?.toSorted() }))).toEqual([
    ...asked.map((some) => ({ action: 'name-customers', records: some.length, ids: some.toSorted() })),
    { action: 'find-similar', records: 1, ids: [ids[0]] },
  ])
})

test('every question that shows people says in its answer whose each part is', () => {
  const named = ['customerId', 'customer', 'customers', 'who', 'id']
  const shape = z.object({ properties: z.record(z.string(), z.unknown()) })
  const unnamed = [...world.services.registry.questions.values()].flatMap(({ definition: { name, people, output } }) => {
    if (people === undefined) return []
    const { properties } = shape.parse(z.toJSONSchema(output, { unrepresentable: 'any' }))
    const items: unknown = Object(properties[people]).items ?? Object(Object(properties[people]).anyOf)[0] ?? properties[people]
    return named.some((place) => place in (shape.safeParse(items).data?.properties ?? {})) ? [] : [name]
  })
  // Refused rows of a file are nobody yet.
  expect(unnamed).toEqual(['read-import'])
})

test('who reads much every day is used to it; five times as much is not', async () => {
  const analyst = person(world.services.newId(), '分析员')
  for (let day = 1; day <= 10; day++) {
    world.setTime(new Date(Date.parse('2026-07-01T02:00:00Z') + day * 86_400_000))
    read(analyst, 2_000)
    await flushReadings(world.services)
  }
  world.setTime('2026-07-12T02:00:00Z')
  read(analyst, 9_000)
  await tick('audit-watch')
  expect((await world.ask(readAuditState)).alarms).toEqual([])
  read(analyst, 1_000)
  await tick('audit-watch')
  const { alarms } = await world.ask(readAuditState)
  expect(alarms).toMatchObject([{ actorName: '分析员', records: 10_000, usual: 2_000 }])
  await world.act(settleAlarm, { id: alarms[0]?.id ?? '', reason: '季度报表' })
  await tick('audit-watch')
  expect((await world.ask(readAuditState)).alarms).toEqual([])
  await expect(world.act(settleAlarm, { id: alarms[0]?.id ?? '' })).rejects.toThrow('audit.no-alarm')
})
