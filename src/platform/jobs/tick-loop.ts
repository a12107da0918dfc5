import type { Tick } from '../actions/feature.ts'
import type { Services } from '../actions/services.ts'
import { isOutage } from '../database/outage.ts'
import { type Bell, makeBell } from './bell.ts'

/**
 * Ticks begin one after the other. All at one moment would open a connection each, and those that look equally often would
 * stay together for good: twenty connections hold some 50 MB.
 */
const apartMs = 25

/** While it is quiet they look by turns for the same reason; whoever finds work to do keeps the next one waiting for so long. */
const longestLookMs = 250

/**
 * Runs every tick in a loop of its own until `stop`, which waits for the portion under way. Dozens of them look several times
 * a second whether there is work: while the bell is quiet they look a fifth as often, at least every five seconds.
 * @param bell rung by whoever else hears of work; each tick that finds some rings it too
 */
export function startTicks(services: Services, ticks: readonly Tick[], bell: Bell = makeBell()): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const inTurn = takeTurns(stopping.signal)
  const lookBy = (tick: Tick): Look => {
    const look = () => tick.run(services, stopping.signal)
    return () => (bell.isQuiet() ? inTurn(look) : look())
  }
  const loops = ticks.map((tick, at) => loop(services, tick, lookBy(tick), bell, stopping.signal, at * apartMs))
  return {
    stop: async () => {
      stopping.abort()
      await Promise.all(loops)
    },
  }
}

type Look = () => Promise<boolean>

function takeTurns(stopping: AbortSignal): (look: Look) => Promise<boolean> {
  let free: Promise<unknown> = Promise.resolve()
  return (look) => {
    const mine = free.then(() => (stopping.aborted ? false : look()))
    free = Promise.race([mine.catch(() => {}), free.then(() => pause(longestLookMs, stopping))])
    return mine
  }
}

async function loop(services: Services, tick: Tick, look: Look, bell: Bell, stopping: AbortSignal, beginAfterMs: number): Promise<void> {
  if (beginAfterMs > 0) await pause(beginAfterMs, stopping)
  let failures = 0
  while (!stopping.aborted) {
    try {
      const more = await look()
      failures = 0
      if (more) bell.ring()
      else await rest(tick.everyMs, bell, stopping)
    } catch (error) {
      if (stopping.aborted) return
      failures++
      tellFailure(services, tick, error, failures)
      await pause(gapAfter(failures, tick.everyMs, isOutage(error)), stopping)
    }
  }
}

/** Until the next look. Whoever rests longer because it is quiet hears within the usual time that it is not so any more. */
async function rest(everyMs: number, bell: Bell, stopping: AbortSignal): Promise<void> {
  const quietMs = Math.max(everyMs, Math.min(5 * everyMs, 5_000))
  let restedMs = 0
  do {
    await pause(everyMs, stopping)
    restedMs += everyMs
  } while (!stopping.aborted && restedMs < quietMs && bell.isQuiet())
}

/** In milliseconds. The database comes back soon and by itself, so that is looked for more often than a fault is tried again. */
function gapAfter(failures: number, everyMs: number, isAway: boolean): number {
  return isAway ? Math.min(5_000, 250 * 2 ** Math.min(failures - 1, 5)) : Math.min(60_000, everyMs + 500 * 2 ** Math.min(failures, 7))
}

function tellFailure({ log }: Services, { name }: Tick, error: unknown, failures: number): void {
  if (!isOutage(error)) return log.error({ err: error, tick: name, failures }, 'a tick failed and will be tried again')
  if (failures === 1)
    log.warn({ tick: name, reason: error instanceof Error ? error.message : '' }, 'the database is away; the tick goes on when it is back')
}

function pause(ms: number, stopping: AbortSignal): Promise<void> {
  if (stopping.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      stopping.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    stopping.addEventListener('abort', done)
  })
}
