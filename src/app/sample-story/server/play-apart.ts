import { fork } from 'node:child_process'
import { readSampleState } from '../../../know/sample-shop/server/load-sample-shop.ts'
import type { Tick } from '../../../platform/actions/feature.ts'
import { player } from './hold-ticks.ts'
import type { PlayerFailure, PlayerWorld } from './play-by-itself.ts'

/**
 * The story is played in a process of its own, which ends with it: what ninety days need in a minute would stay with the program for
 * as long as it runs, some 20 MB of it in gaps that nothing else fits into.
 */
export function playApart(ticks: readonly Tick[], world: PlayerWorld): Tick[] {
  return ticks.map((tick) =>
    tick.name === player
      ? {
          ...tick,
          run: async ({ database }, stopping) => {
            const sample = await readSampleState(database)
            if (sample?.state !== 'loading' || stopping?.aborted) return false
            await play(world, stopping)
            return true
          },
        }
      : tick,
  )
}

/** @throws what went wrong there, when it ended before the story did */
async function play(world: PlayerWorld, stopping?: AbortSignal): Promise<void> {
  const child = fork(new URL('./play-by-itself.ts', import.meta.url), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const end = () => void (child.connected && child.disconnect())
  stopping?.addEventListener('abort', end)
  let wrong: Error | null = null
  child.once('message', (failure: PlayerFailure) => (wrong = Object.assign(new Error(failure.message), failure)))
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', resolve)
      child.send(world, (error) => void (error && reject(error)))
    })
    if (code !== 0 && !stopping?.aborted) throw wrong ?? new Error(`the player of the sample shop ended with ${code}`)
  } finally {
    stopping?.removeEventListener('abort', end)
  }
}
