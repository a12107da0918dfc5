import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { createSource } from '../../sources/actions.ts'
import { createCustomField } from '../actions.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

test('traits of an identification fill the firm’s own fields by name or label, of new customers and of known ones', async () => {
  await world.act(createCustomField, { label: { zh: '喜欢的茶', en: 'Favourite tea' }, type: 'text' })
  await world.act(createCustomField, { label: { zh: '家里人口' }, name: 'household', type: 'number' })
  await world.act(createCustomField, { label: { zh: '会员' }, name: 'isMember', type: 'boolean', required: true })
  const made: Record<string, unknown> = await world.act(createSource, { name: '官网' })
  const key = Object.values(made).find((value) => typeof value === 'string' && value.startsWith('rw_')) ?? made.writeKey ?? made.key
  const app = await world.http()
  const identify = async (traits: object) => {
    const answer = await app.inject({
      method: 'POST',
      url: '/v1/identify',
      headers: { authorization: `Basic ${Buffer.from(`${String(key)}:`).toString('base64')}`, 'content-type': 'application/json' },
      payload: { userId: 'u1', traits, messageId: `m${JSON.stringify(traits)}`, timestamp: world.now().toISOString() },
    })
    expect([answer.statusCode, answer.body]).toEqual([200, expect.anything()])
    const list = await app.inject({ url: '/api/customers', headers: { 'x-test-role': 'owner' } })
    return list.json().rows[0]
  }
  expect(await identify({ name: '王芳', favourite_tea: '龙井', household: 3, 会员: true })).toMatchObject({
    name: '王芳',
    favouriteTea: '龙井',
    household: 3,
    isMember: true,
  })
  expect(await identify({ 喜欢的茶: '普洱', household: '四' })).toMatchObject({ favouriteTea: '普洱', household: 3, isMember: true })
})
