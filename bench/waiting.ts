import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createJourney, readJourney, startJourney } from '../src/act/journeys/actions.ts'
import { advanceDue } from '../src/act/journeys/server/advance-due.ts'
import { sweepFrames } from '../src/act/journeys/server/sweep-frames.ts'
import { askQuestion } from '../src/platform/actions/ask-question.ts'
import { runAction } from '../src/platform/actions/run-action.ts'
import { type Services, systemActor } from '../src/platform/actions/services.ts'
import { freshnessTick } from '../src/platform/event-log/freshness-tick.ts'
import { startTicks } from '../src/platform/jobs/tick-loop.ts'
import { type BenchRow, ms, quantile, s, timed } from './row.ts'
import type { BenchWorld } from './world.ts'

const journeys = 4
/** So long all ticks run with nobody due, and so long before they are looked at. */
const watchedSeconds = 60
/** What is made once of new customers is not idleness: it is waited until nothing of it is left, so long at most. */
const longestWarmSeconds = 300

/**
 * Customers who wait in journeys and nothing happens: what the tick for nothing takes, how much CPU the server and its database use
 * with every tick at work, and what the hourly look at goals that time alone makes true costs. The rows are written by
 * hand: it is their number that matters.
 */
export async function benchWaiting(world: BenchWorld, people: number): Promise<BenchRow[]> {
  const { database, now } = world
  const began = performance.now()
  const services: Services = { ...world.services, clock: () => new Date(now.getTime() + performance.now() - began) }
  const call = { actor: systemActor('bench'), source: 'app' }
  const empty = await idleShare(world, services)
  const wait = [{ id: 'wait', kind: 'wait', duration: { amount: 60, unit: 'days' } }]
  const exit = { did: 'purchase.made', within: { last: { amount: 7, unit: 'days' } } }
  const ids: string[] = []
  for (let i = 0; i < journeys; i++) {
    const definition = { trigger: { kind: 'by-hand' }, steps: wait, ...(i === 0 ? { exit } : {}) }
    const { id } = await runAction(services, call, createJourney, { name: `waiting ${i}`, definition })
    await runAction(services, call, startJourney, { id })
    ids.push(id)
  }
  await database.pool.query(`insert into customers (id, name, created_at, updated_at)
    select ('01920000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, 'c' || i, '${now.toISOString()}', '${now.toISOString()}' from generate_series(1, ${people}) i`)
  await database.pool.query(`insert into journey_runs (customer_id, id, journey_id, version, arm, step, state, wake_at, steps_taken, entered_at, cause)
    select id, id, ('{${ids.join(',')}}'::uuid[])[1 + n % ${journeys}], 1, 'treated', 'wait', 'waiting', '${now.toISOString()}'::timestamptz + interval '60 days' + n * interval '1 second', 2, '${now.toISOString()}', '{"key":"once"}'
    from (select id, (row_number() over (order by id))::int as n from customers) c`)
  await database.pool.query('vacuum analyze journey_runs, customers')
  const ticks: number[] = []
  for (let n = 0; n < 200; n++) ticks.push((await timed(() => advanceDue(services))).seconds)
  const opened: number[] = []
  for (let n = 0; n < 20; n++) opened.push((await timed(() => askQuestion(services, call.actor, readJourney, { id: ids[0] }))).seconds)
  const swept = await timed(() => sweepFrames(services))
  const idle = await idleShare(world, services)
  const many = people.toLocaleString('en')
  const inFirst = Math.ceil(people / journeys).toLocaleString('en')
  const tick = quantile(ticks, 0.5)
  return [
    {
      what: `journey tick for nothing, ${many} waiting in ${journeys} journeys`,
      figure: `${ms(tick)} (median)`,
      mark: '< 5 ms',
      met: tick < 0.005,
    },
    {
      what: `idle CPU with every tick at work, ${many} waiting`,
      figure: `${(idle * 100).toFixed(2)} % of a core (${watchedSeconds} s)`,
      floor: `${(empty * 100).toFixed(2)} % (an empty shop)`,
      ratio: idle / empty,
      mark: '< 2 %',
      met: idle < 0.02,
    },
    {
      what: `once an hour: ${inFirst} who wait asked whether they are to leave`,
      figure: `${s(swept.seconds)} (${((swept.seconds / 3_600) * 100).toFixed(2)} % of a core)`,
      mark: '',
      met: swept.seconds < 60,
    },
    {
      what: `a journey opened, ${inFirst} inside`,
      figure: `${ms(quantile(opened, 0.95))} (p95)`,
      mark: '< 300 ms',
      met: quantile(opened, 0.95) < 0.3,
    },
  ]
}

/** Until a quarter of a minute costs about as much as the one before. */
async function settle(folder: string): Promise<void> {
  let last = Number.POSITIVE_INFINITY
  for (let waited = 0; waited < longestWarmSeconds; waited += 15) {
    const before = cpuSeconds(folder)
    await pause(15_000)
    const used = cpuSeconds(folder) - before
    if (used > last * 0.8) return
    last = used
  }
}

/** CPU of this process and of the database's for a while, as a share of one core. */
async function idleShare({ folder }: BenchWorld, services: Services): Promise<number> {
  const work = startTicks(services, [freshnessTick, ...services.registry.ticks])
  await settle(folder)
  const from = { at: performance.now(), cpu: cpuSeconds(folder) }
  await pause(watchedSeconds * 1_000)
  const share = (cpuSeconds(folder) - from.cpu) / ((performance.now() - from.at) / 1_000)
  await work.stop()
  return share
}

/** Of this process, of the postmaster with those of its children that have ended, and of those that live. Linux only. */
function cpuSeconds(folder: string): number {
  const { user, system } = process.cpuUsage()
  const postmaster = Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (statOf(Number(name)) ?? []) : []))
  const own = all.filter(({ pid, parent }) => pid === postmaster || parent === postmaster)
  const clockTicks = own.reduce((sum, one) => sum + one.ticks + (one.pid === postmaster ? one.ofChildren : 0), 0)
  return (user + system) / 1e6 + clockTicks / 100
}

function statOf(pid: number) {
  try {
    // The name stands in brackets and may hold anything; what follows it is in columns.
    const [, parent, ...rest] = (readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1) ?? '').split(' ')
    const at = (column: number) => Number(rest[column - 2])
    return { pid, parent: Number(parent), ticks: at(11) + at(12), ofChildren: at(13) + at(14) }
  } catch {
    return null
  }
}
