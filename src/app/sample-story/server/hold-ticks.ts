import type { Tick } from '../../../platform/actions/feature.ts'
import { readSampleState } from '../../../know/sample-shop/server/load-sample-shop.ts'

/** The tick that plays the story itself. */
export const player = 'sample-shop'

/**
 * While days of the past are being played, nothing may be worked out under the clock of today: all other ticks rest for
 * that time. The sample goes into an empty system only, so there is nothing of anybody's that has to wait.
 */
export function holdTicks(ticks: readonly Tick[]): Tick[] {
  const readState = sharedReading()
  return ticks.map((tick) =>
    tick.name === player
      ? tick
      : {
          ...tick,
          run: async (services, stopping) => {
            const sample = await readState(services.database)
            return sample?.state === 'loading' ? false : await tick.run(services, stopping)
          },
        },
  )
}

/** Dozens of ticks ask the same within a moment: one reading answers them. */
const sharedMs = 250

function sharedReading(): typeof readSampleState {
  let reading: ReturnType<typeof readSampleState> | null = null
  return (database) => {
    if (!reading) {
      reading = readSampleState(database)
      setTimeout(() => (reading = null), sharedMs).unref()
    }
    return reading
  }
}
