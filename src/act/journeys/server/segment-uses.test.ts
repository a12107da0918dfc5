import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { createSegment, deleteSegment } from '../../../understand/segments/actions.ts'
import { readSegment } from '../../../understand/segments/questions.ts'
import { createJourney, deleteJourney, enterJourney, pauseJourney, startJourney, updateJourney } from '../actions.ts'

let world: World
let segment: string
beforeAll(async () => {
  world = await makeWorld()
  segment = (await world.act(createSegment, { name: '复购客户', rule: { field: 'city', op: 'is', value: '杭州' } })).id
})
afterAll(() => world.end())

const steps = [{ id: 'w', kind: 'wait', duration: { amount: 1, unit: 'days' } }]
const byHand = { trigger: { kind: 'by-hand' }, steps }
const remove = () => world.act(deleteSegment, { id: segment })
const make = async (name: string, definition: object) => (await world.act(createJourney, { name, definition })).id
const refusal = (...names: readonly string[]) => ({
  code: 'segment.in-use',
  details: { name: '复购客户', names: { zh: names.map((name) => `旅程“${name}”`).join('、') } },
})

test('a segment that a running or paused journey names is not deleted, wherever it is named', async () => {
  const ways = {
    触发: { ...byHand, trigger: { kind: 'segment', segment } },
    受众: { ...byHand, audience: { not: { segment } } },
    退出: { ...byHand, exit: { all: [{ segment }] } },
    分支: { ...byHand, steps: [{ id: 'b', kind: 'branch', rule: { any: [{ segment }] }, yes: null, no: null }] },
  }
  for (const [name, definition] of Object.entries(ways)) {
    const id = await make(name, definition)
    await world.act(startJourney, { id })
    expect((await world.ask(readSegment, { id: segment })).usedBy).toEqual([
      { kind: { zh: '旅程', en: 'journey' }, name, address: `/journeys/${id}` },
    ])
    await expect(remove(), name).rejects.toMatchObject(refusal(name))
    await world.act(pauseJourney, { id })
    await expect(remove(), name).rejects.toMatchObject(refusal(name))
    await world.act(deleteJourney, { id })
    expect((await world.ask(readSegment, { id: segment })).usedBy).toEqual([])
  }
})

test('a version that somebody still walks keeps its segment; a draft keeps none', async () => {
  await make('草稿', { ...byHand, exit: { segment } })
  const id = await make('改过', { ...byHand, exit: { segment } })
  await world.act(startJourney, { id })
  await world.act(enterJourney, { id, customerIds: [await world.customer()] })
  await world.act(updateJourney, { id, name: '改过', definition: byHand })
  await expect(remove()).rejects.toMatchObject(refusal('改过'))
  await world.act(deleteJourney, { id })
  await remove()
  await expect(world.ask(readSegment, { id: segment })).rejects.toMatchObject({ code: 'record.missing' })
})
