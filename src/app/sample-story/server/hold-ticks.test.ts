import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { holdTicks } from './hold-ticks.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

test('ticks rest while the sample is played, but for the one that plays it, and go on afterwards', async () => {
  const ran: string[] = []
  const tick = (name: string) => ({ name, everyMs: 1_000, run: async () => (ran.push(name), false) })
  const turn = async () => {
    ran.length = 0
    const stopping = new AbortController().signal
    // A new start has read nothing yet.
    for (const held of holdTicks([tick('outbox'), tick('sample-shop'), tick('journeys')])) await held.run(world.services, stopping)
    return ran.toSorted()
  }
  expect(await turn()).toEqual(['journeys', 'outbox', 'sample-shop'])
  const state = (name: string) => world.setting('sample-shop', { state: name, at: world.now() })
  await state('loading')
  expect(await turn()).toEqual(['sample-shop'])
  await state('ready')
  expect(await turn()).toEqual(['journeys', 'outbox', 'sample-shop'])
})
