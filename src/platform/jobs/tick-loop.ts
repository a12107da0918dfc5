import type { Tick } from '../actions/feature.ts'
import type { Services } from '../actions/services.ts'

/** Runs every tick in a loop of its own until `stop`, which waits for the portion under way. */
export function startTicks(services: Services, ticks: readonly Tick[]): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const loops = ticks.map((tick) => loop(services, tick, stopping.signal))
  return {
    stop: async () => {
      stopping.abort()
      await Promise.all(loops)
    },
  }
}

async function loop(services: Services, tick: Tick, stopping: AbortSignal): Promise<void> {
  let failures = 0
  while (!stopping.aborted) {
    let more = false
    try {
      more = await tick.run(services)
      failures = 0
    } catch (error) {
      if (stopping.aborted) return
      failures++
      services.log.error({ err: error, tick: tick.name, failures }, 'a tick failed and will be tried again')
    }
    if (!more) await pause(failures > 0 ? Math.min(60_000, tick.everyMs + 500 * 2 ** Math.min(failures, 7)) : tick.everyMs, stopping)
  }
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
