import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { readTimeline } from '../../customers/actions.ts'
import { createContact, listContacts, updateContact } from '../../contacts/actions.ts'
import { listCustomerTags, listTags } from '../../tags/actions.ts'
import { createImport, dryRunImport, readImport, undoImport } from '../actions.ts'
import { runImports, type Working } from './run-imports.ts'

let world: World
beforeEach(async () => {
  world = await makeWorld()
})
afterEach(() => world.end())

async function work(how: Working = {}): Promise<void> {
  for (let round = 0; round < 200; round++) if (!(await runImports(world.services, how))) return
  throw new Error('the imports do not come to rest')
}

async function bring(text: string, choices: object = {}, how: Working = {}) {
  const { id } = await world.act(createImport, { name: 'file.csv', text, ...choices })
  await work(how)
  return await world.ask(readImport, { id })
}

async function undo(id: string) {
  await world.act(undoImport, { id })
  await work()
  return await world.ask(readImport, { id })
}

const scalar = async (query: string) => Object.values((await world.database.pool.query(query)).rows[0])[0]

const all = async (query: string) => (await world.database.pool.query(query)).rows

test('companies without any number are known by their names, and by their short ones', async () => {
  const file = '企业名称,简称,地址\n北京纷扬科技有限公司,纷扬,北京市海淀区中关村大街1号\n上海（浦东）贸易有限公司,,\n'
  const done = await bring(file)
  expect(done).toMatchObject({ kind: 'companies', counts: { customersNew: 2, refused: 0 } })
  expect((await bring(file.replace('上海（浦东）', '上海(浦东)'))).counts).toMatchObject({ customersNew: 0 })
  expect(await scalar(`select count(*) from customers where kind = 'company'`)).toBe(2)
  expect((await bring('企业名称,备注\n纷扬,老客户\n', { kind: 'companies' })).counts).toMatchObject({
    customersNew: 0,
    customersUpdated: 1,
  })
})

const people = `企业名称,联系人,职务,手机,邮箱,主要联系人
北京纷扬科技有限公司,覃海洋,总经理,13800000001,qin@fy.example,否
北京纷扬科技有限公司,乐嘉,会计,13800000002,,是
一机床厂,王伟,采购,13800000003,,
一机床厂,王伟,车间主任,13800000004,,
,无名,,13800000005,,
`

test('contacts come to their companies, which are made where nobody knows them, and the same file twice brings nobody twice', async () => {
  const fy = await world.customer({ name: '北京纷扬科技有限公司', kind: 'company' })
  const done = await bring(people)
  expect(done).toMatchObject({ kind: 'contacts', counts: { customersNew: 1, recordsNew: 4, refused: 1 } })
  expect(done.refusals[0]?.reason.zh).toContain('哪家企业')
  const { contacts } = await world.ask(listContacts, { id: fy })
  expect(contacts.map(({ name, title, phone, isPrimary }) => [name, title, phone, isPrimary])).toEqual([
    ['乐嘉', '会计', '+8613800000002', true],
    ['覃海洋', '总经理', '+8613800000001', false],
  ])
  expect((await bring(people)).counts).toMatchObject({ customersNew: 0, recordsNew: 0, recordsChanged: 0, recordsSame: 4 })
  const changed = await bring('公司,姓名,手机,职务\n北京纷扬科技有限公司,覃海洋,13800000001,董事长\n', { kind: 'contacts' })
  expect(changed.counts).toMatchObject({ recordsNew: 0, recordsChanged: 1 })
  const { facts } = await world.ask(readTimeline, { id: fy })
  expect(facts.map((fact) => fact.kind)).toEqual(expect.arrayContaining(['contact.added', 'contact.changed']))
  expect(await undo(changed.id)).toMatchObject({ undone: { recordsRestored: 1 } })
  expect(await all(`select title from contacts where name = '覃海洋'`)).toEqual([{ title: '总经理' }])
})

test('an undo takes contacts back, but not one that somebody has changed since', async () => {
  const fy = await world.customer({ name: '北京纷扬科技有限公司', kind: 'company' })
  const { id } = await bring(people)
  const [kept] = (await world.ask(listContacts, { id: fy })).contacts
  await world.act(updateContact, { id: kept?.id, title: '财务总监' })
  expect(await undo(id)).toMatchObject({ state: 'undone', undone: { recordsRemoved: 3, customersRemoved: 1 } })
  expect(await all('select name, title from contacts')).toEqual([{ name: '乐嘉', title: '财务总监' }])
})

test('whom a file opted out of e-mail an undo leaves as they were, and whom somebody opted out since stays', async () => {
  const fy = await world.customer({ name: '北京纷扬科技有限公司', kind: 'company' })
  await world.act(createContact, { customerId: fy, name: '覃海洋', phone: '+8613800000001' })
  const file = `企业名称,联系人,职务,手机,已退订邮件\n北京纷扬科技有限公司,覃海洋,总经理,13800000001,是
北京纷扬科技有限公司,乐嘉,会计,13800000002,\n北京纷扬科技有限公司,王伟,采购,13800000003,是\n`
  const { id } = await bring(file)
  const said = async () =>
    Object.fromEntries((await world.ask(listContacts, { id: fy })).contacts.map(({ name, noMail }) => [name, noMail]))
  expect(await said()).toEqual({ 覃海洋: true, 乐嘉: false, 王伟: true })
  const since = (await world.ask(listContacts, { id: fy })).contacts.find(({ name }) => name === '乐嘉')
  await world.act(updateContact, { id: since?.id, noMail: true })
  expect(await undo(id)).toMatchObject({ undone: { recordsRemoved: 1, recordsRestored: 1 } })
  expect(await said()).toEqual({ 覃海洋: false, 乐嘉: true })
})

test('a number that is a person’s has no contacts', async () => {
  await world.customer({ name: '王五', code: 'P1' })
  const { refusals } = await bring('客户编号,联系人,职务\nP1,赵六,采购\n', { kind: 'contacts' })
  expect(refusals[0]?.reason.zh).toContain('个人')
})

test('tags come by file, with their end, each once; unknown customers and past days are refused', async () => {
  const id = await world.customer({ name: '王芳', phone: '+8613800000001' })
  const file = `手机号,标签,到期\n13800000001,"VIP、爱喝茶; vip",2026-12-31\n13800000009,VIP,\n13800000001,旧,2020-01-01\n13800000001,${'长'.repeat(31)},\n`
  const done = await bring(file)
  expect(done).toMatchObject({ kind: 'tags', counts: { recordsNew: 2, refused: 3 } })
  const { tags } = await world.ask(listCustomerTags, { id })
  expect(new Set(tags.map(({ name, origin, expiresAt }) => `${name} ${origin} ${expiresAt}`))).toEqual(
    // Until the last day is over, by the shop's calendar.
    new Set(['VIP import 2026-12-31T15:59:59.000Z', '爱喝茶 import 2026-12-31T15:59:59.000Z']),
  )
  expect((await bring(file)).counts).toMatchObject({ recordsNew: 0, recordsSame: 2 })
  const longer = await bring('手机号,标签,到期\n13800000001,vip,2027-12-31\n')
  expect(longer.counts).toMatchObject({ recordsNew: 0, recordsChanged: 1 })
  expect(await undo(longer.id)).toMatchObject({ undone: { recordsRestored: 1 } })
  expect(await undo(done.id)).toMatchObject({ undone: { recordsRemoved: 2 } })
  expect((await world.ask(listCustomerTags, { id })).tags).toEqual([])
  expect(await scalar(`select count(*) from events where kind = 'tag.added'`)).toBe(0)
  expect((await world.ask(listTags, {})).tags).toHaveLength(2)
})

const calls = `手机号,姓名,跟进方式,跟进时间,跟进内容,结果,跟进人
13800000001,王芳,电话沟通,2026-06-01 10:00,想要明前龙井,接通,小李
13800000002,陈一,上门拜访,2026-06-02 15:00,看了样品,见到了,小李
13800000002,陈一,电话,2026-06-03 15:00,没谈成,见到了,小李
13800000002,陈一,电话,2027-06-03 15:00,还没发生,,小李
`

test('interactions come by file onto the timeline, once, and an undo takes them back', async () => {
  const id = await world.customer({ name: '王芳', phone: '+8613800000001' })
  const done = await bring(calls)
  expect(done).toMatchObject({ kind: 'interactions', counts: { recordsNew: 2, customersNew: 1, refused: 2 } })
  expect(done.refusals.map((refusal) => refusal.reason.zh).join()).toMatch(/不是“电话”会有的结果.*将来/s)
  const { facts } = await world.ask(readTimeline, { id })
  expect(facts.find((fact) => fact.kind === 'interaction.recorded')).toMatchObject({
    payload: { kind: 'call', summary: '想要明前龙井', by: '小李' },
  })
  expect((await bring(calls)).counts).toMatchObject({ recordsNew: 0, recordsSame: 2, customersNew: 0 })
  expect(await undo(done.id)).toMatchObject({ undone: { recordsRemoved: 2, customersRemoved: 1 } })
  expect(await scalar('select count(*) from interactions')).toBe(0)
  expect(await scalar(`select count(*) from events where kind = 'interaction.recorded'`)).toBe(0)
})

test('further phones and tags come with their customers, find them later, and go with an undo', async () => {
  const elsewhere = await world.customer({ name: '别人', phone: '+8613900000009' })
  const file = `姓名,手机号,手机号2,邮箱2,标签\n王芳,13800000001,13900000001,b@shop.example,"VIP,新客"\n陈一,13800000002,13900000009,,\n`
  const done = await bring(file)
  expect(done).toMatchObject({ kind: 'customers', counts: { customersNew: 2, recordsNew: 4, keysElsewhere: 1 } })
  expect((await bring('手机号,备注\n13900000001,由第二个号码找到\n', { kind: 'customers' })).counts).toMatchObject({
    customersNew: 0,
    customersUpdated: 1,
  })
  expect(await scalar(`select phone from customers where note = '由第二个号码找到'`)).toBe('+8613800000001')
  expect((await bring(file)).counts).toMatchObject({ customersNew: 0, recordsNew: 0 })
  expect(await scalar(`select customer_id from identities where key = 'phone:+8613900000009'`)).toBe(elsewhere)
  await undo(done.id)
  expect(await scalar('select count(*) from contact_points')).toBe(0)
  expect(await scalar(`select count(*) from identities where key in ('phone:+8613900000001', 'email:b@shop.example')`)).toBe(0)
})

test('a dry run of any kind keeps nothing', async () => {
  await world.customer({ name: '王芳', phone: '+8613800000001' })
  for (const [text, kind] of [
    [people, 'contacts'],
    [calls, 'interactions'],
    ['手机号,标签\n13800000001,VIP\n', 'tags'],
  ] as const) {
    const { id } = await world.act(createImport, { name: 'f.csv', text, kind })
    await world.database.pool.query(`update imports set state = 'uploaded' where id = '${id}'`)
    const tried = await world.act(dryRunImport, { id })
    expect(tried.counts.recordsNew, kind).toBeGreaterThan(0)
  }
  expect(await scalar('select (select count(*) from contacts) + (select count(*) from interactions) + (select count(*) from tags)')).toBe(0)
  expect(await scalar('select count(*) from import_record_changes')).toBe(0)
})

test('an import of contacts that is killed between two steps goes on and brings nobody twice', async () => {
  for (const place of ['rows-found', 'before-commit', 'committed']) {
    const { id } = await world.act(createImport, {
      name: 'f.csv',
      text: people.replaceAll('138', `13${place.length % 10}`),
      kind: 'contacts',
    })
    let killed = false
    const breakpoint = (name: string) => {
      if (killed || name !== place) return
      killed = true
      throw new Error('killed')
    }
    await runImports(world.services, { rows: 2, breakpoint }).catch(() => {})
    expect(killed, place).toBe(true)
    await work({ rows: 2 })
    expect(await world.ask(readImport, { id })).toMatchObject({ state: 'done', counts: { rows: 5, refused: 1 } })
  }
})
