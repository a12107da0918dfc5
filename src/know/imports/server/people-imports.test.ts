import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { idCardCheck } from '../../../fields/id-card/read-id-card.ts'
import { addContactPoint, listContactPoints } from '../../contact-points/actions.ts'
import { makeHousehold } from '../../households/actions.ts'
import { readImport, startImport } from '../actions.ts'
import { runImports } from './run-imports.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

async function bring(payload: string) {
  const headers = { 'x-test-role': 'manager', 'content-type': 'text/csv' }
  const { id } = (await (await world.http()).inject({ method: 'POST', url: '/api/imports/files?name=people.csv', headers, payload })).json()
  await world.act(startImport, { id })
  for (let round = 0; await runImports(world.services); round++) if (round > 100) throw new Error('the imports do not come to rest')
  return await world.ask(readImport, { id })
}

type Kept = {
  id: string
  name: string
  kind: string
  phone: string | null
  id_card: string | null
  city: string | null
  wechat: string | null
}
const named = async (name: string) => {
  const { rows } = await sql<Kept & Record<string, unknown>>`select * , birthday::text as born from customers where name = ${name}`.execute(
    world.db,
  )
  return Promise.all(rows.map(async (row) => ({ ...row, id_card: await idCardOf(row.id) })))
}
/** As it is read: in the table it is sealed. */
const idCardOf = async (id: string): Promise<unknown> =>
  (await (await world.http()).inject({ url: `/api/customers/${id}`, headers: { 'x-test-role': 'owner' } })).json().idCard

test('ID card, credit code, WeChat id, lunar birthday and address come in, checked and filled', async () => {
  const done = await bring(`客户名称,手机号,身份证号,统一社会信用代码,微信号,农历生日,地址
甲,13800000001,11010519491231002x,,Jia_wx01,八月十五,浙江杭州西湖区文三路90号
乙,13800000002,110105194912310021,,,,
北京纷扬科技有限公司,,,91350100M000100Y43,,,北京市海淀区中关村大街1号
丙,13800000003,,,同手机号,,
丁,13800000004,,,同手机号,十三月初一,
戊,13800000005,,,同手机号,,
`)
  expect(done.counts).toMatchObject({ customersNew: 4, refused: 2 })
  expect((await named('甲'))[0]).toMatchObject({
    kind: 'person',
    id_card: '11010519491231002X',
    lunar_birthday: '08-15',
    born: '1949-12-31',
    gender: 'female',
    province: '浙江省',
    city: '杭州市',
    district: '西湖区',
  })
  expect((await named('北京纷扬科技有限公司'))[0]).toMatchObject({ kind: 'company', credit_code: '91350100M000100Y43', city: '北京市' })
  expect((await named('戊'))[0]).toMatchObject({ phone: '+8613800000005', wechat: '同手机号' })
})

test('lunar days in a plain column of birthdays come in as lunar birthdays, with the solar one where the year is told', async () => {
  const done = await bring(`姓名,手机号,生日
农一,13810000001,农历八月十五
农二,13810000002,闰四月初三
农三,13810000003,农历1990年八月十五
农四,13810000004,1990-05-01
农五,13810000005,Lunar 12-30
农六,13810000006,八月十五
农七,13810000007,农历十三月初一
农八,13810000008,农历1991年闰八月十五
`)
  expect(done.counts).toMatchObject({ customersNew: 6, refused: 2 })
  const days = async (name: string) => {
    const { born, lunar_birthday: lunar } = Object((await named(name))[0])
    return [born, lunar]
  }
  expect(await days('农一')).toEqual([null, '08-15'])
  expect(await days('农二')).toEqual([null, 'leap-04-03'])
  expect(await days('农三')).toEqual(['1990-10-03', '08-15'])
  expect(await days('农四')).toEqual(['1990-05-01', null])
  expect(await days('农五')).toEqual([null, '12-30'])
  expect(await days('农八')).toEqual([null, 'leap-08-15'])
  expect(done.refusals.map(({ reason }) => reason.zh)).toEqual([
    expect.stringContaining('“八月十五”没有年份。公历生日请写上年份；农历生日请写成“农历八月十五”'),
    expect.stringContaining('农历生日（第 3 列）'),
  ])
  // A column of lunar birthdays goes before it; an empty cell takes nothing away that the other says.
  await bring('姓名,手机号,生日,农历生日\n农四,13810000004,农历三月初三,四月初四\n')
  expect(await days('农四')).toEqual(['1990-05-01', '04-04'])
})

test('two with one phone and two ID cards are two, and the phone stays with the first', async () => {
  await bring(`姓名,手机号,身份证号\n父,13900000001,440524188001010014\n`)
  const child = `33010619900101123${idCardCheck('33010619900101123')}`
  const done = await bring(`姓名,手机号,身份证号\n子,13900000001,${child}\n父,13900000001,440524188001010014\n`)
  expect(done.counts).toMatchObject({ customersNew: 1, keysElsewhere: 1 })
  expect(await named('子')).toMatchObject([{ phone: null, id_card: child }])
  expect((await named('父'))[0]).toMatchObject({ phone: '+8613900000001', id_card: '440524188001010014' })
})

test('a phone that a household shares is written at each, known with a name, and claimed by nobody', async () => {
  const phone = '+8613700000001'
  const mother = await world.customer({ name: '母亲', phone })
  const child = await world.customer({ name: '孩子' })
  await world.act(makeHousehold, { members: [{ customerId: mother }, { customerId: child }], shared: [{ kind: 'phone', value: phone }] })
  const done = await bring(`姓名,手机号,城市\n孩子,13700000001,宁波\n外人,13700000001,温州\n`)
  expect(done.counts).toMatchObject({ customersNew: 1, customersUpdated: 1, keysElsewhere: 0 })
  expect(await named('孩子')).toMatchObject([{ id: child, city: '宁波市', phone }])
  expect((await named('外人'))[0]).toMatchObject({ phone })
  expect((await sql`select 1 from identities where key = ${`phone:${phone}`}`.execute(world.db)).rows).toEqual([])
})

test('people with one phone are told apart by their names, whether they have numbers of their own or not', async () => {
  await world.customer({ name: '赵建国', phone: '+8613700000071' })
  const done = await bring(`姓名,手机号\n李梅,13700000071\n李枚,13700000071\n王一,13700000072\n钱二,13700000072\n`)
  expect(done.counts).toMatchObject({ customersNew: 3, customersUpdated: 0, namesReplaced: 0, namesApart: 1, householdMembers: 1 })
  const numbered = await bring(`客户编号,姓名,手机号\nN1,孙三,13700000073\nN2,周四,13700000073\n`)
  expect(numbered.counts).toMatchObject({ customersNew: 2, keysElsewhere: 0, householdMembers: 1, namesReplaced: 0 })
})

test('a further phone finds its customer and puts nothing in the first one’s place', async () => {
  const id = await world.customer({ name: '两号', phone: '+8613600000001' })
  await world.act(addContactPoint, { id, kind: 'phone', value: '13600000002' })
  const done = await bring(`姓名,手机号,城市\n两号,13600000002,苏州\n`)
  expect(done.counts).toMatchObject({ customersNew: 0, customersUpdated: 1 })
  const { points } = await world.ask(listContactPoints, { id })
  expect(points.map((point) => [point.value, point.primary])).toEqual([
    ['+8613600000001', true],
    ['+8613600000002', false],
  ])
})
