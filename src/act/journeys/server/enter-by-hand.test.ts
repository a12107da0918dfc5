import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { createSegment } from '../../../understand/segments/actions.ts'
import { createJourney, deleteJourney, enterJourney, pauseJourney, readJourney, startJourney } from '../actions.ts'
import { enterNext } from './door-tick.ts'
import { enterByRule } from './enter-by-hand.ts'
import { readOne } from './read-journeys.ts'

let world: World
let segment: string
let id: string
let members: string[]
beforeEach(async () => {
  world = await makeWorld()
  members = []
  for (let n = 0; n < 7; n++) members.push(await world.customer({ name: `${n}`, city: '杭州' }))
  await world.customer({ city: '北京' })
  await world.settle()
  segment = (await world.act(createSegment, { name: '杭州', rule: { field: 'city', op: 'is', value: '杭州' } })).id
  const steps = [{ id: 'w', kind: 'wait', duration: { amount: 1, unit: 'days' } }]
  const definition = { trigger: { kind: 'by-hand' }, reentry: { after: { amount: 0, unit: 'days' } }, holdout: 30, steps }
  id = (await world.act(createJourney, { name: '手动', definition })).id
  await world.act(startJourney, { id })
})
afterEach(() => world.end())

const begin = (portion: number) => world.system(async (ctx) => enterByRule(ctx, await readOne(ctx, id), { segment }, portion))
const goOn = (portion: number) => world.system((ctx) => enterNext(ctx, portion))
const inside = async () =>
  (await sql<{ customer_id: string }>`select customer_id from journey_runs where journey_id = ${id} order by 1`.execute(world.db)).rows.map(
    (row) => row.customer_id,
  )
const entries = async () =>
  (await sql<{ n: number }>`select count(*) as n from events where kind = 'journey.entered'`.execute(world.db)).rows[0]?.n
const waiting = async () => (await sql`select 1 from work`.execute(world.db)).rows.length

test('a large segment comes in portion by portion, everybody once, whatever breaks in between', async () => {
  expect(await begin(3)).toMatchObject({ entered: 3, refused: [], more: true })
  await expect(
    world.system(async (ctx) => {
      await enterNext(ctx, 3)
      throw new Error('the power went out')
    }),
  ).rejects.toThrow('the power went out')
  expect(await inside()).toHaveLength(3)
  world.pass({ amount: 1, unit: 'hours' })
  expect(await goOn(3)).toBe(true)
  expect(await inside()).toHaveLength(6)
  expect(await goOn(3)).toBe(true)
  expect(await goOn(3)).toBe(false)
  expect(await inside()).toEqual(members.toSorted())
  expect(await entries()).toBe(7)
  expect(await waiting()).toBe(0)
})

test('who is no longer in the segment when their portion comes stays outside', async () => {
  await begin(3)
  const last = members.toSorted().at(-1)
  await sql`update memberships set left_at = ${world.now()} where customer_id = ${last}`.execute(world.db)
  while (await goOn(3));
  expect(await inside()).toEqual(members.toSorted().slice(0, -1))
})

test('a paused journey keeps the others waiting at the door, a deleted one sends them away', async () => {
  await begin(2)
  await world.act(pauseJourney, { id })
  expect(await goOn(2)).toBe(false)
  expect(await inside()).toHaveLength(2)
  await world.act(startJourney, { id })
  expect(await goOn(2)).toBe(true)
  expect(await inside()).toHaveLength(4)
  await world.act(deleteJourney, { id })
  while (await goOn(2));
  expect(await inside()).toHaveLength(4)
  expect(await waiting()).toBe(0)
})

test('a small segment is inside as soon as it is added, and leaves no work behind', async () => {
  const answer = await world.act(enterJourney, { id, segment })
  expect(answer).toMatchObject({ entered: 7, refused: [], more: false })
  expect(await waiting()).toBe(0)
  expect((await world.ask(readJourney, { id })).counts).toMatchObject({ entered: 7, holdout: answer.holdout })
})
