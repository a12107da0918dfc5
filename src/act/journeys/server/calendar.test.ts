import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { updateCustomer } from '../../../know/customers/actions.ts'
import { recordPurchase } from '../../../know/purchases/actions.ts'
import { listMessages } from '../../messages/actions.ts'
import { createTemplate } from '../../messages/template-actions.ts'
import { createJourney, listRuns, listSkips, pauseJourney, readJourney, startJourney, updateJourney } from '../actions.ts'
import { advanceDue } from './advance-due.ts'
import { enterByCalendar } from './calendar-tick.ts'

let world: World
let templateId: string
beforeEach(async () => {
  world = await makeWorld({ start: '2026-06-10T01:00:00Z' })
  templateId = (await world.act(createTemplate, { name: '生日', subject: '生日快乐', body: '祝您生日快乐', kind: 'service' })).id
})
afterEach(() => world.end())

const start = async (trigger: object, more: object = {}) => {
  const definition = {
    trigger,
    reentry: { after: { amount: 0, unit: 'days' } },
    steps: [{ id: 'wish', kind: 'send', templateId }],
    ...more,
  }
  const { id } = await world.act(createJourney, { name: '生日', definition })
  await world.act(startJourney, { id })
  return id
}
const turn = async (portion?: number) => {
  await world.settle()
  for (let i = 0; i < 500 && (await enterByCalendar(world.services, portion)); i++);
  while ((await advanceDue(world.services)) > 0);
  await world.settle()
}
const at = async (instant: string) => {
  world.setTime(instant)
  await turn()
}
const wished = async () => (await world.ask(listMessages, { limit: 200 })).rows.map((row) => row.customerName)
const skips = async (id: string) => (await world.ask(listSkips, { id })).rows

test('a birthday is wished on its morning, once, and again next year', async () => {
  await start({ kind: 'date', field: 'birthday', time: '09:30' })
  await world.customer({ name: '今天', birthday: '1990-06-15' })
  await world.customer({ name: '别天', birthday: '1990-06-16' })
  await at('2026-06-15T01:29:00Z')
  expect(await wished()).toEqual([])
  await at('2026-06-15T01:30:00Z')
  expect(await wished()).toEqual(['今天'])
  await at('2026-06-15T09:00:00Z')
  expect(await wished()).toEqual(['今天'])
  await at('2026-06-17T01:00:00Z')
  expect(await wished()).toHaveLength(2)
  world.setTime('2027-06-15T01:00:00Z')
  await turn()
  await at('2027-06-15T01:31:00Z')
  expect((await wished()).filter((name) => name === '今天')).toHaveLength(2)
})

test('days before a lunar birthday, by the lunar calendar of each year', async () => {
  await start({ kind: 'date', field: 'lunarBirthday', days: -3, time: '10:00' })
  await world.customer({ name: '中秋生', lunarBirthday: '08-15' })
  // 中秋 is 25 September in 2026 and 15 September in 2027.
  await at('2026-09-22T01:59:00Z')
  expect(await wished()).toEqual([])
  await at('2026-09-22T02:00:00Z')
  expect(await wished()).toEqual(['中秋生'])
  world.setTime('2027-09-12T01:00:00Z')
  await turn()
  await at('2027-09-12T02:00:00Z')
  expect(await wished()).toHaveLength(2)
})

test('the anniversary of the first purchase comes a year later and not on the day itself', async () => {
  await start({ kind: 'date', field: 'firstPurchaseAt', time: '12:00' })
  const id = await world.customer({ name: '老客' })
  world.setTime('2026-06-10T20:00:00Z')
  await world.act(recordPurchase, { customerId: id, number: 'A1', amount: 100 })
  await at('2026-06-11T05:00:00Z')
  expect(await wished()).toEqual([])
  world.setTime('2027-06-11T03:00:00Z')
  await turn()
  // 20:00 UTC on the 10th is the 11th in Shanghai.
  await at('2027-06-11T04:00:00Z')
  expect(await wished()).toEqual(['老客'])
})

test('a date that becomes known after its time is served within what the journey allows, once', async () => {
  await start({ kind: 'date', field: 'birthday', time: '09:30', graceHours: 12 })
  await at('2026-06-15T02:00:00Z')
  const late = await world.customer({ name: '下午补录', birthday: '1980-06-15' })
  await turn()
  expect(await wished()).toEqual(['下午补录'])
  await world.act(updateCustomer, { id: late, city: '杭州市' })
  await turn()
  expect(await wished()).toHaveLength(1)
  const moved = await world.customer({ name: '改期', birthday: '1980-01-01' })
  await at('2026-06-16T15:00:00Z')
  await world.act(updateCustomer, { id: moved, birthday: '1980-06-16' })
  await turn()
  expect(await wished()).toHaveLength(1)
})

test('after a night that the server stood still it catches up; after days it passes people over and says so', async () => {
  const id = await start({ kind: 'date', field: 'birthday', time: '09:30', graceHours: 24 })
  await world.customer({ name: '昨天', birthday: '1990-06-14' })
  await world.customer({ name: '前几天', birthday: '1990-06-12' })
  await at('2026-06-15T01:00:00Z')
  expect(await wished()).toEqual(['昨天'])
  const [skipped] = await skips(id)
  expect(skipped).toMatchObject({ customerName: '前几天', code: 'too-late' })
  expect(skipped?.words.zh).toContain('2026年6月12日 09:30')
  expect((await world.ask(readJourney, { id })).skipped).toEqual({ 'too-late': 1 })
})

test('a clock that jumps back wishes nobody twice, one that jumps ahead leaves nobody out', async () => {
  await start({ kind: 'date', field: 'birthday', time: '09:30' })
  for (const day of ['14', '15', '16']) await world.customer({ name: day, birthday: `1990-06-${day}` })
  await at('2026-06-14T01:45:00Z')
  await at('2026-06-14T00:45:00Z')
  await at('2026-06-14T01:45:00Z')
  expect(await wished()).toEqual(['14'])
  await at('2026-06-13T01:45:00Z')
  await at('2026-06-15T01:45:00Z')
  await at('2026-06-16T02:45:00Z')
  expect((await wished()).toSorted((a, b) => Number(a) - Number(b))).toEqual(['14', '15', '16'])
})

test('on both nights of summer time a wish comes once', async () => {
  await world.end()
  world = await makeWorld({ start: '2026-03-20T12:00:00Z', shop: { timeZone: 'Europe/Berlin' } })
  templateId = (await world.act(createTemplate, { name: '生日', subject: '好', body: '好', kind: 'service' })).id
  await start({ kind: 'schedule', every: 'day', time: '02:30' }, { audience: { field: 'name', op: 'is', value: '夜' } })
  await world.customer({ name: '夜' })
  const entered = async () => {
    const { rows } = await sql<{ at: Date }>`select entered_at as at from journey_runs order by entered_at`.execute(world.db)
    return rows.map((row) => row.at.toISOString())
  }
  world.setTime('2026-03-28T12:00:00Z')
  await turn()
  const before = (await entered()).length
  // 02:30 is skipped on 29 March; it is 03:30 summer time.
  for (const instant of ['2026-03-29T00:59:00Z', '2026-03-29T01:31:00Z', '2026-03-29T02:00:00Z']) await at(instant)
  expect((await entered()).length - before).toBe(1)
  world.setTime('2026-10-24T12:00:00Z')
  await turn()
  const autumn = (await entered()).length
  // 02:30 comes twice on 25 October.
  for (const instant of ['2026-10-25T00:31:00Z', '2026-10-25T01:31:00Z', '2026-10-25T03:00:00Z']) await at(instant)
  expect((await entered()).length - autumn).toBe(1)
})

test('a festival and a schedule let in everybody who may enter, a portion at a time', async () => {
  const id = await start(
    { kind: 'festival', festivals: ['dragon-boat'], days: -1, time: '09:00' },
    { audience: { field: 'city', op: 'is', value: '杭州市' } },
  )
  for (let i = 0; i < 7; i++) await world.customer({ name: `客${i}`, city: i < 5 ? '杭州市' : '北京市' })
  world.setTime('2026-06-18T01:00:00Z')
  await turn(3)
  expect((await world.ask(readJourney, { id })).counts.entered).toBe(5)
  const [run] = (await world.ask(listRuns, { id })).rows
  const log = await sql<{ reason: { details: object } }>`select reason from journey_steps where run_id = ${run?.id} and number = 0`.execute(
    world.db,
  )
  expect(log.rows[0]?.reason.details).toMatchObject({ name: { zh: '端午节' }, day: '2026-06-18' })
  await at('2026-06-19T02:00:00Z')
  expect((await world.ask(readJourney, { id })).counts.entered).toBe(5)
})

test('a crash in the middle of a day goes on with the next portion, and two workers let nobody in twice', async () => {
  const id = await start({ kind: 'date', field: 'birthday', time: '09:30' })
  for (let i = 0; i < 9; i++) await world.customer({ name: `寿${i}`, birthday: '1990-06-15' })
  await at('2026-06-15T01:00:00Z')
  world.setTime('2026-06-15T02:00:00Z')
  expect(await enterByCalendar(world.services, 2)).toBe(true)
  expect((await world.ask(readJourney, { id })).counts.entered).toBe(2)
  for (let i = 0; i < 10; i++) await Promise.all([enterByCalendar(world.services, 2), enterByCalendar(world.services, 2)])
  expect((await world.ask(readJourney, { id })).counts.entered).toBe(9)
})

test('what falls into a pause is not caught up, and a later time of day on the same day wishes nobody twice', async () => {
  const trigger = { kind: 'date', field: 'birthday', time: '09:30' }
  const id = await start(trigger)
  await world.customer({ name: '寿星', birthday: '1990-06-15' })
  await world.customer({ name: '暂停', birthday: '1990-06-16' })
  await at('2026-06-15T02:00:00Z')
  const { definition } = await world.ask(readJourney, { id })
  await world.act(updateJourney, { id, name: '生日', definition: { ...definition, trigger: { ...trigger, time: '18:00' } } })
  await at('2026-06-15T11:00:00Z')
  expect(await wished()).toEqual(['寿星'])
  await world.act(pauseJourney, { id })
  await at('2026-06-16T12:00:00Z')
  await world.act(startJourney, { id })
  await turn()
  expect(await wished()).toEqual(['寿星'])
})

test('days after a delivery begin at their time of day, and who may enter is asked on that day', async () => {
  const trigger = { kind: 'after-event', event: 'purchase.made', days: 3, time: '10:00' }
  const id = await start(trigger, { audience: { field: 'city', op: 'is', value: '杭州市' } })
  const [stays, moves] = [await world.customer({ name: '在', city: '杭州市' }), await world.customer({ name: '搬', city: '杭州市' })]
  for (const customerId of [stays, moves])
    await world.system((ctx) =>
      ctx.record({ customerId, kind: 'purchase.made', occurredAt: ctx.now, payload: { amount: 100, currency: 'CNY' } }),
    )
  await turn()
  await world.act(updateCustomer, { id: moves, city: '北京市' })
  await at('2026-06-13T01:59:00Z')
  expect(await wished()).toEqual([])
  await at('2026-06-13T02:00:00Z')
  expect(await wished()).toEqual(['在'])
  const ended = (await world.ask(listRuns, { id })).rows.find((run) => run.customerId === moves)
  expect(ended?.why?.words?.zh).toContain('已不符合进入条件')
})

test('whoever lives by another clock than the shop is wished on their own morning', async () => {
  await world.end()
  world = await makeWorld({ start: '2026-06-10T12:00:00Z', shop: { timeZone: 'America/New_York' } })
  templateId = (await world.act(createTemplate, { name: '生日', subject: '好', body: '好', kind: 'service' })).id
  await start({ kind: 'date', field: 'birthday', time: '09:00' })
  await world.customer({ name: '杭州', birthday: '1990-06-15', province: '浙江省' })
  await world.customer({ name: '纽约', birthday: '1990-06-15' })
  await at('2026-06-15T00:59:00Z')
  expect(await wished()).toEqual([])
  await at('2026-06-15T01:00:00Z')
  expect(await wished()).toEqual(['杭州'])
  await at('2026-06-15T13:00:00Z')
  expect((await wished()).length).toBe(2)
})
