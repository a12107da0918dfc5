import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { listContactPoints } from '../../contact-points/actions.ts'
import { createCustomer, updateCustomer } from '../../customers/actions.ts'
import { makeHousehold, readHousehold } from '../../households/actions.ts'
import { readLookAlikes } from '../../identity/matching-actions.ts'
import { compareChanged } from '../../identity/server/compare-changed.ts'
import { dryRunImport, readImport, startImport, undoImport } from '../actions.ts'
import type { ImportSettings } from '../import.ts'
import { readSealing, sealContacts } from '../../sealing/actions.ts'
import { contactsTick } from '../../sealing/server/contacts-tick.ts'
import { runImports } from './run-imports.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

async function upload(payload: string): Promise<string> {
  const headers = { 'x-test-role': 'manager', 'content-type': 'text/csv' }
  return (await (await world.http()).inject({ method: 'POST', url: '/api/imports/files?name=family.csv', headers, payload })).json().id
}

async function work(rows?: number): Promise<void> {
  for (let round = 0; await runImports(world.services, rows === undefined ? {} : { rows }); round++)
    if (round > 100) throw new Error('the imports do not come to rest')
}

async function bring(payload: string, settings: Partial<ImportSettings> = {}, rows?: number) {
  const id = await upload(payload)
  await world.act(startImport, { id, ...settings })
  await work(rows)
  return await world.ask(readImport, { id })
}

const undo = async (id: string) => {
  await world.act(undoImport, { id })
  await work()
}
const withPhone = async (phone: string) =>
  (
    await sql<{
      id: string
      name: string
      city: string | null
    }>`select id, name, city from customers where phone = ${phone} order by name`.execute(world.db)
  ).rows
const household = async (id: string) => (await world.ask(readHousehold, { id })).household
const ownerOf = async (key: string) =>
  (await sql<{ id: string }>`select customer_id as id from identities where key = ${key}`.execute(world.db)).rows.map(({ id }) => id)
const customers = async () => (await sql<{ n: number }>`select count(*)::int as n from customers`.execute(world.db)).rows[0]?.n ?? 0
const leftOvers = async (id: string) =>
  (
    await sql`select id from households where import_id = ${id} union all select household_id from household_members where import_id = ${id}
      union all select household_id from shared_keys where import_id = ${id}`.execute(world.db)
  ).rows

const threeRelatives = `姓名,手机号,城市\n王建国,13700010001,杭州\n李秀英,13700010001,杭州\n王小雨,13700010001,宁波\n`

test('three relatives of one file with one phone are three customers of one household, and the same file again doubles nobody', async () => {
  const before = await customers()
  const tried = await world.act(dryRunImport, { id: await upload(threeRelatives) })
  expect(tried.counts).toMatchObject({ customersNew: 3, householdMembers: 2, namesReplaced: 0, keysElsewhere: 0 })
  expect(await customers()).toBe(before)

  const first = await bring(threeRelatives)
  expect(first.counts).toMatchObject({ customersNew: 3, customersUpdated: 0, householdMembers: 2, namesReplaced: 0, keysElsewhere: 0 })
  const all = await withPhone('+8613700010001')
  expect(all.map(({ name }) => name)).toEqual(['李秀英', '王小雨', '王建国'])
  expect(await household(all[0]?.id ?? '')).toMatchObject({
    name: '王建国',
    members: [{ name: '王建国' }, { name: '李秀英' }, { name: '王小雨' }],
    shared: [{ kind: 'phone', value: '+8613700010001' }],
  })
  expect(await ownerOf('phone:+8613700010001')).toEqual([])

  const second = await bring(threeRelatives.replaceAll('杭州', '嘉兴'))
  expect(second.counts).toMatchObject({ customersNew: 0, customersUpdated: 2, customersSame: 1, householdMembers: 0, keysElsewhere: 0 })
  expect((await withPhone('+8613700010001')).map(({ city }) => city)).toEqual(['嘉兴市', '宁波市', '嘉兴市'])

  await undo(second.id)
  await undo(first.id)
  expect(await customers()).toBe(before)
  expect(await leftOvers(first.id)).toEqual([])
})

test('rows of one family come together however the file is cut into portions', async () => {
  const done = await bring(threeRelatives.replaceAll('00010001', '00010002'), {}, 1)
  expect(done.counts).toMatchObject({ customersNew: 3, householdMembers: 2, namesReplaced: 0, keysElsewhere: 0 })
  const [one] = await withPhone('+8613700010002')
  expect((await household(one?.id ?? ''))?.members).toHaveLength(3)
})

test('a name written in another way is no other name', async () => {
  const id = await world.customer({ name: '张三丰', phone: '+8613700010003' })
  for (const name of ['张三', '张三峰', 'Zhang Sanfeng', '张先生', '张三丰（VIP）', '']) {
    const done = await bring(`姓名,手机号,城市\n${name},13700010003,杭州\n`)
    expect(done.counts, name).toMatchObject({ customersNew: 0, householdMembers: 0, namesApart: 0 })
    await world.act(updateCustomer, { id, name: '张三丰', city: null })
  }
  await world.customer({ name: '北京纷扬科技有限公司', kind: 'company', phone: '+861088880003' })
  const done = await bring('客户名称,电话\n北京纷扬,010-88880003\n', { kind: 'companies' })
  expect(done.counts).toMatchObject({ customersNew: 0, namesApart: 0 })
})

test('somebody of another name with the phone of a customer of long ago is another customer, and the two wait for a person', async () => {
  const holder = await world.customer({ name: '赵建国', phone: '+8613700010004' })
  const text = '姓名,手机号,城市\n李梅,13700010004,苏州\n'
  const done = await bring(text)
  expect(done.counts).toMatchObject({ customersNew: 1, customersUpdated: 0, householdMembers: 0, namesApart: 1, keysElsewhere: 1 })
  expect(await ownerOf('phone:+8613700010004')).toEqual([holder])
  await world.settle()
  for (let more = true; more; ) more = await compareChanged(world.services)
  const { alike } = await world.ask(readLookAlikes, { id: holder })
  expect(alike).toMatchObject([{ customer: { name: '李梅' }, says: 'household' }])
  const again = await bring(text.replace('苏州', '无锡'))
  expect(again.counts).toMatchObject({ customersNew: 0, customersUpdated: 1, namesApart: 0 })
  const { rows } = await sql<{ city: string }>`select city from customers where name = '李梅'`.execute(world.db)
  expect(rows).toEqual([{ city: '无锡市' }])
  // Orders with the phone go to whoever has the name, else to whose phone it is.
  const orders = await bring('订单号,手机号,姓名,金额,下单时间\nF-1,13700010004,李梅,10,2026-01-02\nF-2,13700010004,,20,2026-01-02\n')
  expect(orders.counts).toMatchObject({ purchasesNew: 2, customersNew: 0 })
  const bought = await sql<{
    number: string
    name: string
  }>`select p.number, c.name from purchases p join customers c on c.id = p.customer_id
    where p.number in ('F-1', 'F-2') order by p.number`.execute(world.db)
  expect(bought.rows).toEqual([
    { number: 'F-1', name: '李梅' },
    { number: 'F-2', name: '赵建国' },
  ])
})

test('one surname and one phone are a household with whoever was there before, and undoing gives the phone back', async () => {
  const holder = await world.customer({ name: '陈志强', phone: '+8613700010005' })
  const done = await bring('姓名,手机号\n陈小雨,13700010005\n')
  expect(done.counts).toMatchObject({ customersNew: 1, householdMembers: 1, keysElsewhere: 0 })
  expect((await household(holder))?.members.map(({ name }) => name)).toEqual(['陈志强', '陈小雨'])
  await undo(done.id)
  expect(await household(holder)).toBe(null)
  expect(await ownerOf('phone:+8613700010005')).toEqual([holder])
  expect((await world.ask(listContactPoints, { id: holder })).points.map(({ value }) => value)).toEqual(['+8613700010005'])
  expect(await leftOvers(done.id)).toEqual([])
  const { rows } = await sql`select 1 from events where customer_id = ${holder} and kind = 'household.joined'`.execute(world.db)
  expect(rows).toEqual([])
})

test('whoever of a household something else has happened to stays in it when the import is undone', async () => {
  const done = await bring('姓名,手机号\n何强,13700010006\n何梅,13700010006\n何雨,13700010006\n')
  const [strong, mei, rain] = await withPhone('+8613700010006')
  await world.act(updateCustomer, { id: mei?.id ?? '', city: '绍兴市' })
  await world.act(updateCustomer, { id: rain?.id ?? '', city: '绍兴市' })
  await undo(done.id)
  expect(await household(mei?.id ?? '')).toMatchObject({ members: [{ name: '何梅' }, { name: '何雨' }], shared: [{ kind: 'phone' }] })
  expect(strong?.name).toBe('何强')
  expect((await withPhone('+8613700010006')).map(({ name }) => name)).toEqual(['何梅', '何雨'])
})

test('a changed name with a second key is an update, and so is one found by the column that was chosen', async () => {
  const id = await world.customer({ name: '林黛玉', phone: '+8613700010007', email: 'lin@shop.example' })
  const changed = await bring('姓名,手机号,邮箱\n薛宝钗,13700010007,lin@shop.example\n')
  expect(changed.counts).toMatchObject({ customersNew: 0, customersUpdated: 1, namesReplaced: 1 })
  const chosen = await bring('姓名,手机号\n史湘云,13700010007\n', { findBy: 'phone' })
  expect(chosen.counts).toMatchObject({ customersNew: 0, customersUpdated: 1, namesReplaced: 1 })
  const { rows } = await sql`select name from customers where id = ${id}`.execute(world.db)
  expect(rows).toEqual([{ name: '史湘云' }])
})

test('an import that makes nobody refuses a row with another’s phone instead of writing over that name', async () => {
  await world.customer({ name: '贾宝玉', phone: '+8613700010008' })
  const done = await bring('姓名,手机号\n王熙凤,13700010008\n', { mode: 'update' })
  expect(done.counts).toMatchObject({ customersUpdated: 0, refused: 1 })
  expect(done.refusals[0]?.reason.zh).toContain('姓名完全不同')
})

test('a phone with more names than a family has is no household, and still nobody is doubled', async () => {
  const names = '赵钱孙李周吴郑王冯陈'.split('').map((surname, i) => `${surname}${'一二三四五六七八九十'[i]}`)
  const text = `姓名,手机号\n${names.map((name) => `${name},13700010009\n`).join('')}`
  const done = await bring(text)
  expect(done.counts).toMatchObject({ customersNew: 10, householdMembers: 7, namesApart: 0 })
  const again = await bring(text)
  expect(again.counts).toMatchObject({ customersNew: 0, customersUpdated: 0, customersSame: 10 })
})

test('what a newcomer of a household brings and shares is the household’s too, and the file again doubles nobody', async () => {
  await bring(threeRelatives.replaceAll('00010001', '00010013'))
  const text = '姓名,手机号,邮箱\n何强,13700010013,he@shop.example\n何梅,,he@shop.example\n'
  const done = await bring(text)
  expect(done.counts).toMatchObject({ customersNew: 2, householdMembers: 2 })
  const { rows } = await sql`select 1 from shared_keys where key = 'email:he@shop.example'`.execute(world.db)
  expect(rows).toHaveLength(1)
  expect((await bring(text)).counts).toMatchObject({ customersNew: 0, customersSame: 2 })
})

test('a row with a household’s phone and no name is refused with the reason, of customers and of orders', async () => {
  await bring(threeRelatives.replaceAll('00010001', '00010010'))
  const nameless = await bring('姓名,手机号,城市\n,13700010010,温州\n')
  expect(nameless.counts).toMatchObject({ customersNew: 0, refused: 1 })
  expect(nameless.refusals[0]?.reason.zh).toContain('由一家人共用')
  const orders = await bring('订单号,手机号,姓名,金额,下单时间\nH-1,13700010010,,10,2026-01-02\nH-2,13700010010,李秀英,20,2026-01-02\n')
  expect(orders.counts).toMatchObject({ purchasesNew: 1, refused: 1, customersNew: 0 })
})

test('a landline that people of several surnames share is no household, nor is an e-mail', async () => {
  const done = await bring(
    '姓名,电话,邮箱\n周瑜,0571-88001122,\n黄盖,0571-88001122,\n鲁肃,13700010011,office@wu.example\n甘宁,13700010012,office@wu.example\n',
  )
  expect(done.counts).toMatchObject({ customersNew: 4, householdMembers: 0, namesApart: 2, keysElsewhere: 2 })
})

test('where contact details are kept sealed a family is told apart and found again all the same', async () => {
  const holder = await world.customer({ name: '罗密', phone: '+8613700010020' })
  await world.act(sealContacts, { kind: 'phone', sealed: true })
  for (let isWorking = true; isWorking; isWorking = (await world.ask(readSealing)).contacts.some((one) => one.work !== null)) {
    while (await contactsTick.run(world.services));
    world.pass({ amount: 1, unit: 'minutes' })
  }
  const text = '姓名,手机号\n罗小雨,13700010020\n祝英,13700010021\n梁山,13700010021\n'
  const first = await bring(text)
  expect(first.counts).toMatchObject({ customersNew: 3, householdMembers: 2, keysElsewhere: 0 })
  const again = await bring(text)
  expect(again.counts).toMatchObject({ customersNew: 0, customersSame: 3 })
  await undo(again.id)
  await undo(first.id)
  expect(await household(holder)).toBe(null)
  const found = await bring('姓名,手机号,城市\n罗密,13700010020,杭州\n')
  expect(found.counts).toMatchObject({ customersNew: 0, customersUpdated: 1 })
})

test('undone while contact details are being turned over, or afterwards, a family’s phone goes back to whoever had it', async () => {
  const works = async () => (await world.ask(readSealing)).contacts.flatMap(({ work }) => (work === null ? [] : [work]))
  const turnTo = async (isThere: () => Promise<boolean>) => {
    for (let round = 0; !(await isThere()); round++) {
      if (round > 200) throw new Error('the turning over does not come to rest')
      if (!(await contactsTick.run(world.services))) world.pass({ amount: 1, unit: 'minutes' })
    }
  }
  const isDone = async () => (await works()).length === 0
  const isInValues = async () => (await works()).every(({ phase }) => phase !== 'keys')
  await world.act(sealContacts, { kind: 'phone', sealed: false })
  await turnTo(isDone)
  let nth = 0
  for (const sealed of [true, false]) {
    const families: { phone: string; holder: string; id: string; name: string; wife: string }[] = []
    for (const name of ['宋', '方', '卢']) {
      const phone = `+86137000101${String(nth++).padStart(2, '0')}`
      const holder = await world.customer({ name: `${name}江`, phone })
      const wife = await world.customer({ name: `${name}母` })
      // Those who were a household before stay one.
      if (name === '卢') await world.act(makeHousehold, { members: [{ customerId: holder }, { customerId: wife }], shared: [] })
      const { id } = await bring(`姓名,手机号\n${name}小雨,${phone}\n`)
      expect((await household(holder))?.shared).toEqual([{ kind: 'phone', value: phone }])
      families.push({ phone, holder, id, name: `${name}江`, wife })
    }
    const isBack = async ({ phone, holder, id, name, wife }: (typeof families)[number]) => {
      const left = await household(holder)
      expect(left && { members: left.members.map((each) => each.id), shared: left.shared }).toEqual(
        name === '卢江' ? { members: [holder, wife], shared: [] } : null,
      )
      expect(await leftOvers(id)).toEqual([])
      // Found by the phone alone, so nobody comes twice.
      expect((await bring(`姓名,手机号,城市\n${name},${phone},杭州\n`)).counts).toMatchObject({ customersNew: 0, refused: 0 })
      expect(await world.act(createCustomer, { phone, onMatch: 'update' })).toEqual({ id: holder, created: false })
    }
    const [early, midway, late] = families
    if (!early || !midway || !late) throw new Error('three families')
    await world.act(sealContacts, { kind: 'phone', sealed })
    await contactsTick.run(world.services)
    await undo(early.id)
    await isBack(early)
    await turnTo(isInValues)
    await isBack(early)
    await undo(midway.id)
    await isBack(midway)
    await turnTo(isDone)
    for (const one of [early, midway]) await isBack(one)
    await undo(late.id)
    await isBack(late)
  }
})
