import { sql } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { createTemplate } from '../../messages/template-actions.ts'
import { createJourney, customerJourneys, enterJourney, listRuns, readJourney, startJourney } from '../actions.ts'
import { advanceDue } from './advance-due.ts'
import { enterByCalendar } from './calendar-tick.ts'
import { sweepFrames } from './sweep-frames.ts'

let world: World
afterEach(() => world.end())

const begin = async (start: string, timeZone: string) => {
  world = await makeWorld({ start, shop: { timeZone } })
}
const hours = (amount: number) => ({ amount, unit: 'hours' }) as const
const days = (amount: number) => ({ amount, unit: 'days' }) as const
const start = async (definition: object) => {
  const { id } = await world.act(createJourney, { name: '旅程', definition })
  await world.act(startJourney, { id })
  return id
}
const turn = async () => {
  await world.settle()
  while ((await advanceDue(world.services)) > 0);
  await world.settle()
}
const put = async (id: string, ...customerIds: string[]) => {
  await world.act(enterJourney, { id, customerIds })
  await turn()
}
const wakesOf = async (id: string) =>
  Object.fromEntries((await world.ask(listRuns, { id })).rows.map((run) => [run.customerId, run.wakeAt]))
const untilNine = { trigger: { kind: 'by-hand' }, steps: [{ id: 'w', kind: 'wait', until: { time: '09:00' } }] }

test('a wait until nine ends at nine by the clock of the customer where it is known', async () => {
  await begin('2026-03-28T12:00:00Z', 'Europe/Berlin')
  const [here, there] = [await world.customer(), await world.customer({ province: '浙江省' })]
  const id = await start(untilNine)
  await put(id, here, there)
  // Berlin puts its clocks forward that night: nine in the morning is an hour sooner; Hangzhou’s nine is at one by the world’s clock.
  expect(await wakesOf(id)).toEqual({ [here]: '2026-03-29T07:00:00.000Z', [there]: '2026-03-29T01:00:00.000Z' })
})

/** Both nights of summer time: on one this time of the night does not come, on the other it comes twice. */
const nightsOf = {
  'Europe/Berlin': [
    { afternoon: '2026-03-28T17:00:00Z', time: '02:30', day: '03-29' },
    { afternoon: '2026-10-24T17:00:00Z', time: '02:30', day: '10-25' },
  ],
  'America/New_York': [
    { afternoon: '2026-03-07T17:00:00Z', time: '02:30', day: '03-08' },
    { afternoon: '2026-10-31T17:00:00Z', time: '01:30', day: '11-01' },
  ],
}
test.each(Object.entries(nightsOf))(
  'in %s nobody is lost and nothing comes twice on the nights on which the clock is put',
  async (timeZone, nights) => {
    await begin(nights[0]?.afternoon ?? '', timeZone)
    for (const { afternoon, time, day } of nights) {
      world.pass({ amount: (Date.parse(afternoon) - world.now().getTime()) / 60_000, unit: 'minutes' })
      const waits = await start({
        trigger: { kind: 'by-hand' },
        steps: [
          { id: 'w', kind: 'wait', until: { time }, next: 'v' },
          { id: 'v', kind: 'wait', until: { time } },
        ],
      })
      const birthday = await start({ trigger: { kind: 'date', field: 'birthday', time }, steps: [{ id: 'x', kind: 'end' }] })
      const [here, there] = [await world.customer(), await world.customer({ province: '浙江省' })]
      await sql`update customers set birthday = ${`1990-${day}`}::date where id = any(${[here, there]}::uuid[])`.execute(world.db)
      await put(waits, here)
      // Half an hour at a time through the night; then the night after by the hour.
      for (const minutes of [...Array<number>(28).fill(30), 15 * 60, ...Array<number>(11).fill(60)]) {
        world.pass({ amount: minutes, unit: 'minutes' })
        while (await enterByCalendar(world.services));
        await turn()
      }
      const log = (await world.ask(customerJourneys, { id: here })).runs.find((run) => run.journeyId === waits)?.log ?? []
      const woken = log.filter((line) => line.what === 'woke')
      expect(woken.map((line) => line.step)).toEqual(['w', 'v'])
      const apart = (Date.parse(woken[1]?.at ?? '') - Date.parse(woken[0]?.at ?? '')) / 3_600_000
      expect(apart).toBeGreaterThanOrEqual(23)
      // The clock is looked at by the hour here.
      expect(apart).toBeLessThan(26)
      const runs = (await world.ask(listRuns, { id: birthday })).rows
      const entered = Object.fromEntries(runs.map((run) => [run.customerId, Date.parse(run.enteredAt)]))
      // Each once, and Hangzhou’s night comes first.
      expect(runs).toHaveLength(2)
      expect(entered[there] ?? 0).toBeLessThan(entered[here] ?? 0)
    }
  },
)

test('a clock that jumps an hour or a day, ahead or back, makes nobody wait for ever and does nothing twice', async () => {
  await begin('2026-06-15T04:00:00Z', 'Asia/Shanghai')
  const { id: templateId } = await world.act(createTemplate, { name: '好', subject: '好', body: '好', kind: 'service' })
  const id = await start({
    trigger: { kind: 'by-hand' },
    steps: [
      { id: 'a', kind: 'send', templateId, next: 'w' },
      { id: 'w', kind: 'wait', duration: hours(2), next: 'b' },
      { id: 'b', kind: 'send', templateId, next: 'v' },
      { id: 'v', kind: 'wait', duration: days(2), next: 'c' },
      { id: 'c', kind: 'send', templateId },
    ],
  })
  const customers = [await world.customer(), await world.customer()]
  await put(id, ...customers)
  for (const jump of [hours(1), hours(-1), days(1), days(-1), hours(3), days(-1), hours(1), days(1), days(1), days(1), days(1)]) {
    world.pass(jump)
    await turn()
  }
  expect((await world.ask(readJourney, { id })).counts).toMatchObject({ entered: 2, active: 0, ended: 2 })
  const sent = await sql<{ step: string; n: number }>`select step, count(*)::int as n from messages group by 1 order by 1`.execute(world.db)
  expect(sent.rows).toEqual([
    { step: 'a', n: 2 },
    { step: 'b', n: 2 },
    { step: 'c', n: 2 },
  ])
})

test('a goal or a way out that comes true by the passing of time alone is seen within the hour', async () => {
  await begin('2026-06-15T04:00:00Z', 'Asia/Shanghai')
  const quiet = { not: { did: 'purchase.made', within: { last: days(3) } } }
  const wait = [{ id: 'w', kind: 'wait', duration: days(30) }]
  const goes = await start({ trigger: { kind: 'by-hand' }, exit: quiet, steps: wait })
  const reaches = await start({ trigger: { kind: 'by-hand' }, goal: { rule: quiet }, steps: wait })
  const [one, other] = [await world.customer(), await world.customer()]
  const bought = (customerId: string) =>
    world.system((ctx) => ctx.record({ customerId, kind: 'purchase.made', occurredAt: ctx.now, payload: { amount: 100, currency: 'CNY' } }))
  await bought(one)
  await bought(other)
  await world.settle()
  await put(goes, one, other)
  await put(reaches, one)
  world.pass(days(1))
  await bought(other)
  await turn()
  expect(await sweepFrames(world.services, 1)).toBe(0)
  expect(await sweepFrames(world.services, 1)).toBe(null)
  world.pass(days(2))
  await turn()
  // Nothing woke anybody: nobody has left.
  expect((await world.ask(readJourney, { id: goes })).counts.active).toBe(2)
  world.pass(hours(1))
  expect(await sweepFrames(world.services, 1)).toBe(2)
  await turn()
  const outcome = async (id: string) =>
    (
      await sql<{ outcome: string | null }>`select outcome from journey_runs where journey_id = ${id} order by outcome nulls last`.execute(
        world.db,
      )
    ).rows.map((row) => row.outcome)
  expect(await outcome(goes)).toEqual(['exit-rule', null])
  expect(await outcome(reaches)).toEqual(['converted'])
  // Whoever stays is asked again each hour, and no row is left behind.
  world.pass(hours(1))
  expect(await sweepFrames(world.services)).toBe(0)
  expect((await sql`select 1 from journey_pokes`.execute(world.db)).rows).toHaveLength(0)
})
