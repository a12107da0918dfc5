import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDoor } from '../../../test/door.ts'
import { makeWorld, type World } from '../../../test/world.ts'
import { limitsOf } from '../../platform/rights/sight.ts'
import { readTelling } from '../../platform/rights/read-sight.ts'
import { withShapes } from '../../platform/rights/veils.ts'
import { saveQualityPlan } from './actions.ts'
import { usualPlan } from './quality.ts'
import { qualitySweepTick } from './server/sweep-quality.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld({ start: '2026-06-15T04:00:00Z' })
})
afterAll(() => world.end())

/** What becomes of the score where a role hides this field. */
const scoreBeside = async (field: string) => {
  const body = { grants: {}, fields: { [field]: 'hidden' as const }, rights: [] }
  const nobody = { userId: '', reports: [], department: [], teams: [], shared: [] }
  return withShapes(limitsOf([{ id: '', name: '', body }], nobody, await readTelling(world.services.registry, world.db))).get(
    'qualityScore',
  )
}

test.each(usualPlan)('who may not see $field does not see the score that counts it', async ({ field }) => {
  expect(await scoreBeside(field)).toBe('hidden')
})

test('the score goes with a field that the firm’s own plan counts, at once, and with one that it has ceased to count for as long as scores stand that count it', async () => {
  expect(await scoreBeside('wechat')).toBeUndefined()
  const grants = { customer: { read: ['all' as const] } }
  const person = await world.person({ rights: { grants, fields: { wechat: 'hidden' }, rights: [] } })
  const door = await openDoor(world)
  const cookie = await door.cookieOf(person.id)
  const sorted = async () => (await door.send('GET', '/api/customers?sort=qualityScore', { headers: { cookie } })).statusCode
  expect(await sorted()).toBe(200)
  await world.act(saveQualityPlan, { items: [{ field: 'wechat', of: 'everyone', weight: 4, freshFor: 100 }] })
  expect(await sorted()).toBe(400)
  expect(await scoreBeside('wechat')).toBe('hidden')
  // The scores that stand still count it.
  expect(await scoreBeside('city')).toBe('hidden')
  while (await qualitySweepTick.run(world.services));
  expect([await scoreBeside('wechat'), await scoreBeside('city')]).toEqual(['hidden', undefined])
  await door.app.close()
})
