import { askerGone, nobodyWaits } from '../../../platform/database/ends-with-asker.ts'
import { startThread } from '../../../platform/jobs/work-thread.ts'
import { fewestBuyers } from '../awaited.ts'
import { type Hazards, hazardsOf, type Watched } from '../hazards.ts'

/** Settles when the fits that were asked for before are over, one way or another. */
let before: Promise<unknown> = Promise.resolve()

/**
 * In a thread of its own: a fit takes longer than anybody who is served meanwhile should wait. One at a time, however many
 * ask, so that it never takes more than one processor and the memory of one; and none for whoever does not wait any more.
 */
export async function fitHazards(rows: readonly Watched[]): Promise<Hazards> {
  // Of too few nothing is fitted.
  if (rows.length < fewestBuyers) return hazardsOf(rows)
  const gone = askerGone()
  const mine = before.then(() => fitInThread(rows, gone))
  before = mine.catch(() => {})
  return await orGone(mine, gone)
}

async function fitInThread(rows: readonly Watched[], gone: AbortSignal): Promise<Hazards> {
  if (gone.aborted) throw nobodyWaits()
  const thread = startThread<readonly Watched[], Hazards>({
    file: new URL('./worker/hazard-thread.ts', import.meta.url),
    name: 'hazards',
    progress: () => {},
    stop: gone,
    stopped: nobodyWaits,
    given: () => [],
    limits: { maxYoungGenerationSizeMb: 12, maxOldGenerationSizeMb: 64 },
  })
  try {
    return await thread.run(rows)
  } finally {
    await thread.end()
  }
}

/** Who does not wait any more does not wait for their turn either, so that the connection of the question goes back. */
async function orGone<T>(work: Promise<T>, gone: AbortSignal): Promise<T> {
  let leave = () => {}
  const left = new Promise<never>((_, reject) => {
    leave = () => reject(nobodyWaits())
    if (gone.aborted) return leave()
    gone.addEventListener('abort', leave)
  })
  try {
    return await Promise.race([work, left])
  } finally {
    gone.removeEventListener('abort', leave)
  }
}
