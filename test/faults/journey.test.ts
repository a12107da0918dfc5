// The program is killed while people walk a journey of ten steps: at each place, again and again, with two programs at work at
// once. Each step's outcome is there once, nobody stands still, nobody is lost.
// REGULARS_JOURNEY_PEOPLE and REGULARS_JOURNEY_KILLS make it as large as wanted, e.g. 20000 and 200.
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createJourney, enterJourney, readJourney, startJourney } from '../../src/act/journeys/actions.ts'
import { advanceDue } from '../../src/act/journeys/server/advance-due.ts'
import { createTemplate } from '../../src/act/messages/template-actions.ts'
import { createTag } from '../../src/know/tags/actions.ts'
import { makeWorld, type World } from '../world.ts'
import { workInAnotherProcess } from './work-in-another-process.ts'

const people = Number(process.env['REGULARS_JOURNEY_PEOPLE'] ?? 40)
const kills = Number(process.env['REGULARS_JOURNEY_KILLS'] ?? 4)
const places = ['claimed', 'decided', 'acted', 'written'] as const

async function plant(world: World): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`insert into customers (id, name, city, email, created_at, updated_at)
    select ('01920000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, '客户' || i, case when i % 2 = 0 then '杭州市' else '北京市' end, 'k' || i || '@tea.example', ${world.now()}, ${world.now()}
    from generate_series(1, ${people}::int) i returning id`.execute(world.db)
  return rows.map((row) => row.id)
}

const hour = { amount: 1, unit: 'hours' } as const

test('killed at any place, with two at work, each step of everybody has its outcome once', async () => {
  const begun = Date.now()
  const world = await makeWorld()
  const customers = await plant(world)
  const { id: templateId } = await world.act(createTemplate, { name: '好', subject: '好', body: '好', kind: 'service' })
  const { id: tag } = await world.act(createTag, { name: '走过' })
  const wait = (id: string, next: string) => ({ id, kind: 'wait', duration: hour, next })
  const send = (id: string, next: string | null) => ({ id, kind: 'send', templateId, next })
  const definition = {
    trigger: { kind: 'by-hand' },
    steps: [
      send('s1', 's2'),
      wait('s2', 's3'),
      { id: 's3', kind: 'branch', rule: { field: 'city', op: 'is', value: '杭州市' }, yes: 's4', no: 's5' },
      send('s4', 's5'),
      { id: 's5', kind: 'act', action: 'tag-customers', input: { id: tag }, next: 's6' },
      wait('s6', 's7'),
      { id: 's7', kind: 'act', action: 'create-todo', input: { title: '回访' }, next: 's8' },
      { id: 's8', kind: 'await-fact', event: 'purchase.made', most: hour, happened: null, late: 's9' },
      send('s9', 's10'),
      { id: 's10', kind: 'end' },
    ],
  }
  const { id } = await world.act(createJourney, { name: '十步', definition })
  await world.act(startJourney, { id })
  for (let i = 0; i < people; i += 10_000) await world.act(enterJourney, { id, customerIds: customers.slice(i, i + 10_000) })
  // So few at once that no kill finds the work done.
  const portion = Math.max(4, Math.ceil(people / kills))
  const rounds = 4
  let dead = 0
  for (let round = 0; round < rounds; round++) {
    for (let kill = 0; kill < Math.ceil(kills / rounds); kill++) {
      const place = places[(round + kill) % places.length] ?? 'claimed'
      const killed = workInAnotherProcess(world, 'journeys', { place, times: 1 + (Math.floor(kill / places.length) % 2), portion })
      // A second one at work meanwhile, and done with its own before the other is killed or after.
      const beside = round % 2 === 0 ? advanceDue(world.services, { portion }) : Promise.resolve(0)
      const end = await killed
      expect(['SIGKILL', 0]).toContain(end)
      if (end === 'SIGKILL') dead++
      await beside
    }
    while ((await advanceDue(world.services, { portion })) > 0);
    world.pass(hour)
  }
  while ((await advanceDue(world.services)) > 0);
  expect(dead).toBeGreaterThan(kills / 4)
  if (people > 1_000) console.warn(`${people} people, ${dead} kills, ${Math.round((Date.now() - begun) / 1000)} s`)
  const journey = await world.ask(readJourney, { id })
  expect(journey.counts).toMatchObject({ entered: people, active: 0, ended: people })
  const half = Math.floor(people / 2)
  const log = Object.fromEntries(journey.steps.map((step) => [step.id, step.log]))
  expect(log).toMatchObject({
    s1: { queued: people },
    s2: { waiting: people, woke: people },
    s3: { yes: half, no: people - half },
    s4: { queued: half },
    s5: { did: people },
    s6: { waiting: people, woke: people },
    s7: { did: people },
    s8: { waiting: people, late: people },
    s9: { queued: people },
    s10: { finished: people, ended: people },
  })
  const counts = await sql<{ messages: number; tags: number; todos: number; ended: number; gaps: number }>`select
    (select count(*) from messages) as messages, (select count(*) from customer_tags) as tags, (select count(*) from todos) as todos,
    (select count(*) from events where kind = 'journey.ended') as ended,
    (select count(*) from journey_runs r where r.steps_taken <> (select count(*) from journey_steps s where s.run_id = r.id and s.customer_id = r.customer_id)) as gaps`.execute(
    world.db,
  )
  expect(counts.rows).toEqual([{ messages: people * 2 + half, tags: people, todos: people, ended: people, gaps: 0 }])
  await world.end()
}, 7_200_000)
