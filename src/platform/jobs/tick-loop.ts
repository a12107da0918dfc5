import type { Tick } from '../actions/feature.ts'
import type { Services } from '../actions/services.ts'
import { isOutage } from '../database/outage.ts'

/**
 * Ticks begin one after the other. All at one moment would open a connection each, and those that look equally often would
 * stay together for good: twenty connections hold some 50 MB.
 */
const apartMs = 25

/** Runs every tick in a loop of its own until `stop`, which waits for the portion under way. */
export function startTicks(services: Services, ticks: readonly Tick[]): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const loops = ticks.map((tick, at) => loop(services, tick, stopping.signal, at * apartMs))
  return {
    stop: async () => {
      stopping.abort()
      await Promise.all(loops)
    },
  }
}

async function loop(services: Services, tick: Tick, stopping: AbortSignal, beginAfterMs: number): Promise<void> {
  if (beginAfterMs > 0) await pause(beginAfterMs, stopping)
  let failures = 0
  let wait = 0
  while (!stopping.aborted) {
    let more = false
    try {
      more = await tick.run(services, stopping)
      failures = 0
      wait = tick.everyMs
    } catch (error) {
      if (stopping.aborted) return
      failures++
      wait = gapAfter(failures, tick.everyMs, isOutage(error))
      tellFailure(services, tick, error, failures)
    }
    if (!more) await pause(wait, stopping)
  }
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
