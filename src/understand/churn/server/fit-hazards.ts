import { startThread } from '../../../platform/jobs/work-thread.ts'
import { fewestBuyers } from '../awaited.ts'
import { type Hazards, hazardsOf, type Watched } from '../hazards.ts'

const never = new AbortController().signal

/** In a thread of its own: a fit takes longer than anybody who is served meanwhile should wait. */
export async function fitHazards(rows: readonly Watched[]): Promise<Hazards> {
  // Of too few nothing is fitted.
  if (rows.length < fewestBuyers) return hazardsOf(rows)
  const thread = startThread<readonly Watched[], Hazards>({
    file: new URL('./worker/hazard-thread.ts', import.meta.url),
    name: 'hazards',
    progress: () => {},
    stop: never,
    stopped: () => new Error('nobody stops it'),
    given: () => [],
    limits: { maxYoungGenerationSizeMb: 12, maxOldGenerationSizeMb: 64 },
  })
  try {
    return await thread.run(rows)
  } finally {
    await thread.end()
  }
}
