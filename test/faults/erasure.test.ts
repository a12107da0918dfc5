// The program is killed in the middle of an erasure: whoever comes next ends it, and nothing of the person is left.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { listErasures, previewErasure, startErasure } from '../../src/know/privacy/erasure-actions.ts'
import { recordInteraction } from '../../src/know/interactions/actions.ts'
import { recordPurchase } from '../../src/know/purchases/actions.ts'
import { contentPath } from '../../src/platform/files/content-place.ts'
import { makeWorld, type World } from '../world.ts'
import { workOn } from './work.ts'
import { workInAnotherProcess } from './work-in-another-process.ts'

async function everything(world: World): Promise<string> {
  const { rows } = await world.database.pool.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('public', 'audit') and c.relkind = 'r'`,
  )
  const all = await Promise.all(
    rows.map(({ name }) => world.database.pool.query<{ text: string | null }>(`select string_agg(t::text, ' ') as text from ${name} t`)),
  )
  return all.map((table) => table.rows[0]?.text ?? '').join(' ')
}

async function workHere({ services }: World): Promise<number> {
  while (await workOn(services, 'erasure', 40));
  return 0
}

test('killed at any place of an erasure it is ended by the next, once, with its certificate', async () => {
  const world = await makeWorld()
  const places = ['claimed', 'erased', 'records', 'table', 'traces', 'contents', 'files', 'certificate'] as const
  for (const [n, place] of places.entries()) {
    const [name, phone] = [`被杀者${n}某`, `1370000000${n}`]
    const id = await world.customer({ name, phone: `+86${phone}` })
    await world.act(recordPurchase, { customerId: id, number: `K${n}`, amount: 100 })
    const { id: interaction } = await world.act(recordInteraction, { customerId: id, kind: 'call', summary: `${name}来电` })
    const hash = String(n).repeat(64)
    await sql`insert into kept_files (id, hash, name, type, size, created_by, created_at, used_by)
      values (${world.services.newId()}, ${hash}, ${name}, 'text/plain', 3, 'user:owner', ${world.now()}, ${`interaction:${interaction}`})`.execute(
      world.db,
    )
    const path = contentPath(world.services.filesFolder, hash)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, 'abc')
    await world.settle()
    const { version } = await world.ask(previewErasure, { id })
    await world.act(startErasure, { id, version })
    const times = place === 'table' ? 3 : 1
    expect([place, await workInAnotherProcess(world, 'erasure', { place, times })]).toEqual([place, 'SIGKILL'])
    const isWhole = (await sql`select 1 from customers where id = ${id}`.execute(world.db)).rows.length === 1
    expect([place, isWhole]).toEqual([place, place === 'claimed' || place === 'erased'])
    world.pass({ amount: 2, unit: 'minutes' })
    // Whoever comes next: a program that is started anew, or one that was running all the while.
    expect([place, await (n === 0 ? workInAnotherProcess(world, 'erasure') : workHere(world))]).toEqual([place, 0])
    const left = await everything(world)
    expect([place, left.includes(name), left.includes(phone)]).toEqual([place, false, false])
    expect(readdirSync(join(path, '..')).includes(hash)).toBe(false)
  }
  const { rows } = await world.ask(listErasures)
  expect(rows.map((row) => [row.state, row.certificateHash === null])).toEqual(places.map(() => ['done', false]))
  const sums = await sql<{ n: number; amount: string }>`select count(*) as n, sum(amount)::text as amount from purchases`.execute(world.db)
  expect(sums.rows[0]).toMatchObject({ n: places.length, amount: String(places.length * 100) })
  await world.end()
}, 180_000)
