import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, owner, type World } from '../../../../test/world.ts'
import { createCustomer, updateCustomer } from '../../customers/actions.ts'
import {
  decidePairs,
  findSimilar,
  listDuplicates,
  listMatchRules,
  readLookAlikes,
  readMatching,
  saveMatchRule,
  startMatching,
  stopMatching,
  tryMatchRule,
} from '../matching-actions.ts'
import { addContactPoint } from '../../contact-points/actions.ts'
import { dryRunImport, startImport } from '../../imports/actions.ts'
import { receiveFile } from '../../imports/server/receive-file.ts'
import { runImports } from '../../imports/server/run-imports.ts'
import { readHousehold } from '../../households/actions.ts'
import { mergeCustomers, unmergeCustomers } from '../actions.ts'
import { compareChanged } from './compare-changed.ts'
import { dropGonePairs } from './drop-gone-pairs.ts'
import { mergeCertain } from './merge-certain.ts'
import { workOnRun } from './work-on-run.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

/** Lets the facts and then the comparing come to rest. */
async function settle(): Promise<void> {
  await world.settle()
  for (let more = true; more; ) more = await compareChanged(world.services)
}

async function lookOverAll(sizes = {}): Promise<void> {
  for (let more = true; more; ) more = await workOnRun(world.services, sizes)
}

const alike = async (id: string) =>
  (await world.ask(readLookAlikes, { id })).alike.map(({ customer, score, says, rule }) => ({ id: customer.id, score, says, rule }))

const add = async (fields: Record<string, unknown>) => (await world.act(createCustomer, fields)).id

test('somebody who comes a second time without the phone is found by name and birthday, and the evidence is said', async () => {
  const one = await add({ name: '单雄信', phone: '+8613800010001', birthday: '1988-05-06', city: '杭州市' })
  const two = await add({ name: '单雄信', email: 'xiongxin88@qq.com', birthday: '1988-05-06', city: '杭州' })
  await settle()
  expect(await alike(one)).toEqual([{ id: two, score: 82, says: 'same', rule: 'person-name-birthday' }])
  const { groups } = await world.ask(listDuplicates, {})
  const group = groups.find((each) => each.customers.some(({ id }) => id === one))
  expect(group?.pairs[0]?.evidence.map(({ field, comparison }) => `${field} ${comparison}`)).toEqual([
    'name same-sounding-name',
    'birthday same-birthday',
    'city same-place',
  ])
})

test('a slip of one digit and another character of the same sound do not hide a customer', async () => {
  const one = await add({ name: '李晓明', phone: '+8613911112222', city: '上海市' })
  const two = await add({ name: '李小明', phone: '+8613911112322', city: '上海' })
  const stranger = await add({ name: '李小明', phone: '+8613755556666', city: '上海' })
  await settle()
  expect(await alike(one)).toEqual([{ id: two, score: 78, says: 'same', rule: 'person-slipped-phone' }])
  expect(await alike(stranger)).toEqual([])
})

test('a pair is scored anew when data changes, and is gone when it is alike no longer', async () => {
  const one = await add({ name: '赵子龙', birthday: '1990-02-03' })
  const two = await add({ name: '赵子龙', birthday: '1990-02-03' })
  await settle()
  expect((await alike(one))[0]?.score).toBe(74)
  await world.act(updateCustomer, { id: one, city: '成都市' })
  await world.act(updateCustomer, { id: two, city: '成都市' })
  await settle()
  expect((await alike(one))[0]?.score).toBe(82)
  await world.act(updateCustomer, { id: two, birthday: '1991-12-03' })
  await settle()
  expect(await alike(one)).toEqual([])
})

test('a company is known by its trade name, and not by one of another city', async () => {
  const full = await add({ kind: 'company', name: '北京纷扬科技有限公司', city: '北京市' })
  const short = await add({ kind: 'company', name: '北京纷扬', city: '北京' })
  const other = await add({ kind: 'company', name: '上海纷扬科技有限公司', city: '上海市' })
  await settle()
  expect((await alike(full)).map(({ id }) => id)).toEqual([short])
  expect(await alike(other)).toEqual([])
})

test('a company’s short name waits to be looked at, for it may be that of another; with one thing more it is certain', async () => {
  const certain = async (one: string) => (await world.ask(readLookAlikes, { id: one })).alike.map(({ certain: isCertain }) => isCertain)
  const names = async (n: number, more: object, other: object = more) => {
    const full = await add({ kind: 'company', name: `成都${n}号仓科技有限公司`, city: '成都市', ...more })
    await add({ kind: 'company', name: `成都${n}号仓`, city: '成都市', ...other })
    await settle()
    return await certain(full)
  }
  expect(await names(1, {})).toEqual([false])
  expect(await names(2, { phone: '+862862345678' }, { phone: '+862162345678' })).toEqual([true])
  expect(
    await names(
      3,
      { email: 'a@cang3.example', address: '天府大道 100 号 3 栋' },
      { email: 'b@cang3.example', address: '天府大道100号3幢' },
    ),
  ).toEqual([true])
})

test('not the same is remembered through changes and through a look over the whole base', async () => {
  const one = await add({ name: '周公瑾', birthday: '1979-09-09', city: '苏州市' })
  const two = await add({ name: '周公瑾', birthday: '1979-09-09', city: '苏州市' })
  await settle()
  const [low, high] = [one, two].sort()
  await world.act(decidePairs, { pairs: [{ low, high }], decision: 'not-same' })
  expect(await alike(one)).toEqual([])
  await world.act(updateCustomer, { id: one, email: 'gongjin@wu.example' })
  await settle()
  await world.act(startMatching, {})
  await lookOverAll()
  expect(await alike(one)).toEqual([])
  await world.act(decidePairs, { pairs: [{ low, high }], decision: 'open' })
  expect((await alike(one)).map(({ id }) => id)).toEqual([two])
})

test('a decision on a pair that is not there is refused', async () => {
  const [low, high] = [await add({ name: '孤一' }), await add({ name: '孤二' })].sort()
  await expect(world.act(decidePairs, { pairs: [{ low, high }], decision: 'not-same' })).rejects.toThrow('matching.pair-missing')
})

test('three who hang together are one group', async () => {
  const shared = { birthday: '1966-06-06', city: '西安市' }
  const a = await add({ name: '马超群', ...shared, address: '文三路90号翠苑3幢2单元301室' })
  const b = await add({ name: '马超群', ...shared })
  const c = await add({ name: '马超群', city: '西安市', address: '文三路90号翠苑3栋2-301' })
  await settle()
  const { groups } = await world.ask(listDuplicates, { limit: 50 })
  const group = groups.find((each) => each.customers.some(({ id }) => id === b))
  expect(group?.customers.map(({ id }) => id).sort()).toEqual([a, b, c].sort())
  expect(group?.pairs).toHaveLength(2)
})

test('while somebody is typed in, it is shown who it may be and whose phone that is', async () => {
  const known = await add({ name: '诸葛亮', phone: '+8613700137000', birthday: '1981-07-23', city: '成都市' })
  await settle()
  const ask = async (values: object) =>
    (await world.ask(findSimilar, { values })).matches.map(({ customer, score, rule }) => ({ id: customer.id, score, rule }))
  expect(await ask({ name: '诸葛亮', birthday: '1981-07-23' })).toEqual([{ id: known, score: 74, rule: 'person-name-birthday' }])
  expect(await ask({ phone: '+8613700137000' })).toEqual([{ id: known, score: 90, rule: 'identity' }])
  expect(await ask({ phone: '137 0013 7000' })).toEqual([{ id: known, score: 90, rule: 'identity' }])
  expect(await ask({ phone: '137 00' })).toEqual([])
  expect(await ask({ name: '诸葛', phone: '+8613700137000' })).toMatchObject([{ id: known }])
  expect(await ask({ name: '诸葛亮' })).toEqual([{ id: known, score: 40, rule: 'namesake' }])
  expect(await ask({ name: '诸', note: 'x' })).toEqual([])
  expect(await ask({})).toEqual([])
})

test('a look over the whole base finds what was there before the rules, stops when told, and goes on after a crash', async () => {
  const at = { created: world.now() }
  await sql`insert into customers (id, name, birthday, city, created_at, updated_at)
    select ('018f0000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, case when i % 10 < 2 then '钟会' || (i / 10) else '丁' || i end,
      date '1950-01-02' + (i / 10) * 3, '洛阳市', ${at.created}, ${at.created} from generate_series(1, 400) i`.execute(world.db)
  const { id } = await world.act(startMatching, {})
  await expect(world.act(startMatching, {})).rejects.toThrow('matching.run-under-way')
  await workOnRun(world.services, { keys: 150, part: 500 })
  let breaks = 0
  await expect(
    workOnRun(world.services, {
      keys: 150,
      breakpoint: (name) => {
        if (name === 'before-commit' && breaks++ === 0) throw new Error('the power failed')
      },
    }),
  ).rejects.toThrow('the power failed')
  expect((await world.ask(readMatching)).run).toMatchObject({ id, state: 'running', phase: 'keys' })
  await world.act(stopMatching, {})
  await lookOverAll()
  expect((await world.ask(readMatching)).run?.state).toBe('stopped')
  await expect(world.act(stopMatching, {})).rejects.toThrow('matching.no-run')
  await world.act(startMatching, {})
  await lookOverAll({ keys: 150, part: 500 })
  const { run } = await world.ask(readMatching)
  expect(run).toMatchObject({ state: 'done', phase: 'clean', skipped: [] })
  const found = await sql<{
    n: number
  }>`select count(*) as n from match_pairs p join customers c on c.id = p.low where p.state = 'open' and c.name like '钟会%'`.execute(
    world.db,
  )
  expect(found.rows[0]?.n).toBe(39)
})

test('a phone that hundreds share is split by name, and what is left is said', async () => {
  const at = world.now()
  const text = '张王李赵'
  await sql`insert into customers (id, name, phone, created_at, updated_at)
    select ('018f0000-0000-7000-9000-' || lpad(to_hex(i), 12, '0'))::uuid, case when i <= 100 then '刘备' when i <= 102 then '关云长' else substr(${text}, 1 + i % 4, 1) || chr(19968 + i * 7) || chr(20500 + i * 3) end,
      '+8613800138000', ${at}, ${at} from generate_series(1, 200) i`.execute(world.db)
  await world.act(startMatching, {})
  await lookOverAll()
  const { run } = await world.ask(readMatching)
  expect(run?.skipped[0]).toEqual({ field: 'phone', value: '+8613800138000', customers: 100 })
  const { rows } = await sql<{
    n: number
  }>`select count(*) as n from match_pairs p join customers c on c.id = p.low where c.name = '关云长' and p.state = 'open'`.execute(
    world.db,
  )
  expect(rows[0]?.n).toBe(1)
  await sql`delete from customers where phone = '+8613800138000'`.execute(world.db)
})

test('a family phone is a household and no duplicate', async () => {
  const at = world.now()
  const insert = (name: string, birthday: string) =>
    sql<{ id: string }>`insert into customers (id, name, phone, birthday, created_at, updated_at)
      values (${world.services.newId()}, ${name}, '+8613600001234', ${birthday}, ${at}, ${at}) returning id`.execute(world.db)
  const father = (await insert('曹孟德', '1955-01-05')).rows[0]?.id ?? ''
  const son = (await insert('曹子建', '1992-03-04')).rows[0]?.id ?? ''
  await sql`insert into match_queue (customer_id, version) values (${father}, 1), (${son}, 1)`.execute(world.db)
  await settle()
  expect(await alike(father)).toEqual([{ id: son, score: 90, says: 'household', rule: 'household-phone' }])
  expect((await world.ask(listDuplicates, { says: 'household' })).groups).toHaveLength(1)
  expect((await world.ask(findSimilar, { values: { name: '曹孟德', phone: '+8613600001234' } })).matches.map(({ says }) => says)).toEqual([
    'same',
    'household',
  ])
  const [low = '', high = ''] = [father, son].toSorted()
  const { household } = await world.act(decidePairs, { pairs: [{ low, high }], decision: 'household' })
  expect(household?.joined).toHaveLength(2)
  expect((await world.ask(readHousehold, { id: son })).household).toMatchObject({
    members: [{ name: '曹孟德' }, { name: '曹子建' }],
    shared: [{ kind: 'phone', value: '+8613600001234' }],
  })
  await settle()
  expect(await alike(father)).toEqual([])
})

test('a rule is tried before it is saved, and a rule that could find nothing is refused', async () => {
  const { rules } = await world.ask(listMatchRules)
  const rule = rules.find(({ key }) => key === 'person-name-birthday')
  if (!rule) throw new Error('the rule is gone')
  const { standard: _, open: __, changed: ___, ...plain } = rule
  const tried = await world.ask(tryMatchRule, { rule: { ...plain, candidate: 1 } })
  expect(tried.whole).toBe(true)
  expect(tried.pairs).toBeGreaterThan(20)
  expect(tried.examples[0]?.names).toHaveLength(2)
  const wrong = (conditions: object[]) => world.act(saveMatchRule, { ...plain, conditions })
  await expect(wrong([{ field: 'name', comparison: 'similar-text', points: 90, needed: true }])).rejects.toThrow('matching.no-anchor')
  await expect(wrong([{ field: 'shoe', comparison: 'exact', points: 90, needed: true }])).rejects.toThrow('matching.unknown-field')
  await expect(wrong([{ field: 'name', comparison: 'magic', points: 90, needed: true }])).rejects.toThrow('matching.unknown-comparison')
  await expect(world.act(saveMatchRule, { ...plain, candidate: 90, certain: 80 })).rejects.toThrow('matching.thresholds')
  await expect(world.act(saveMatchRule, plain, { role: 'member' })).rejects.toThrow('access.denied')
  await world.act(saveMatchRule, { ...plain, isOn: false })
  expect((await world.ask(readMatching)).outdated).toBe(true)
  expect((await world.ask(listDuplicates, { rule: 'person-name-birthday' })).groups).toEqual([])
  await world.act(saveMatchRule, plain)
})

test('pairs follow a merge: the pair is settled, a decision holds for the survivor, and an un-merge takes it back', async () => {
  const shared = { birthday: '1968-08-08', city: '长沙市' }
  const [a, b, c] = [
    await add({ name: '夏侯惇', ...shared }),
    await add({ name: '夏侯惇', ...shared }),
    await add({ name: '夏侯惇', ...shared }),
  ]
  await settle()
  expect(await alike(a)).toHaveLength(2)
  const pair = (one: string, other: string) => ({ low: one < other ? one : other, high: one < other ? other : one })
  await world.act(decidePairs, { pairs: [pair(b, c)], decision: 'not-same' })
  const { mergeId } = await world.act(mergeCustomers, { ids: [a, b], into: a })
  await settle()
  expect(await alike(a)).toEqual([])
  expect((await world.ask(listDuplicates, { limit: 50 })).groups.flatMap(({ customers }) => customers.map(({ id }) => id))).not.toContain(c)
  await world.act(unmergeCustomers, { id: mergeId })
  await settle()
  expect((await alike(a)).map(({ id }) => id)).toEqual([c])
  expect((await alike(c)).map(({ id }) => id)).toEqual([a])
})

test('certain pairs merge by themselves where their rule may, and never where somebody has doubted it', async () => {
  const wanted = { birthday: '1977-07-17', city: '青岛市', address: '香港中路8号3幢1单元501室' }
  const sure = [await add({ name: '庞统', ...wanted }), await add({ name: '庞统', ...wanted })]
  const doubted = [await add({ name: '法正', ...wanted }), await add({ name: '法正', ...wanted })]
  await settle()
  const [low, high] = doubted.toSorted()
  await world.act(decidePairs, { pairs: [{ low, high }], decision: 'not-same' })
  expect(await mergeCertain(world.services)).toBe(false)
  expect(await alike(sure[0] ?? '')).toHaveLength(1)
  const rule = (await world.ask(listMatchRules)).rules.find(({ key }) => key === 'person-name-birthday')
  if (!rule) throw new Error('the rule is gone')
  const { standard: _, open: __, changed: ___, ...plain } = rule
  await world.act(saveMatchRule, { ...plain, merges: true })
  await mergeCertain(world.services)
  await world.act(saveMatchRule, plain)
  const { rows } = await sql<{ id: string }>`select id from customers where id = any(${[...sure, ...doubted]}::uuid[])`.execute(world.db)
  expect(rows.map((row) => row.id).sort()).toEqual([...doubted, sure[0] ?? ''].sort())
})

test('a second phone counts as the first does', async () => {
  const one = await add({ name: '黄月英', phone: '+8613500005555' })
  const two = await add({ name: '黄月英', phone: '+8615900001111' })
  await settle()
  expect(await alike(one)).toEqual([])
  await world.act(addContactPoint, { id: two, kind: 'phone', value: '010-3500 5555' }).catch(() => {})
  await world.act(addContactPoint, { id: two, kind: 'phone', value: '13600005555' })
  await settle()
  expect((await alike(one)).map(({ id }) => id)).toEqual([two])
})

test('a dry run says how many newcomers look like somebody known, and after the import they are found', async () => {
  const known = await add({ name: '鲁子敬', birthday: '1972-02-17', city: '苏州市' })
  await settle()
  const text = '会员号,姓名,生日,城市\nL1,鲁子敬,1972-02-17,苏州\nL2,鲁肃一,1971-01-09,苏州\n'
  const { id } = await receiveFile(world.services, owner, '会员.csv', Readable.from([text]))
  const { lookAlikes, counts } = await world.act(dryRunImport, { id })
  expect(counts.customersNew).toBe(2)
  expect(lookAlikes).toMatchObject({ customers: 1, examples: [{ name: '鲁子敬', other: known, otherName: '鲁子敬', score: 82 }] })
  await world.act(startImport, { id })
  for (let more = true; more; ) more = await runImports(world.services)
  await settle()
  expect((await alike(known)).map(({ score }) => score)).toEqual([82])
})

test('a pair goes with its customer', async () => {
  const shared = { name: '太史慈', birthday: '1966-01-23' }
  const [one, two] = [await add(shared), await add(shared)]
  await settle()
  const before = (await world.ask(readMatching)).open.same
  expect(await alike(one)).toHaveLength(1)
  await sql`delete from customers where id = ${two}`.execute(world.db)
  expect(await alike(one)).toEqual([])
  await dropGonePairs(world.services)
  expect((await world.ask(readMatching)).open.same).toBeLessThan(before)
  expect((await sql`select 1 from match_keys where customer_id = ${two}`.execute(world.db)).rows).toEqual([])
})
