import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { asSystem } from '../../../platform/actions/services.ts'
import { saveStagePlan } from '../../../understand/lifecycle/actions.ts'
import { readStagePlans } from '../../../understand/lifecycle/questions.ts'
import { removePlans, setUpPlans } from './set-up-plans.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

const planned = async () => (await world.ask(readStagePlans)).plans.map(({ stage, plays }) => [stage, plays[0]?.text])

test('a plan of the shop’s own stays beside those of the sample shop, and when these are taken away', async () => {
  await world.act(saveStagePlan, { stage: 'repeat', ownerId: null, plays: [{ text: '自家的', address: null }], target: null })
  const journeys = { second: world.services.newId(), wake: world.services.newId() }
  await asSystem(world.services, 'sample-shop', (ctx) =>
    setUpPlans(ctx, { journeys: { ...journeys, birthday: world.services.newId() } }, 'zh'),
  )
  expect(await planned()).toEqual([
    ['first', '首购后请再来的邮件'],
    ['repeat', '自家的'],
    ['loyal', '快降级的逐位问候'],
    ['dormant', '沉睡唤醒邮件'],
  ])
  await asSystem(world.services, 'sample-shop', removePlans)
  expect(await planned()).toEqual([['repeat', '自家的']])
})
