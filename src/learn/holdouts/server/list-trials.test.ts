import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { createJourney, startJourney } from '../../../act/journeys/actions.ts'
import { listTrials } from '../trials.ts'
import { keepReading } from './kept-readings.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

test('what came in for each yuan is told once an effect is seen, and never of what may be chance', async () => {
  const definition = { trigger: { kind: 'by-hand' }, holdout: 20, steps: [{ id: 'end', kind: 'end' }] }
  const { id } = await world.act(createJourney, { name: '唤醒', definition })
  await world.act(startJourney, { id })
  await world.system((ctx) => keepReading(ctx, 'journey', id))
  const told = { cost: 5_000, incremental: { value: 800_000, low: -100_000, high: 1_700_000 } }
  const perCostWith = async (verdict: string) => {
    await sql`update trial_readings set reading = reading || ${JSON.stringify({ ...told, verdict })}::jsonb`.execute(world.db)
    return (await world.ask(listTrials)).trials.map((one) => [one.incremental, one.perCost])
  }
  for (const verdict of ['more', 'less']) expect(await perCostWith(verdict)).toEqual([[told.incremental, 160]])
  for (const verdict of ['too-small', 'none', 'broken', 'no-holdout'])
    expect(await perCostWith(verdict)).toEqual([[told.incremental, null]])
})
