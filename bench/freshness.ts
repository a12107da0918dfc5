import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createSource } from '../src/know/sources/actions.ts'
import type { Rule } from '../src/core/rule/rule.ts'
import { makeGate } from '../src/platform/access/make-gate.ts'
import { runAction } from '../src/platform/actions/run-action.ts'
import { type Services, systemActor } from '../src/platform/actions/services.ts'
import { freshnessTick } from '../src/platform/event-log/freshness-tick.ts'
import { buildServer } from '../src/platform/http/server.ts'
import { makeBell } from '../src/platform/jobs/bell.ts'
import { startTicks } from '../src/platform/jobs/tick-loop.ts'
import { createSegment, deleteSegment } from '../src/understand/segments/actions.ts'
import type { Pace, Paced } from './event-client.ts'
import { benchId } from './generate-base.ts'
import { type BenchRow, ms, quantile } from './row.ts'
import type { BenchWorld } from './world.ts'

const run = promisify(execFile)
const event = 'Checkout Started'
const perSecond = 1_000
const seconds = 20

/** Ten live segments, as a shop might keep; the first is the one that the events lead into. */
const rules: readonly Rule[] = [
  { did: 'tracked', where: { field: 'event', op: 'is', value: event }, within: { last: { amount: 7, unit: 'days' } } },
  { field: 'spend', op: 'at-least', value: 200_000 },
  { field: 'lastPurchaseAt', op: 'longer-ago-than', value: { amount: 60, unit: 'days' } },
  { stage: ['loyal'] },
  { stage: ['dormant', 'churned'] },
  {
    all: [
      { field: 'city', op: 'is', value: '杭州市' },
      { field: 'purchaseCount', op: 'at-least', value: 3 },
    ],
  },
  { did: 'purchase.made', within: { last: { amount: 30, unit: 'days' } } },
  { did: 'purchase.made', within: { last: { amount: 365, unit: 'days' } }, times: { op: 'at-least', count: 4 } },
  {
    all: [
      { field: 'monetaryScore', op: 'at-least', value: 4 },
      { field: 'recencyScore', op: 'at-most', value: 2 },
    ],
  },
  { field: 'emailConsent', op: 'is', value: 'granted' },
]

/**
 * The time from the moment that a tracked event is sent until the customer is seen in the segment that it leads into,
 * while 1,000 events a second of 1,000 customers arrive and all the server's ticks run.
 */
export async function benchFreshness(world: BenchWorld): Promise<BenchRow[]> {
  const services = running(world)
  const call = { actor: systemActor('bench'), source: 'app' }
  const name = `bench ${services.newId()}`
  const segments: string[] = []
  for (const [i, rule] of rules.entries())
    segments.push((await runAction(services, call, createSegment, { name: `${name} ${i}`, rule })).id)
  const { writeKey } = await runAction(services, call, createSource, { name })
  // What is left of the base's making is not to be done meanwhile.
  await world.database.pool.query('delete from work')
  await world.database.pool.query('vacuum analyze memberships')
  const gate = await makeGate(services, { url: 'http://localhost' })
  // As in the program: whoever asks wakes the ticks.
  const bell = makeBell()
  const app = await buildServer({ services, gate, limits: null, onAsked: () => bell.ring() })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const ticks = startTicks(services, [freshnessTick, ...services.registry.ticks], bell)
  try {
    await calm(world)
    const seen = watch(world, segments[0] ?? '')
    const authorization = `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`
    const from = 1 + ((Math.floor(Math.random() * 1_000) * 20) % Math.max(1, world.size.customers - perSecond * seconds))
    const paced = await send({ url, authorization, event, perSecond, seconds, from })
    const until = performance.now() + 60_000
    while (seen.at.size < paced.begun.length * paced.batch && performance.now() < until) await pause(50)
    await seen.stop()
    return [rowOf(paced, from, seen.at)]
  } finally {
    await ticks.stop()
    await app.close()
    for (const id of segments) await runAction(services, call, deleteSegment, { id })
  }
}

/** The world's clock stands still; here it goes on from there. */
function running({ services, now }: BenchWorld): Services {
  const begun = performance.now()
  return { ...services, clock: () => new Date(now.getTime() + performance.now() - begun) }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Waits for the sweeps of a start, and until nobody has news. */
async function calm({ database }: BenchWorld): Promise<void> {
  for (let quiet = 0, tries = 0; quiet < 10 && tries < 600; tries++) {
    const { rows } = await database.pool.query<{ busy: boolean }>(
      `select exists (select 1 from log_heads where done < seq)
        or exists (select 1 from pg_stat_activity where datname = current_database() and state <> 'idle' and pid <> pg_backend_pid()) as busy`,
    )
    quiet = rows[0]?.busy ? 0 : quiet + 1
    await pause(200)
  }
}

/** Notes when each customer is first seen in the segment, looking every 20 ms. */
function watch({ database }: BenchWorld, segment: string): { at: Map<string, number>; stop(): Promise<void> } {
  const at = new Map<string, number>()
  let newest = '-infinity'
  let stopped = false
  const loop = (async () => {
    while (!stopped) {
      const { rows } = await database.pool.query<{ customer_id: string; entered: string }>(
        `select customer_id, entered_at::text as entered from memberships where segment_id = $1 and entered_at > $2::timestamptz and left_at is null`,
        [segment, newest],
      )
      const now = performance.timeOrigin + performance.now()
      for (const row of rows) {
        if (!at.has(row.customer_id)) at.set(row.customer_id, now)
        if (newest === '-infinity' || row.entered > newest) newest = row.entered
      }
      await pause(20)
    }
  })()
  return {
    at,
    stop: async () => {
      stopped = true
      await loop
    },
  }
}

async function send(pace: Pace): Promise<Paced> {
  const { stdout } = await run(process.execPath, [join(import.meta.dirname, 'event-client.ts'), JSON.stringify(pace)], {
    timeout: (pace.seconds + 120) * 1_000,
    maxBuffer: 10_000_000,
  })
  const paced: Paced = JSON.parse(stdout)
  if (paced.wrong) throw new Error(`/v1/batch: ${paced.wrong}`)
  return paced
}

function rowOf({ begun, batch }: Paced, from: number, seen: ReadonlyMap<string, number>): BenchRow {
  const took: number[] = []
  let missing = 0
  for (const [i, at] of begun.entries()) {
    for (let k = 0; k < batch; k++) {
      const found = seen.get(benchId(from + i * batch + k))
      if (found === undefined) missing++
      else took.push((found - at) / 1_000)
    }
  }
  const p95 = quantile(took, 0.95)
  const late = missing > 0 ? `, ${missing} not within a minute` : ''
  return {
    what: `a tracked event until the customer is in the segment, at ${perSecond.toLocaleString('en')} events/s, ten live segments`,
    figure: `p95 ${ms(p95)}, median ${ms(quantile(took, 0.5))}${late}`,
    mark: 'p95 < 1,000 ms',
    met: missing === 0 && p95 < 1,
  }
}
