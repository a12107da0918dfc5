import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { drawBuyers, plantBuyers } from '../../../../test/plant-buyers.ts'
import { makeWorld, type World } from '../../../../test/world.ts'
import { explainPrediction, makePredictions, readLedger, readPredictions } from '../actions.ts'
import { workOnPredictions } from './make-set.ts'

let world: World
let ids: string[]
beforeAll(async () => {
  world = await makeWorld()
  ids = await plantBuyers(world, drawBuyers(world, { customers: 600 }))
  await world.act(makePredictions, {})
  await workOnPredictions(world.services)
}, 60_000)
afterAll(() => world.end())

test('everybody who bought is predicted, and the set says which model speaks and how it did on the past', async () => {
  const now = await world.ask(readPredictions, {})
  console.log(JSON.stringify({ ...now, set: now.set && { ...now.set, tried: now.set.tried.length } }, null, 1).slice(0, 3000))
  const { rows } = await sql`select * from predictions limit 3`.execute(world.db)
  console.log(rows)
  const ledger = await world.ask(readLedger, {})
  console.log(JSON.stringify(ledger).slice(0, 2500))
  console.log(JSON.stringify(await world.ask(explainPrediction, { id: ids[0] }), null, 1))
  console.log(world.problems)
})
