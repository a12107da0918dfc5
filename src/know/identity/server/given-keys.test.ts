import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, owner, type World } from '../../../../test/world.ts'
import { listContactPoints } from '../../contact-points/actions.ts'
import { createCustomer } from '../../customers/actions.ts'
import { leaveHousehold, makeHousehold, readHousehold } from '../../households/actions.ts'
import { readImport, startImport, undoImport } from '../../imports/actions.ts'
import { receiveFile } from '../../imports/server/receive-file.ts'
import { runImports } from '../../imports/server/run-imports.ts'
import { createSource } from '../../sources/actions.ts'
import { mergeCustomers, unmergeCustomers } from '../actions.ts'
import { decidePairs, listDuplicates, readLookAlikes, startMatching } from '../matching-actions.ts'
import { sayAllEvidence } from '../say-evidence.ts'
import { compareChanged } from './compare-changed.ts'
import { mergeCertain } from './merge-certain.ts'
import { workOnRun } from './work-on-run.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

async function settle(): Promise<void> {
  await world.settle()
  for (let more = true; more; ) more = await compareChanged(world.services)
}

let nth = 0
/** Two who have nothing in common, until a file says that the phone of the one is the other's. */
async function two(names: readonly [string, string]) {
  nth++
  const phone = `+8613800${String(nth).padStart(2, '0')}8888`
  const holder = await world.customer({ name: names[0], phone })
  const other = await world.customer({ name: names[1], code: `K-${nth}` })
  return { phone, holder, other, code: `K-${nth}`, name: names[1] }
}

async function bring(text: string, name = '门店会员.csv'): Promise<string> {
  const { id } = await receiveFile(world.services, owner, name, Readable.from([text]))
  await world.act(startImport, { id })
  for (let more = true; more; ) more = await runImports(world.services)
  return id
}
const fileOf = ({ code, name, phone }: { code: string; name: string; phone: string }) =>
  `会员号,姓名,手机\nX-${code},路人,\n${code},${name},${phone}\n`

const alike = async (id: string) => (await world.ask(readLookAlikes, { id })).alike
const words = async (id: string) => (await alike(id)).map(({ evidence }) => sayAllEvidence(evidence, () => undefined))
const ordered = (one: string, other: string) => (one < other ? { low: one, high: other } : { low: other, high: one })
const ownerOf = async (key: string) =>
  (await sql<{ id: string }>`select customer_id as id from identities where key = ${key}`.execute(world.db)).rows.map(({ id }) => id)

test('a phone that a file gives to another customer stays where it is, and the two wait in the queue with file and line', async () => {
  const them = await two(['单雄信', '单雄信'])
  await bring(fileOf(them))
  await settle()
  expect(await ownerOf(`phone:${them.phone}`)).toEqual([them.holder])
  const [pair] = await alike(them.other)
  expect(pair).toMatchObject({ customer: { id: them.holder }, says: 'same', certain: false })
  expect(pair?.score).toBeGreaterThanOrEqual(90)
  expect((await words(them.holder))[0]?.zh).toMatch(
    `同一手机号 ${them.phone}：文件“门店会员.csv”第 3 行把它写给了“单雄信”，而它属于“单雄信” + 姓名相同`,
  )
  expect((await words(them.holder))[0]?.en).toContain(`same phone ${them.phone}: line 3 of the file “门店会员.csv” gives it to “单雄信”`)
  const { groups } = await world.ask(listDuplicates, { limit: 50 })
  expect(groups.some(({ pairs }) => pairs.some(({ low }) => low === ordered(them.holder, them.other).low))).toBe(true)
  expect(await mergeCertain(world.services)).toBe(false)
})

test('it is evidence even where no rule says anything, and a look over the whole base keeps it', async () => {
  const holder = await world.customer({ kind: 'company', name: '杭州云栖茶业有限公司', email: 'office@yunqi.example' })
  const other = await world.customer({ name: '徐茂公', code: 'W-1' })
  await bring('会员号,姓名,邮箱\nW-1,徐茂公,office@yunqi.example\n')
  await settle()
  expect((await alike(other)).map(({ customer, score, rule }) => ({ id: customer.id, score, rule }))).toEqual([
    { id: holder, score: 70, rule: 'given-key' },
  ])
  await world.act(startMatching, {})
  for (let more = true; more; ) more = await workOnRun(world.services)
  await settle()
  expect((await words(other))[0]?.zh).toContain('同一邮箱 office@yunqi.example')
})

test('“not the same” is remembered, though the next file says it again', async () => {
  const them = await two(['秦叔宝', '秦叔宝'])
  await bring(fileOf(them))
  await settle()
  await world.act(decidePairs, { pairs: [ordered(them.holder, them.other)], decision: 'not-same' })
  await bring(`${fileOf(them)}${them.code}-2,另一位,\n`, '第二次.csv')
  await settle()
  expect(await alike(them.other)).toEqual([])
})

test('taken for a household they share the phone and both have it; taken back, each is as before', async () => {
  const them = await two(['王芳', '李雷'])
  await bring(fileOf(them))
  await settle()
  expect((await alike(them.other)).map(({ says, rule }) => ({ says, rule }))).toEqual([{ says: 'household', rule: 'household-phone' }])
  const pairs = [ordered(them.holder, them.other)]
  const { household } = await world.act(decidePairs, { pairs, decision: 'household' })
  expect((await world.ask(readHousehold, { id: them.other })).household?.shared).toEqual([{ kind: 'phone', value: them.phone }])
  expect(await ownerOf(`phone:${them.phone}`)).toEqual([])
  const phonesOf = async (id: string) => (await world.ask(listContactPoints, { id })).points.map(({ value }) => value)
  expect(await phonesOf(them.other)).toEqual([them.phone])
  await settle()
  expect(await alike(them.other)).toEqual([])
  await world.act(decidePairs, { pairs, decision: 'open' })
  for (const customerId of household?.joined ?? [])
    await world.act(leaveHousehold, { id: household?.id ?? '', customerId }).catch(() => null)
  expect(await phonesOf(them.other)).toEqual([])
  expect(await phonesOf(them.holder)).toEqual([them.phone])
  expect(await ownerOf(`phone:${them.phone}`)).toEqual([them.holder])
  await settle()
  expect(await alike(them.other)).toHaveLength(1)
})

test('a file that is undone speaks for nothing any more', async () => {
  const them = await two(['魏征', '虞世南'])
  const id = await bring(fileOf(them))
  await settle()
  expect(await alike(them.holder)).toHaveLength(1)
  await world.act(undoImport, { id })
  for (let more = true; more; ) more = await runImports(world.services)
  await settle()
  expect(await alike(them.holder)).toEqual([])
  const { rows } = await sql`select 1 from given_keys where import_id = ${id}`.execute(world.db)
  expect(rows).toEqual([])
  await bring(`${fileOf(them)}X-${them.code}-3,又一位,\n`)
  await settle()
  expect(await alike(them.holder)).toHaveLength(1)
})

test('what was given follows a merge and comes back', async () => {
  const them = await two(['房玄龄', '杜如晦'])
  const third = await world.customer({ name: '长孙无忌' })
  await bring(fileOf(them))
  await settle()
  const { mergeId } = await world.act(mergeCustomers, { ids: [third, them.other], into: third })
  await settle()
  expect((await alike(third)).map(({ customer }) => customer.id)).toEqual([them.holder])
  await world.act(unmergeCustomers, { id: mergeId })
  await settle()
  expect(await alike(third)).toEqual([])
  expect((await alike(them.other)).map(({ customer }) => customer.id)).toEqual([them.holder])
})

test('an API call that brings one customer’s phone and another’s e-mail puts the two into the queue', async () => {
  const holder = await world.customer({ name: '罗成', phone: '+8613911110001' })
  const other = await world.customer({ name: '罗士信', email: 'luo@shop.example' })
  await world.act(createCustomer, { name: '罗成', phone: '+8613911110001', email: 'luo@shop.example', onMatch: 'update' })
  await settle()
  expect(await ownerOf('email:luo@shop.example')).toEqual([other])
  expect((await alike(holder)).map(({ customer }) => customer.id)).toEqual([other])
  expect((await words(holder))[0]?.zh).toContain('同一邮箱 luo@shop.example：接口')
})

test('a site that identifies somebody with another’s phone or WeChat id puts the two into the queue', async () => {
  const { writeKey } = await world.act(createSource, { name: '小程序' })
  const holder = await world.customer({ name: '尉迟恭', phone: '+8613911110002' })
  const friend = await world.customer({ name: '秦琼', wechat: 'qinqiong_88' })
  const identified = await world.customer({ name: '尉迟敬德', code: 'S-1' })
  const answer = await (await world.http()).inject({
    method: 'POST',
    url: '/v1/identify',
    headers: { authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}` },
    payload: { type: 'identify', messageId: 'g1', userId: 'S-1', traits: { phone: '13911110002', wechat: 'QinQiong_88', city: '杭州' } },
  })
  expect(answer.statusCode).toBe(200)
  await settle()
  expect((await alike(identified)).map(({ customer }) => customer.id).sort()).toEqual([holder, friend].sort())
  const said = (await words(identified)).map(({ zh }) => zh).join('\n')
  expect(said).toContain('同一手机号 +8613911110002：数据来源“小程序”把它写给了“尉迟敬德”，而它属于“尉迟恭”')
  expect(said).toContain('同一微信号')
  const { rows } = await sql<{ city: string }>`select city from customers where id = ${identified}`.execute(world.db)
  expect(rows).toEqual([{ city: '杭州市' }])
})

test('an API call with another’s phone and quite another name makes somebody new, and finds them again', async () => {
  const holder = await world.customer({ name: '程咬金', phone: '+8613911110003' })
  const call = { name: '裴翠云', phone: '+8613911110003', onMatch: 'update' as const }
  const { id, created } = await world.act(createCustomer, { ...call, city: '杭州' })
  expect({ created, isAnother: id !== holder }).toEqual({ created: true, isAnother: true })
  expect(await world.act(createCustomer, { ...call, city: '宁波' })).toEqual({ id, created: false })
  expect(await ownerOf('phone:+8613911110003')).toEqual([holder])
  const { rows } = await sql<{ name: string }>`select name from customers where id = ${holder}`.execute(world.db)
  expect(rows).toEqual([{ name: '程咬金' }])
  await settle()
  expect((await alike(id)).map(({ customer, says }) => ({ id: customer.id, says }))).toEqual([{ id: holder, says: 'household' }])
  // A name of the same sound, and a second key, are the same customer.
  expect(
    await world
      .act(createCustomer, { name: '程知节', phone: '+8613911110003', email: 'cheng@shop.example', onMatch: 'refuse' })
      .catch(String),
  ).toContain('customer.exists')
  expect(await world.act(createCustomer, { name: '陈咬金', phone: '+8613911110003', onMatch: 'update' })).toEqual({
    id: holder,
    created: false,
  })
})

test('a site that identifies somebody new with another’s phone and quite another name writes over nobody, once and twice', async () => {
  const { writeKey } = await world.act(createSource, { name: '官网' })
  const holder = await world.customer({ name: '尤俊达', phone: '+8613911110004' })
  const identify = async (messageId: string, who: object) =>
    (await world.http()).inject({
      method: 'POST',
      url: '/v1/identify',
      headers: { authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}` },
      payload: { type: 'identify', messageId, traits: { phone: '13911110004', name: '单盈盈' }, ...who },
    })
  for (const [messageId, who] of [
    ['h1', { userId: 'S-9' }],
    ['h2', { userId: 'S-9' }],
    ['h3', { anonymousId: 'a-1' }],
    ['h4', { anonymousId: 'a-2' }],
  ] as const)
    expect((await identify(messageId, who)).statusCode).toBe(200)
  const { rows } = await sql<{ name: string; code: string | null }>`select name, code from customers
    where name in ('尤俊达', '单盈盈') order by name`.execute(world.db)
  expect(rows).toEqual([
    { name: '单盈盈', code: 'S-9' },
    { name: '尤俊达', code: null },
  ])
  expect(await ownerOf('phone:+8613911110004')).toEqual([holder])
})

async function sharing(phone: string, names: readonly [string, string]) {
  const [one, other] = [await world.customer({ name: names[0], phone }), await world.customer({ name: names[1] })]
  await world.act(makeHousehold, {
    members: [
      { customerId: one, role: 'self' },
      { customerId: other, role: 'child' },
    ],
    shared: [{ kind: 'phone', value: phone }],
  })
  return { one, other }
}

test('an API call with a household’s phone and a member’s name means that member, whatever else of theirs it brings', async () => {
  const phone = '+8613911110005'
  const { one, other } = await sharing(phone, ['秦叔宝', '秦怀玉'])
  const call = { name: '秦怀玉', phone, email: 'huaiyu@shop.example', code: 'Q-2', onMatch: 'update' as const }
  expect(await world.act(createCustomer, call)).toEqual({ id: other, created: false })
  expect(await ownerOf('email:huaiyu@shop.example')).toEqual([other])
  expect(await ownerOf('code:q-2')).toEqual([other])
  // Another number of one's own is another's, whatever they are called.
  const third = await world.act(createCustomer, { ...call, email: undefined, code: 'Q-3' })
  expect(third.created && third.id !== one && third.id !== other).toBe(true)
})

test('an API call with a household’s phone and a name of nobody there makes somebody new once, and so does a site', async () => {
  const phone = '+8613911110006'
  const { other } = await sharing(phone, ['尉迟宝林', '尉迟宝庆'])
  const call = { name: '黑白氏', phone, onMatch: 'update' as const }
  const made = await Promise.all([world.act(createCustomer, call), world.act(createCustomer, { ...call, city: '杭州' })])
  expect(made.filter(({ created }) => created)).toHaveLength(1)
  expect(new Set(made.map(({ id }) => id)).size).toBe(1)
  const { writeKey } = await world.act(createSource, { name: '会员小程序' })
  const identify = async (messageId: string, name: string) =>
    (await world.http()).inject({
      method: 'POST',
      url: '/v1/identify',
      headers: { authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}` },
      payload: { type: 'identify', messageId, anonymousId: messageId, traits: { phone, name } },
    })
  for (const [messageId, name] of [
    ['w1', '白赛花'],
    ['w2', '白赛花'],
    ['w3', '尉迟宝庆'],
    ['w4', '黑白氏'],
  ] as const)
    expect((await identify(messageId, name)).statusCode).toBe(200)
  const { rows } = await sql<{ name: string }>`select name from customers where phone = ${phone} order by name`.execute(world.db)
  expect(rows.map(({ name }) => name).sort()).toEqual(['尉迟宝林', '尉迟宝庆', '白赛花', '黑白氏'].sort())
  const { rows: visits } = await sql`select 1 from identities where customer_id = ${other} and key like 'visitor:%'`.execute(world.db)
  expect(visits).toHaveLength(1)
})

test('an API call whose phone’s owner has another number of their own changes nobody’s number', async () => {
  const holder = await world.customer({ name: '徐懋功', phone: '+8613911110007', code: 'X-1' })
  const { id, created } = await world.act(createCustomer, { name: '徐懋功', phone: '+8613911110007', code: 'X-2', onMatch: 'update' })
  expect({ created, isAnother: id !== holder }).toEqual({ created: true, isAnother: true })
  const { rows } = await sql<{ code: string }>`select code from customers where id = ${holder}`.execute(world.db)
  expect(rows).toEqual([{ code: 'X-1' }])
  await settle()
  expect((await alike(id)).map(({ customer }) => customer.id)).toEqual([holder])
})

const consentsOf = async (id: string) =>
  (
    await sql<{ address: string; state: string; now: string }>`select k.address, k.state, c.email_consent as now from customers c
      left join consents k on k.customer_id = c.id where c.id = ${id} order by k.at, k.id`.execute(world.db)
  ).rows

test('a yes for an e-mail that stays with another customer is for that address, and none for one’s own', async () => {
  const owner = await world.customer({ name: '王伯当', email: 'bodang@shop.example' })
  const call = {
    name: '谢映登',
    phone: '+8613911110008',
    email: 'bodang@shop.example',
    emailConsent: 'granted',
    onMatch: 'update' as const,
  }
  const { id } = await world.act(createCustomer, call)
  expect(id).not.toBe(owner)
  expect(await consentsOf(id)).toEqual([{ address: 'bodang@shop.example', state: 'given', now: 'unknown' }])
  const known = await world.customer({ name: '齐国远', phone: '+8613911110009', email: 'guoyuan@shop.example' })
  await world.act(createCustomer, { ...call, name: '齐国远', phone: '+8613911110009' })
  expect(await consentsOf(known)).toEqual([{ address: 'bodang@shop.example', state: 'given', now: 'unknown' }])
  expect((await consentsOf(owner)).map(({ now }) => now)).toEqual(['unknown'])
})

test('a file’s yes beside another customer’s e-mail is refused in words, the row comes in, and it is counted once', async () => {
  await world.customer({ name: '李如珪', email: 'rugui@shop.example' })
  const id = await bring('会员号,姓名,邮件许可,邮箱\nC-77,金甲,是,rugui@shop.example\n')
  const [row] = await consentsOf((await ownerOf('code:c-77'))[0] ?? '')
  expect(row).toEqual({ address: null, state: null, now: 'unknown' })
  const { counts, refusals } = await world.ask(readImport, { id })
  expect(counts).toMatchObject({ customersNew: 1, customersSame: 0, refused: 1 })
  expect(refusals[0]?.reason.zh).toContain('邮件许可没有记下')
})

test('a row that lost its yes and its tag on the way is one refused row with both reasons', async () => {
  await world.customer({ name: '丁天庆', email: 'tianqing@shop.example' })
  await sql`insert into tags (id, name, colour, created_at)
    select gen_random_uuid(), 'T' || n, 'gray', now() from generate_series(1, 1000) n`.execute(world.db)
  const id = await bring('会员号,姓名,邮件许可,邮箱,标签\nC-78,盛彦师,是,tianqing@shop.example,第一千零一\n')
  const { counts, refusals, state } = await world.ask(readImport, { id })
  expect(state).toBe('done')
  expect(counts).toMatchObject({ customersNew: 1, refused: 1 })
  expect(refusals.map(({ reason }) => reason.zh)).toEqual([expect.stringMatching(/邮件许可没有记下.*；标签已满/)])
})
