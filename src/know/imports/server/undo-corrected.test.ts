import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { recordPurchase } from '../../purchases/actions.ts'
import { createImport, readImport, undoImport } from '../actions.ts'
import { runImports } from './run-imports.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

const settle = async (purchases = 1_000) => {
  while (await runImports(world.services, { rows: purchases })) await world.settle()
}
const bring = async (source: string, lines: readonly string[]) => {
  const { id } = await world.act(createImport, {
    name: '订单.csv',
    text: `订单号,会员号,手机号,金额,下单时间\n${lines.join('\n')}\n`,
    source,
  })
  await settle()
  expect((await world.ask(readImport, { id })).state).toBe('done')
  return id
}
const undo = async (id: string, purchases?: number) => {
  await world.act(undoImport, { id })
  await settle(purchases)
}
const kept = async (code: string) =>
  (
    await sql<{ told: string }>`select p.source || ' ' || p.number || ' ' || p.amount as told from purchases p
      join customers c on c.id = p.customer_id where c.code = ${code} order by 1`.execute(world.db)
  ).rows.map(({ told }) => told)
const idOf = async (code: string) =>
  (await sql<{ id: string }>`select id from customers where code = ${code}`.execute(world.db)).rows[0]?.id ?? ''

test('what another shop corrects under the same number holds nothing back when a file is undone', async () => {
  await bring('till-0', ['X-0,UC,13500000201,1,2026-01-01'])
  const first = await bring('till-1', ['X-1,UC,13500000201,10,2026-01-05'])
  const tell = async (amount: number) =>
    await world.act(recordPurchase, {
      customerId: await idOf('UC'),
      source: 'till-2',
      number: 'X-1',
      amount,
      occurredAt: '2026-01-06T02:00:00Z',
    })
  await tell(2_000)
  await tell(2_300)
  await undo(first)
  expect(await kept('UC')).toEqual(['till-0 X-0 100', 'till-2 X-1 2300'])
})

test('what a file corrected goes back, though another shop has corrected its order of that number since', async () => {
  await bring('till-1', ['Y-1,UD,13500000202,10,2026-01-05'])
  const second = await bring('till-1', ['Y-1,UD,13500000202,12,2026-01-05'])
  for (const amount of [2_000, 2_300])
    await world.act(recordPurchase, {
      customerId: await idOf('UD'),
      source: 'till-2',
      number: 'Y-1',
      amount,
      occurredAt: '2026-01-06T02:00:00Z',
    })
  await undo(second)
  expect(await kept('UD')).toEqual(['till-1 Y-1 1000', 'till-2 Y-1 2300'])
})

test('an order that was corrected again since stays as it is, in whichever portion its customer’s others go back', async () => {
  const lines = (amount: number) => [1, 2, 3].map((n) => `Z-${n},UE,13500000203,${amount},2026-01-0${n}`)
  await bring('till-1', lines(10))
  const second = await bring('till-1', lines(12))
  const customerId = await idOf('UE')
  for (const number of ['Z-1', 'Z-2', 'Z-3'])
    await world.act(recordPurchase, { customerId, source: 'till-1', number, amount: 1_500, occurredAt: '2026-01-08T02:00:00Z' })
  await undo(second, 1)
  expect(await kept('UE')).toEqual(['till-1 Z-1 1500', 'till-1 Z-2 1500', 'till-1 Z-3 1500'])
})

test('a large import is undone without its customers being worked out again a portion at a time, and right at its end', async () => {
  await bring('till-3', ['B-0,UB,13500000209,7,2026-01-01'])
  await world.settle()
  const id = await bring('till-3', ['B-1,UB,13500000209,10,2026-01-05', 'B-0,UB,13500000209,9,2026-01-01'])
  const standing = async () =>
    (
      await sql<{ spend: string; news: boolean }>`select m.spend, h.news from customers c join metrics m on m.customer_id = c.id
        join log_heads h on h.customer_id = c.id where c.code = 'UB'`.execute(world.db)
    ).rows[0]
  await world.settle()
  expect(await standing()).toEqual({ spend: 1_900, news: false })
  // As the start of a file of many rows notes it.
  await sql`update imports set progress = jsonb_set(progress, '{big}', 'true') where id = ${id}`.execute(world.db)
  await world.act(undoImport, { id })
  let portions = 0
  while ((await world.ask(readImport, { id })).state === 'undoing') {
    await runImports(world.services)
    expect((await standing())?.news).toBe(false)
    portions++
  }
  expect(portions).toBeGreaterThan(3)
  expect(await standing()).toEqual({ spend: 700, news: false })
})
