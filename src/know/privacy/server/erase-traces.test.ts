import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { createJourney } from '../../../act/journeys/actions.ts'
import { createSegment } from '../../../understand/segments/actions.ts'
import { overviewSegments } from '../../../understand/segments/questions.ts'
import { flushReadings } from '../../../platform/audit/note-reading.ts'
import { createImport, readImport } from '../../imports/actions.ts'
import { runImports } from '../../imports/server/run-imports.ts'
import { recordPurchase } from '../../purchases/actions.ts'
import { saveView } from '../../views/views.ts'
import { previewErasure, startErasure } from '../erasure-actions.ts'
import { workOnErasures } from './work-on-erasures.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

const name = '司马相如'
const phone = '+8613877665544'
const email = 'xiangru@chengdu.example'
let id = ''

async function erase(): Promise<void> {
  const { version } = await world.ask(previewErasure, { id })
  await world.act(startErasure, { id, version })
  while (await workOnErasures(world.services)) continue
}

const textOf = async (table: string) =>
  (await sql<{ text: string | null }>`select string_agg(t::text, chr(10)) as text from ${sql.table(table)} t`.execute(world.db)).rows[0]
    ?.text ?? ''

test('what people set up names an erased person no more, and goes on for everybody else', async () => {
  id = await world.customer({ name, phone, email })
  const other = await world.customer({ name: '卓文君', phone: '+8613900001111', email: 'wenjun@chengdu.example' })
  const rule = (op: string, value: unknown, field = 'phone') => ({ all: [{ field, op, value }] })
  const segments = {
    him: rule('is', phone),
    notHim: { not: rule('is', phone) },
    both: rule('is-one-of', [email, 'wenjun@chengdu.example'], 'email'),
    byNumber: rule('is-not', 13_877_665_544, 'purchaseCount'),
    byPart: { any: [rule('contains', '13877665544'), rule('starts-with', 'xiangru', 'email')] },
  }
  for (const [key, asked] of Object.entries(segments)) await world.act(createSegment, { name: key, rule: asked })
  await world.act(saveView, {
    entity: 'customer',
    name: '找 138-7766 5544',
    query: { search: name, rule: rule('is', phone) },
  })
  await world.act(createJourney, {
    name: '问候',
    definition: {
      trigger: { kind: 'by-hand' },
      steps: [{ id: 'a', kind: 'branch', rule: rule('is', phone), yes: null, no: null }],
    },
  })
  await world.settle()
  expect(world.problems).toEqual([])

  await erase()
  for (const table of ['segments', 'saved_views', 'journeys', 'journey_versions'])
    expect(await textOf(table), table).not.toMatch(/13877665544|138-7766 5544|xiangru@|司马相如/)
  await world.act(recordPurchase, { customerId: other, number: 'A-1', amount: 1_000 })
  await world.settle()
  expect(world.problems).toEqual([])
  const { rows } = await sql<{ behind: number }>`select count(*)::int as behind from log_heads where done < seq`.execute(world.db)
  expect(rows[0]?.behind).toBe(0)
  const members = Object.fromEntries((await world.ask(overviewSegments, {})).segments.map((one) => [one.name, one.members]))
  expect(members).toEqual({ him: 0, notHim: 1, both: 1, byNumber: 1, byPart: 0 })
})

test('an import whose rows named them still tells what it did, and shows nothing of them', async () => {
  const text = `姓名,手机号,邮箱\n${name},13877665544,${email}\n${name},1387766554,${email}\n卓王孙,13900002222,\n`
  id = await world.customer({ name, phone, email })
  const made = await world.act(createImport, { name: `名单-${name}.csv`, text })
  while (await runImports(world.services));
  await world.settle()
  expect(await textOf('imports')).toContain('13877665544')
  await erase()
  expect(await textOf('imports')).not.toMatch(/13877665544|xiangru|司马相如/)
  const read = await world.ask(readImport, { id: made.id })
  expect(read).toMatchObject({ state: 'done', name: '名单-•••.csv', inspection: { header: ['姓名', '手机号', '邮箱'] } })
  expect(JSON.stringify(read.inspection)).toContain('卓王孙')
})

test('of a search that found them the audit keeps who looked, and not for what', async () => {
  id = await world.customer({ name, phone })
  const namesake = await world.customer({ name: `${name}子` })
  const look = async (search: string) => {
    const url = `/api/customers?search=${encodeURIComponent(search)}`
    return (await world.http()).inject({ url, headers: { 'x-test-role': 'owner' } })
  }
  await look(name)
  await flushReadings(world.services)
  await look(`${name}子`)
  await flushReadings(world.services)
  expect(await textOf('audit.entries')).toContain(name)
  await erase()
  const { rows } = await sql<{ whom: string[]; withheld: string | null }>`select ids as whom, withheld::text as withheld from audit.entries
    where action = 'search' order by id`.execute(world.db)
  expect(rows).toEqual([
    { whom: expect.arrayContaining([id]), withheld: null },
    { whom: [namesake], withheld: expect.stringContaining(`${name}子`) },
  ])
})
