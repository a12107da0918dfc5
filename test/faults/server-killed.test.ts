// The program is killed in the middle of a metrics run, a journey tick and a send. Started again, it goes on by itself.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../world.ts'
import { customerCount, makeBusy, whatFollows } from './busy-shop.ts'
import { type CountingServer, startCountingServer } from './mail-server.ts'
import { type Work, workOn } from './work.ts'
import { type Killing, workInAnotherProcess } from './work-in-another-process.ts'

let world: World
/** The same shop, never disturbed. */
let calm: World
let mail: CountingServer
beforeAll(async () => {
  mail = await startCountingServer()
  world = await makeWorld()
  calm = await makeWorld()
  for (const each of [world, calm]) await makeBusy(each)
  await mail.serve(world)
})
afterAll(async () => {
  await world.end()
  await calm.end()
  await mail.close()
})

async function killedAtEach(work: Work, killings: readonly Killing[]): Promise<void> {
  for (const killing of killings) expect([killing, await workInAnotherProcess(world, work, killing)]).toEqual([killing, 'SIGKILL'])
}

async function undisturbed(work: Work): Promise<void> {
  while (await workOn(calm.services, work, 40));
}

test('killed in the middle of a metrics run, it comes to the same figures', async () => {
  await killedAtEach('news', [
    { place: 'claimed', portion: 10 },
    { place: 'refreshed', times: 2, portion: 10 },
    { place: 'written', times: 2, portion: 10 },
  ])
  await workInAnotherProcess(world, 'news')
  await undisturbed('news')
  expect(await whatFollows(world)).toEqual(await whatFollows(calm))

  await killedAtEach('everyone', [{ place: 'refreshed' }, { place: 'written' }])
  expect(await whatFollows(world)).toEqual(await whatFollows(calm))
  await workInAnotherProcess(world, 'everyone')
  await undisturbed('everyone')
  expect(await whatFollows(world)).toEqual(await whatFollows(calm))

  // From nothing, when the indexes are away while the rows are written.
  const indexes = async () =>
    (await world.database.pool.query(`select indexdef from pg_indexes where tablename = 'metrics' order by 1`)).rows
  const before = await indexes()
  for (const each of [world, calm]) await each.database.pool.query('delete from metrics')
  await killedAtEach('everyone', [{ place: 'refreshed' }, { place: 'written' }])
  expect(await indexes()).toEqual(before)
  expect((await world.database.pool.query('select 1 from metrics')).rows).toEqual([])
  await workInAnotherProcess(world, 'everyone')
  await undisturbed('everyone')
  expect(await indexes()).toEqual(before)
  expect(await whatFollows(world)).toEqual(await whatFollows(calm))
}, 120_000)

test('killed in the middle of a journey tick, everybody goes each step once', async () => {
  await killedAtEach('journeys', [
    { place: 'claimed', portion: 10 },
    { place: 'decided', portion: 10 },
    { place: 'written', times: 2, portion: 10 },
  ])
  await workInAnotherProcess(world, 'journeys', { place: 'never', portion: 10 })
  await undisturbed('journeys')
  expect(await whatFollows(world)).toEqual(await whatFollows(calm))
  expect(await whatFollows(world)).toMatchObject({ messages: customerCount })
}, 120_000)

type Message = { mail_id: string; state: string; reason: { code: string } | null; told: number }

test('killed in the middle of a send, no message is lost, none goes twice, and what nobody can know is said', async () => {
  await killedAtEach('outbox', [
    { place: 'claimed', portion: 5 },
    { place: 'begun', times: 2, portion: 5 },
    { place: 'answered', times: 3, portion: 5 },
  ])
  // The dead program's leases end.
  world.pass({ amount: 1, unit: 'hours' })
  expect(await workInAnotherProcess(world, 'outbox', { place: 'never', portion: 5 })).toBe(0)

  const { rows } = await world.database.pool.query<Message>(`select mail_id, state, reason,
    (select count(*) from events e where e.customer_id = m.customer_id and e.kind = 'message.sent' and e.payload ->> 'message' = m.id::text) as told from messages m`)
  const sent = rows.filter((row) => row.state === 'sent')
  const doubtful = rows.filter((row) => row.state === 'unknown')
  expect(rows).toHaveLength(customerCount)
  expect(sent.length + doubtful.length).toBe(customerCount)
  expect(sent.map((row) => [mail.received.get(row.mail_id), row.told])).toEqual(sent.map(() => [1, 1]))
  // Two lanes were sending at each of two deaths, and the next two messages may have been marked.
  expect(doubtful.length).toBeGreaterThanOrEqual(2)
  expect(doubtful.length).toBeLessThanOrEqual(8)
  expect(doubtful.map((row) => [row.reason?.code, row.told])).toEqual(doubtful.map(() => ['interrupted', 0]))
  // One had been answered and only we did not get to write it down: it was not sent again.
  expect(doubtful.some((row) => mail.received.get(row.mail_id) === 1)).toBe(true)
  expect([...mail.received.values()].every((times) => times === 1)).toBe(true)
}, 120_000)
