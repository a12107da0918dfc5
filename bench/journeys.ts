import { createTemplate } from '../src/act/messages/template-actions.ts'
import { createJourney, deleteJourney, readJourney, startJourney } from '../src/act/journeys/actions.ts'
import { advanceDue } from '../src/act/journeys/server/advance-due.ts'
import { enterNext } from '../src/act/journeys/server/door-tick.ts'
import { askQuestion } from '../src/platform/actions/ask-question.ts'
import { runAction } from '../src/platform/actions/run-action.ts'
import { asSystem, type Services, systemActor } from '../src/platform/actions/services.ts'
import { createSegment, deleteSegment } from '../src/understand/segments/actions.ts'
import { type BenchRow, ms, perSecond, quantile, s, timed } from './row.ts'
import type { BenchWorld } from './world.ts'

const wanted = 100_000

/**
 * 100,000 customers who wait in a journey and whose time has come: each wakes, is asked a rule, and has a message queued
 * or leaves. The floor writes the same rows (runs, log lines, messages, facts) in one statement each.
 */
export async function benchJourneys(world: BenchWorld): Promise<BenchRow[]> {
  const { database, size, now } = world
  const at = (minutes: number): Services => ({ ...world.services, clock: () => new Date(now.getTime() + minutes * 60_000) })
  const call = { actor: systemActor('bench'), source: 'app' }
  const name = `bench ${world.services.newId()}`
  const share = Math.min(10_000, Math.round((wanted / size.customers) * 10_000))
  const { id: segment } = await runAction(at(0), call, createSegment, { name, rule: { bucket: { salt: 'bench', from: 0, to: share } } })
  const { id: templateId } = await runAction(at(0), call, createTemplate, {
    name,
    subject: '{{ name }}，好久不见',
    body: '您好，{{ name }}',
  })
  const definition = {
    trigger: { kind: 'by-hand', segment },
    steps: [
      { id: 'wait', kind: 'wait', duration: { amount: 1, unit: 'hours' }, next: 'ask' },
      { id: 'ask', kind: 'branch', rule: { field: 'spend', op: 'at-least', value: 10_000 }, yes: 'mail', no: null },
      { id: 'mail', kind: 'send', templateId, next: null },
    ],
  }
  const { id } = await runAction(at(0), call, createJourney, { name, definition })
  const first = await runAction(at(0), call, startJourney, { id })
  for (let more = first.more; more; ) more = await asSystem(at(0), 'bench', (ctx) => enterNext(ctx))
  const entered = await countInside(world, id)
  await advanceAll(at(0))
  await database.pool.query('vacuum analyze journey_runs')
  const idle = await idleTick(at(1))
  const opened = await openPage(at(1), id)
  const taken = await timed(() => advanceAll(at(61)))
  if (taken.value !== entered) throw new Error(`${entered} runs were due and ${taken.value} moved`)
  const floor = await timed(() => writeAgain(world, id))
  await runAction(at(61), call, deleteJourney, { id })
  await runAction(at(61), call, deleteSegment, { id: segment })
  return [
    {
      what: `journey tick with nothing to do, ${entered.toLocaleString('en')} waiting`,
      figure: `${ms(idle)} (median)`,
      mark: '< 5 ms',
      met: idle < 0.005,
    },
    {
      what: `a journey opened, ${entered.toLocaleString('en')} inside`,
      figure: `${ms(opened)} (p95)`,
      mark: '< 300 ms',
      met: opened < 0.3,
    },
    {
      what: `journey tick, ${entered.toLocaleString('en')} due runs woken, asked a rule, their messages queued`,
      figure: `${perSecond(entered, taken.seconds)}, ${s(taken.seconds)}`,
      floor: `${s(floor.seconds)} (the same rows written bare)`,
      ratio: taken.seconds / floor.seconds,
      mark: '≥ 5,000/s',
      met: entered / taken.seconds >= 5_000,
    },
  ]
}

async function countInside({ database }: BenchWorld, id: string): Promise<number> {
  const { rows } = await database.pool.query<{ n: number }>(`select count(*)::int as n from journey_runs where journey_id = '${id}'`)
  return rows[0]?.n ?? 0
}

/** Nobody's time has come. */
async function idleTick(services: Services): Promise<number> {
  const samples: number[] = []
  for (let n = 0; n < 50; n++) samples.push((await timed(() => advanceDue(services))).seconds)
  return quantile(samples, 0.5)
}

async function openPage(services: Services, id: string): Promise<number> {
  const samples: number[] = []
  for (let n = 0; n < 20; n++) samples.push((await timed(() => askQuestion(services, systemActor('bench'), readJourney, { id }))).seconds)
  return quantile(samples, 0.95)
}

async function advanceAll(services: Services): Promise<number> {
  let moved = 0
  for (let n = 1; n > 0; moved += n) n = await advanceDue(services)
  return moved
}

/** What the tick left behind, written once more by hand, one statement a table, and taken back. */
async function writeAgain({ database }: BenchWorld, journey: string): Promise<void> {
  const client = await database.pool.connect()
  const runs = `(select customer_id, id from journey_runs where journey_id = '${journey}')`
  try {
    await client.query('begin')
    await client.query(`update journey_runs set steps_taken = steps_taken + 1 where journey_id = '${journey}'`)
    await client.query(`insert into journey_steps select customer_id, run_id, number + 1000, journey_id, step, at, what, reason from journey_steps
      where journey_id = '${journey}' and number > 1`)
    await client.query(`insert into messages (customer_id, id, channel, kind, template_id, journey_id, run_id, step, key, state, due_at, created_at)
      select customer_id, gen_random_uuid(), channel, kind, template_id, journey_id, run_id, step, key || '-bare', state, due_at, created_at
      from messages where journey_id = '${journey}'`)
    await client.query(`update log_heads h set seq = h.seq + 1 from ${runs} r where h.customer_id = r.customer_id`)
    await client.query(`insert into events (customer_id, seq, id, kind, occurred_at, recorded_at, source, payload)
      select r.customer_id, h.seq, gen_random_uuid(), 'journey.ended', h.at, h.at, 'bare', jsonb_build_object('journey', r.id, 'name', 'bare', 'arm', 'treated')
      from ${runs} r join (select customer_id, seq, timestamptz '2026-06-15' as at from log_heads) h on h.customer_id = r.customer_id`)
    await client.query('rollback')
  } finally {
    client.release()
  }
}
