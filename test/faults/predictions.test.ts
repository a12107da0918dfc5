// The program is killed while it makes predictions: the old set stays whole, and the next start makes the new one.
import { expect, test } from 'vitest'
import { makePredictions, readPredictions } from '../../src/understand/predictions/actions.ts'
import { workOnPredictions } from '../../src/understand/predictions/server/make-set.ts'
import { drawBuyers, plantBuyers } from '../plant-buyers.ts'
import { sumsOf } from '../sum-tables.ts'
import { makeWorld, type World } from '../world.ts'
import { workInAnotherProcess } from './work-in-another-process.ts'

/** All that a set is made of. */
const whole = (world: World) => sumsOf(world, ['predictions', 'prediction_ledger', 'prediction_sets'])

test('killed at any place of a making the old set is whole; killed after it, the new one is', async () => {
  const world = await makeWorld()
  await plantBuyers(world, drawBuyers(world, { customers: 120 }))
  await world.act(makePredictions, {})
  await workOnPredictions(world.services)
  const old = await whole(world)
  const first = (await world.ask(readPredictions, {})).set?.id
  await world.act(makePredictions, {})
  for (const place of ['read', 'copied', 'replaced']) {
    expect([place, await workInAnotherProcess(world, 'predictions', { place })]).toEqual([place, 'SIGKILL'])
    expect([place, await whole(world)]).toEqual([place, old])
    world.pass({ amount: 1, unit: 'minutes' })
  }
  // What killed the program three times is given up, said, and may be asked for again.
  expect(await workOnPredictions(world.services)).toBe(false)
  expect((await world.ask(readPredictions, {})).work).toMatchObject({ state: 'failed' })
  await world.act(makePredictions, {})
  expect(await workInAnotherProcess(world, 'predictions', { place: 'told' })).toBe('SIGKILL')
  expect(await whole(world)).toEqual(old)
  world.pass({ amount: 1, unit: 'minutes' })
  expect(await workOnPredictions(world.services)).toBe(true)
  const now = await world.ask(readPredictions, {})
  expect(now.work?.state).toBe('done')
  expect(now.set?.id).not.toBe(first)
  const { rows } = await world.database.pool.query('select distinct set_id from predictions')
  expect(rows).toEqual([{ set_id: now.set?.id }])
  await world.end()
}, 120_000)
