// The pages of journeys, as the guide shows them. The sample shop fills all of them.
import type { Shown } from './shown.ts'

/** In the order of the guide. @param journey one that has run for a while @param draft one that was never started */
export function journeyPages(journey: string, draft: string): Shown[] {
  return [
    { name: 'ready-journeys', path: '/journeys/ready', higher: 300 },
    { name: 'journey-canvas', path: `/journeys/${journey}?view=flow`, higher: 400 },
    { name: 'journey-editor', path: `/journeys/${journey}?edit=true&view=flow`, higher: 200 },
    { name: 'journey-launch', path: `/journeys/${draft}?launch=true`, higher: 200 },
    { name: 'journey-why', path: `/journeys/${journey}?people=true` },
  ]
}
