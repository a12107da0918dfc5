// The program is killed while it writes lists of recommendations: the old set stays whole, and the next making is a whole one.
import { expect, test } from 'vitest'
import { countTick } from '../../src/know/products/server/count-products.ts'
import { refreshEveryone } from '../../src/platform/event-log/refresh-news.ts'
import { makeRecommendations, readRecommendations } from '../../src/understand/recommendations/actions.ts'
import { workOnRecommendations } from '../../src/understand/recommendations/server/make-set.ts'
import { plantTastes } from '../plant-tastes.ts'
import { sumsOf } from '../sum-tables.ts'
import { makeWorld, type World } from '../world.ts'
import { workInAnotherProcess } from './work-in-another-process.ts'

/** All that a set is made of. */
const whole = (world: World) => sumsOf(world, ['recommendations', 'recommendation_pairs', 'recommendation_sets'])

test('killed at any place of a making the old lists are whole; the next making writes all of them anew', async () => {
  const world = await makeWorld()
  await plantTastes(world, 40)
  await refreshEveryone(world.services)
  await countTick.run(world.services)
  await world.act(makeRecommendations, {})
  await workOnRecommendations(world.services)
  const old = await whole(world)
  const setsOf = async () => (await world.database.pool.query('select distinct set_id from recommendations')).rows
  const first = await setsOf()
  expect(first).toHaveLength(1)
  await world.act(makeRecommendations, {})
  for (const place of ['chosen', 'copied', 'replaced']) {
    expect([place, await workInAnotherProcess(world, 'recommendations', { place })]).toEqual([place, 'SIGKILL'])
    expect([place, await whole(world)]).toEqual([place, old])
    world.pass({ amount: 1, unit: 'minutes' })
  }
  // What killed the program three times is given up, said, and may be asked for again.
  expect(await workOnRecommendations(world.services)).toBe(false)
  expect((await world.ask(readRecommendations, {})).work).toMatchObject({ state: 'failed' })
  expect(await whole(world)).toEqual(old)
  await world.act(makeRecommendations, {})
  expect(await workOnRecommendations(world.services)).toBe(true)
  const now = await setsOf()
  expect(now).toHaveLength(1)
  expect(now).not.toEqual(first)
  await world.end()
}, 120_000)
