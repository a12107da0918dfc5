import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Tick } from '../actions/feature.ts'
import { makeWorld, type World } from '../../../test/world.ts'
import { makeBell } from './bell.ts'
import { startTicks } from './tick-loop.ts'

let world: World
beforeEach(async () => {
  world = await makeWorld()
})
afterEach(() => world.end())

const tick = (name: string, everyMs: number, run: () => Promise<boolean>): Tick => ({ name, everyMs, run })

/** When each run of a tick that always fails began, in milliseconds of a clock that is moved by hand. */
async function runsOfFailing(failure: () => Error, forMs: number): Promise<{ at: number[]; others: number }> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  try {
    const begun = performance.now()
    const at: number[] = []
    let others = 0
    const failing = tick('failing', 100, async () => {
      at.push(Math.round(performance.now() - begun))
      throw failure()
    })
    const ticks = startTicks(world.services, [failing, tick('other', 100, async () => ++others < 0)])
    await vi.advanceTimersByTimeAsync(forMs)
    await ticks.stop()
    return { at, others }
  } finally {
    vi.useRealTimers()
  }
}

const gaps = (at: readonly number[]) => at.slice(1).map((time, i) => time - (at[i] ?? 0))

test('a tick that fails is tried again with growing gaps, a minute at most, and the others go on', async () => {
  const { at, others } = await runsOfFailing(() => new Error('the kettle broke'), 300_000)
  expect(gaps(at)).toEqual([1_100, 2_100, 4_100, 8_100, 16_100, 32_100, 60_000, 60_000, 60_000])
  expect(others).toBeGreaterThan(650)
  expect(world.problems).toHaveLength(at.length)
  expect(world.problems[0]).toMatchObject({ tick: 'failing', failures: 1 })
})

test('while the database is away a tick looks for it at least every five seconds, and complains of nothing', async () => {
  const { at } = await runsOfFailing(() => new Error('Connection terminated unexpectedly'), 30_000)
  expect(gaps(at)).toEqual([250, 500, 1_000, 2_000, 4_000, 5_000, 5_000, 5_000, 5_000])
  expect(world.problems).toEqual([])
})

test('after a success the gaps begin anew, and more work follows at once', async () => {
  const left = ['fail', 'fail', 'more', 'more', 'fail', 'rest']
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  try {
    const begun = performance.now()
    const at: number[] = []
    const run = async () => {
      at.push(Math.round(performance.now() - begun))
      const what = left.shift()
      if (what === 'fail') throw new Error('not yet')
      return what === 'more'
    }
    const ticks = startTicks(world.services, [tick('uneven', 100, run)])
    await vi.advanceTimersByTimeAsync(4_450)
    await ticks.stop()
    expect(at).toEqual([0, 1_100, 3_200, 3_200, 3_200, 4_300, 4_400])
  } finally {
    vi.useRealTimers()
  }
})

test('while nothing happens ticks look seldomer, and as often as ever once somebody asks or one of them finds work', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  try {
    const bell = makeBell()
    const runs = { often: 0, seldom: 0, rare: 0 }
    let work = 0
    const often = tick('often', 200, async () => ++runs.often < 0)
    const seldom = tick('seldom', 2_000, async () => (++runs.seldom, work-- > 0))
    const rare = tick('rare', 20_000, async () => ++runs.rare < 0)
    const ticks = startTicks(world.services, [often, seldom, rare], bell)
    /** How often each looked in so many seconds. */
    const looks = async (seconds: number) => {
      const before = { ...runs }
      await vi.advanceTimersByTimeAsync(seconds * 1_000)
      return [runs.often - before.often, runs.seldom - before.seldom, runs.rare - before.rare]
    }
    expect((await looks(10))[0]).toBeGreaterThanOrEqual(49)
    await looks(2)
    expect(await looks(60)).toEqual([60, 10, 3])
    bell.ring()
    expect((await looks(1))[0]).toBeGreaterThanOrEqual(5)
    await looks(30)
    work = 1
    // The portion that it finds, and the look behind it.
    expect((await looks(6))[1]).toBeGreaterThanOrEqual(2)
    expect((await looks(3))[0]).toBeGreaterThanOrEqual(14)
    await ticks.stop()
  } finally {
    vi.useRealTimers()
  }
})

test('while it is quiet ticks look by turns, and one that works for long keeps the others waiting for a moment only', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  try {
    const lasting = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
    const seen = { isQuiet: false, at: 0, most: 0, looks: 0, longMs: 0 }
    const look = async () => {
      seen.looks++
      seen.most = Math.max(seen.most, ++seen.at)
      await lasting(40)
      return --seen.at < 0
    }
    const working = tick('working', 200, async () => (await lasting(seen.longMs), false))
    const ticks = startTicks(world.services, [working, ...['a', 'b', 'c'].map((name) => tick(name, 200, look))], {
      ring: () => {},
      isQuiet: () => seen.isQuiet,
    })
    await vi.advanceTimersByTimeAsync(5_000)
    expect(seen.most).toBeGreaterThan(1)
    seen.isQuiet = true
    await vi.advanceTimersByTimeAsync(2_000)
    seen.most = 0
    await vi.advanceTimersByTimeAsync(20_000)
    expect(seen.most).toBe(1)
    seen.longMs = 30_000
    seen.looks = 0
    await vi.advanceTimersByTimeAsync(20_000)
    expect(seen.looks).toBeGreaterThan(30)
    const stopped = ticks.stop()
    await vi.advanceTimersByTimeAsync(30_000)
    await stopped
  } finally {
    vi.useRealTimers()
  }
})

test('stopping waits for the portion under way, begins no other and needs no gap to end', async () => {
  const done: string[] = []
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
  const { promise: gate, resolve: open } = Promise.withResolvers<void>()
  const working = tick('working', 0, async () => {
    begin()
    await gate
    await world.customer({ name: '最后一位' })
    done.push('portion')
    return true
  })
  const resting = tick('resting', 3_600_000, async () => false)
  const ticks = startTicks(world.services, [working, resting])
  await begun
  const stopped = ticks.stop().then(() => done.push('stopped'))
  await pause(20)
  expect(done).toEqual([])
  open()
  await stopped
  expect(done).toEqual(['portion', 'stopped'])
  expect((await world.database.pool.query(`select 1 from customers where name = '最后一位'`)).rowCount).toBe(1)
})

test('a portion that fails while stopping is no complaint', async () => {
  const { promise: gate, reject } = Promise.withResolvers<boolean>()
  const ticks = startTicks(world.services, [tick('breaking', 0, () => gate)])
  const stopped = ticks.stop()
  reject(new Error('the connection is gone'))
  await stopped
  expect(world.problems).toEqual([])
})
