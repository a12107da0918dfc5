// The pages of results and holdouts, as the guide shows them. The sample shop’s journeys and campaigns fill them.
import type { Shown } from './shown.ts'

/** In the order of the guide. @param journey one with a holdout, some of whose people’s window is over */
export function resultsPages(journey: string): Shown[] {
  return [
    { name: 'results', path: '/results', higher: 200 },
    { name: 'result', path: `/results?journey=${journey}`, higher: 400 },
    { name: 'global-holdout', path: '/global-holdout', higher: 200 },
  ]
}
