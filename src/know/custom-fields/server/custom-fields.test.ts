import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { createCustomer, updateCustomer } from '../../customers/actions.ts'
import { readDictionary } from '../../dictionary/read-dictionary.ts'
import { createSegment } from '../../../understand/segments/actions.ts'
import * as actions from '../actions.ts'
import { indexTick } from './index-tick.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

const make = (label: string, more: object = {}) =>
  world.act(actions.createCustomField, { label: { zh: label }, type: 'text', ...more }, { role: 'manager' })

/** Times may be written in several ways. */
const asInstant = (value: unknown) => (typeof value === 'string' && /T\d\d:/.test(value) ? Date.parse(value) : value)

async function get(path: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await (await world.http()).inject({ url: path, headers: { 'x-test-role': 'owner' } })
  return { status: answer.statusCode, body: answer.json() }
}

const read = async (id: string) => (await get(`/api/customers/${id}`)).body
const findBy = async (rule: object) =>
  Object(await get(`/api/customers?rule=${encodeURIComponent(JSON.stringify(rule))}`)).body.rows.map((row: { id: string }) => row.id)

test('a new field is at once in the dictionary, the record, the filter and the document of the API', async () => {
  const { name } = await make('喜欢的茶', {
    type: 'choice',
    options: [{ label: { zh: '红茶', en: 'Black' } }, { label: { zh: '绿茶', en: 'Green' } }],
  })
  expect(name).toBe('xihuandecha')
  const card = (await world.ask(readDictionary)).entities.find((entity) => entity.name === 'customer')
  expect(card?.fields.find((field) => field.name === name)).toMatchObject({ type: 'choice', label: { zh: '喜欢的茶', en: '喜欢的茶' } })
  const id = await world.customer({ [name]: '红茶' })
  expect(await read(id)).toMatchObject({ [name]: '红茶' })
  expect(await findBy({ field: name, op: 'is', value: '红茶' })).toEqual([id])
  const { body } = await get('/api/openapi.json')
  expect(JSON.stringify(body)).toContain(`"${name}"`)
  expect(Object(body).components.schemas.Customer.properties[name]).toBeDefined()
  expect(Object(body).paths['/customers']?.post ?? Object(body).paths['/api/customers'].post).toMatchObject({
    requestBody: { content: { 'application/json': { schema: { properties: { [name]: {} } } } } },
  })
})

test('a name that no field has is refused with the nearest one', async () => {
  await make('Favourite tea', { label: { en: 'Favourite tea' }, name: 'favouriteTea' })
  await expect(world.customer({ favoriteTea: 'x' })).rejects.toMatchObject({
    code: 'input.invalid',
    details: { path: 'favoriteTea', reason: { en: 'is no field here; perhaps favouriteTea is meant' } },
  })
})

test('each type keeps its values, finds them and tells what was changed', async () => {
  const values: Readonly<Record<string, unknown>> = {
    text: '春',
    longtext: '一行\n两行',
    number: 12.5,
    money: 1990,
    date: '2024-02-29',
    time: '2026-01-05T08:26:00+08:00',
    boolean: false,
    phone: '+8613800000001',
    email: 'a@example.com',
  }
  const id = await world.customer({ name: '周一' })
  const given: Record<string, unknown> = {}
  for (const [type, value] of Object.entries(values)) given[(await make(`类型${type}`, { type })).name] = value
  const { changed } = await world.act(updateCustomer, { id, ...given })
  expect(changed.sort()).toEqual(Object.keys(given).sort())
  const record = await read(id)
  for (const [name, value] of Object.entries(given)) expect([name, asInstant(record[name])]).toEqual([name, asInstant(value)])
  expect((await world.act(updateCustomer, { id, ...given })).changed).toEqual([])
  const number = Object.keys(given).find((name) => name.endsWith('number')) ?? ''
  const time = Object.keys(given).find((name) => name.endsWith('time')) ?? ''
  expect(await findBy({ field: number, op: 'more-than', value: 12 })).toEqual([id])
  expect(await findBy({ field: time, op: 'before', value: '2026-01-05T00:27:00Z' })).toEqual([id])
  await world.act(updateCustomer, { id, [number]: null })
  expect((await read(id))[number]).toBeNull()
  expect(
    await findBy({
      all: [
        { field: number, op: 'is-unknown' },
        { field: time, op: 'is-known' },
      ],
    }),
  ).toEqual([id])
})

test('a value of another type counts as missing and breaks no question', async () => {
  const { name } = await make('积点', { type: 'number' })
  const id = await world.customer({ name: '乱值' })
  for (const kept of ['"abc"', '{}', '[1]', 'true', 'null', '"2024-13-45"']) {
    await sql`update customers set custom = jsonb_build_object(${name}::text, ${kept}::jsonb) where id = ${id}`.execute(world.db)
    expect((await read(id))[name]).toBeNull()
    expect(
      await findBy({
        all: [
          { field: name, op: 'is-unknown' },
          { field: 'name', op: 'is', value: '乱值' },
        ],
      }),
    ).toEqual([id])
  }
})

test('a value that does not fit its field is refused', async () => {
  const { name } = await make('身高', { type: 'number' })
  await expect(world.customer({ [name]: '高' })).rejects.toMatchObject({ code: 'input.invalid', details: { path: name } })
})

test('a field cannot take a name of the program’s own, nor a label that another has', async () => {
  for (const name of ['phone', 'spend', 'onMatch', 'Phone'.toLowerCase(), 'id'])
    await expect(make(`占用${name}`, { name })).rejects.toMatchObject({ code: 'custom-field.name-taken' })
  await expect(make('手机号')).rejects.toMatchObject({ code: 'custom-field.label-taken' })
  const [first, second] = [await make('重名一', { name: 'same' }), await make('Same', { label: { en: 'Same' } })]
  expect([first.name, second.name]).toEqual(['same', 'same2'])
})

test('only a manager changes fields', async () => {
  await expect(world.act(actions.createCustomField, { label: { zh: '越权' }, type: 'text' }, { role: 'member' })).rejects.toMatchObject({
    code: 'access.denied',
  })
})

test('a retired field is hidden everywhere, keeps its values, and comes back with them', async () => {
  const { id: field, name } = await make('旧会员号')
  const id = await world.customer({ [name]: 'A-1' })
  await world.act(actions.retireCustomField, { id: field })
  expect(await read(id)).not.toHaveProperty(name)
  await expect(world.act(updateCustomer, { id, [name]: 'A-2' })).rejects.toMatchObject({ code: 'input.invalid' })
  await world.act(updateCustomer, { id, note: '老客' })
  await world.act(actions.restoreCustomField, { id: field })
  expect(await read(id)).toMatchObject({ [name]: 'A-1', note: '老客' })
})

test('a field that a matching rule compares is not retired, and says which', async () => {
  const { id, name } = await make('老系统编号')
  await world.system((ctx) =>
    sql`insert into match_rules (key, position, rule, updated_at) values ('old-number', 99, ${JSON.stringify({
      key: 'old-number',
      name: { zh: '老编号相同', en: 'Same old number' },
      of: 'person',
      says: 'same',
      conditions: [{ field: name, comparison: 'exact', points: 90, needed: true }],
      candidate: 60,
      certain: 95,
      isOn: true,
      merges: false,
    })}::jsonb, ${ctx.now})`.execute(ctx.db),
  )
  await expect(world.act(actions.retireCustomField, { id })).rejects.toMatchObject({
    code: 'custom-field.in-use',
    details: { names: { zh: '查重规则“老编号相同 · Same old number”' } },
  })
})

test('a field that a segment asks for is not retired, and says which', async () => {
  const { id, name } = await make('门店')
  await world.act(createSegment, { name: '西湖店的客户', rule: { field: name, op: 'is', value: '西湖店' } })
  await expect(world.act(actions.retireCustomField, { id })).rejects.toMatchObject({
    code: 'custom-field.in-use',
    details: { names: { zh: '细分“西湖店的客户”' } },
  })
  expect((await world.ask(actions.readFieldUse, { id })).uses).toMatchObject([{ name: '西湖店的客户' }])
})

test('a required field is asked of people and programs, not of files', async () => {
  const { id, name } = await make('介绍人', { required: true })
  await expect(world.customer({ name: '无介绍人' })).rejects.toMatchObject({ code: 'customer.field-required', details: { path: name } })
  await world.act(createCustomer, { name: '文件来的' }, { source: 'import' })
  const made = await world.customer({ name: '有介绍人', [name]: '李雷' })
  await expect(world.act(updateCustomer, { id: made, [name]: null })).rejects.toMatchObject({ code: 'customer.field-required' })
  await world.act(actions.changeCustomField, { id, required: false })
  await world.act(updateCustomer, { id: made, [name]: null })
})

test('another type is tried first; what cannot be read in it is kept and counts as missing', async () => {
  const { id, name } = await make('家里人口')
  const [three, some] = [await world.customer({ [name]: '3' }), await world.customer({ [name]: '三五口' })]
  expect(await world.ask(actions.tryFieldType, { id, type: 'number' })).toMatchObject({
    values: 2,
    unreadable: 1,
    examples: [{ value: '三五口' }],
  })
  await expect(world.act(actions.changeCustomField, { id, type: 'number' })).rejects.toMatchObject({
    code: 'custom-field.unreadable',
    details: { unreadable: 1, values: 2 },
  })
  await world.act(actions.changeCustomField, { id, type: 'number', keepUnreadable: true })
  expect((await read(three))[name]).toBe(3)
  expect((await read(some))[name]).toBeNull()
  expect(await world.ask(actions.readFieldUse, { id })).toMatchObject({
    values: 2,
    unreadable: 1,
    examples: [{ id: some, value: '三五口' }],
  })
  await world.act(actions.changeCustomField, { id, type: 'text' })
  expect([(await read(three))[name], (await read(some))[name]]).toEqual(['3', '三五口'])
})

test('options that go leave the values that were chosen', async () => {
  const options = ['金', '银'].map((zh) => ({ label: { zh } }))
  const { id, name } = await make('卡种', { type: 'choice', options })
  const holder = await world.customer({ [name]: '银' })
  await world.act(actions.changeCustomField, { id, options: options.slice(0, 1) })
  expect((await read(holder))[name]).toBe('银')
  await expect(world.customer({ [name]: '银' })).rejects.toMatchObject({ code: 'input.invalid' })
  await expect(make('空选项', { type: 'choice', options: [] })).rejects.toMatchObject({ code: 'custom-field.options-needed' })
})

test.each(['text', 'number', 'money', 'date', 'time', 'boolean', 'choice', 'phone', 'email'])(
  'a list is sorted by a field of type %s once its index stands',
  async (type) => {
    const { id, name } = await make(`排序${type}`, {
      type,
      indexed: true,
      ...(type === 'choice' ? { options: [{ label: { zh: '甲' } }] } : {}),
    })
    expect((await get(`/api/customers?sort=${name}`)).status).toBe(400)
    await indexTick.run(world.services)
    expect((await get(`/api/customers?sort=-${name}&limit=5`)).status).toBe(200)
    const indexes = async () =>
      (
        await sql<{
          n: number
        }>`select count(*)::int as n from pg_indexes where indexname = ${`custom_${id.replaceAll('-', '')}_${type}`}`.execute(world.db)
      ).rows[0]?.n
    expect(await indexes()).toBe(1)
    await world.act(actions.changeCustomField, { id, indexed: false })
    await indexTick.run(world.services)
    expect(await indexes()).toBe(0)
  },
)

test('pages of a sorted list go through all records once', async () => {
  const { name } = await make('次序', { type: 'number', indexed: true })
  await indexTick.run(world.services)
  const made = []
  for (const value of [5, 3, 3, 9, null]) made.push(await world.customer({ name: `次序${value}`, [name]: value, origin: '次序城' }))
  const rule = encodeURIComponent(JSON.stringify({ field: 'origin', op: 'is', value: '次序城' }))
  const seen: unknown[] = []
  let after = ''
  do {
    const { body } = await get(`/api/customers?sort=-${name}&rule=${rule}&limit=2${after ? `&after=${after}` : ''}`)
    seen.push(...Object(body).rows.map((row: Record<string, unknown>) => row[name]))
    after = typeof body.next === 'string' ? body.next : ''
  } while (after)
  expect(seen).toEqual([9, 5, 3, 3, null])
})
