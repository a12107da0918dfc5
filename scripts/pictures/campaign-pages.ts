// The pages of campaigns, as the guide shows them. The sample shop has one that is over and one that is planned.
import type { Shown } from './shown.ts'

/** In the order of the guide. @param campaign one that is over */
export function campaignPages(campaign: string): Shown[] {
  return [
    { name: 'campaigns', path: '/campaigns' },
    { name: 'campaign-new', path: '/campaigns/new', higher: 200 },
    { name: 'campaign', path: `/campaigns/${campaign}`, higher: 500 },
    { name: 'calendar', path: '/calendar?view=month', higher: 500 },
  ]
}
