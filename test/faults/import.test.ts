// The program is killed in the middle of an import and of an undo: started again, it goes on by itself, no row twice.
import { expect, test } from 'vitest'
import { createImport, readImport, undoImport } from '../../src/know/imports/actions.ts'
import { makeWorld, type World } from '../world.ts'
import { workOn } from './work.ts'
import { workInAnotherProcess } from './work-in-another-process.ts'

/** Everything that an import leaves, without the ids that are drawn and the instants at which it was written. */
async function totals(world: World): Promise<unknown> {
  const { rows } = await world.database.pool.query(`select
    (select count(*) from customers) as customers, (select count(*) from identities) as keys,
    (select jsonb_agg(jsonb_build_array(kind, number, amount, items) order by kind, number) from purchases) as purchases,
    (select jsonb_agg(jsonb_build_array(product, quantity, amount) order by product, quantity, amount) from purchase_lines) as lines,
    (select count(*) from purchase_numbers) as numbers, (select count(*) from events) as facts, (select count(*) from import_refusals) as refused,
    (select count(*) from log_heads h where seq <> (select max(seq) from events e where e.customer_id = h.customer_id)) as gaps`)
  return rows[0]
}

const lines = Array.from({ length: 300 }, (_, i) => {
  const order = Math.floor(i / 3)
  return `F${order},${i % 50 === 0 ? '' : `K${order % 17}`},2026-03-01 10:00:00,P${i % 9},${order % 10 === 9 ? -1 : 1},${i % 31 === 0 ? 'free' : '2.50'}`
})
// Lines of the first orders come once more at the end.
const file = `订单号,会员号,下单时间,商品编码,数量,单价\n${[...lines, ...lines.slice(0, 9)].join('\n')}\n`

const places = ['claimed', 'keys-taken', 'buyers-known', 'between-tables', 'purchases-kept', 'before-commit', 'committed'] as const

test('killed at any place of an import, it goes on by itself to the same end', async () => {
  const whole = await makeWorld()
  const { id } = await whole.act(createImport, { name: 'f.csv', text: file })
  while (await workOn(whole.services, 'import', 40));
  const expected = await totals(whole)
  const { counts } = await whole.ask(readImport, { id })
  await whole.end()

  const world = await makeWorld()
  const killed = await world.act(createImport, { name: 'f.csv', text: file })
  // One import, killed at each place in turn: each new program takes up what the last left.
  for (const [at, place] of places.entries()) {
    expect([place, await workInAnotherProcess(world, 'import', { place, times: 1 + (at % 2) })]).toEqual([place, 'SIGKILL'])
  }
  expect(await workInAnotherProcess(world, 'import')).toBe(0)
  expect(await totals(world)).toEqual(expected)
  expect(await world.ask(readImport, { id: killed.id })).toMatchObject({ state: 'done', counts })

  await world.act(undoImport, { id: killed.id })
  for (const place of ['undo-before-commit', 'undo-committed'])
    expect(await workInAnotherProcess(world, 'import', { place, times: 2 })).toBe('SIGKILL')
  expect(await workInAnotherProcess(world, 'import')).toBe(0)
  expect(await world.ask(readImport, { id: killed.id })).toMatchObject({ state: 'undone' })
  expect(await totals(world)).toMatchObject({ customers: 0, keys: 0, purchases: null, lines: null, numbers: 0, facts: 0 })
  await world.end()
}, 120_000)
