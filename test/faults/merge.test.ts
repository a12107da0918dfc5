// The program is killed in the middle of merges: each is there as a whole or not at all, and what is there can be undone.
import { expect, test } from 'vitest'
import { recordPurchase } from '../../src/know/purchases/actions.ts'
import { unmergeCustomers } from '../../src/know/identity/actions.ts'
import { makeWorld, type World } from '../world.ts'
import { workInAnotherProcess } from './work-in-another-process.ts'

/** What must be there exactly once, wherever it stands. */
async function totals(world: World): Promise<unknown> {
  const { rows } = await world.database.pool.query(`select
    (select count(*) from customers) + (select count(*) from merged_customers) as records,
    (select count(*) from merged_customers m where not exists (select 1 from merges g where g.id = m.merge_id and g.undone_at is null)) as lost,
    (select jsonb_agg(number order by number) from purchases p where exists (select 1 from customers c where c.id = p.customer_id)) as purchases,
    (select count(*) from purchase_numbers n join purchases p on p.customer_id = n.customer_id and p.id = n.purchase_id) as numbers,
    (select count(*) from identities i join customers c on c.id = i.customer_id) as keys,
    (select count(*) from events e join customers c on c.id = e.customer_id where e.kind in ('purchase.made', 'customer.created')) as facts`)
  return rows[0]
}

test('killed at any place of a merge nothing of it is there; killed after it, all of it is', async () => {
  const world = await makeWorld()
  for (let i = 0; i < 9; i++) {
    const id = await world.customer({ name: `客户${i}`, phone: `+861380000000${i}` })
    await world.act(recordPurchase, { customerId: id, number: `F${i}`, amount: 100 * i })
  }
  const whole = await totals(world)
  const merges = async () => (await world.database.pool.query<{ id: string; at: Date }>('select id, at from merges order by id')).rows
  for (const [place, times] of [
    ['kept', 1],
    ['between-tables', 4],
    ['between-tables', 9],
    ['moved', 1],
    ['told', 1],
  ] as const) {
    expect([place, await workInAnotherProcess(world, 'merge', { place, times })]).toEqual([place, 'SIGKILL'])
    expect([place, await totals(world), await merges()]).toEqual([place, whole, []])
  }
  expect(await workInAnotherProcess(world, 'merge', { place: 'committed', times: 2 })).toBe('SIGKILL')
  expect([await totals(world), await merges()]).toMatchObject([whole, { length: 2 }])
  for (const { id } of (await merges()).toReversed()) await world.act(unmergeCustomers, { id })
  expect(await totals(world)).toEqual(whole)
  expect((await world.database.pool.query('select 1 from customers')).rows).toHaveLength(9)
  await world.end()
}, 120_000)
