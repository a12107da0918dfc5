import type { Feature } from '../../../platform/actions/feature.ts'
import { nextBirthday } from '../birthday.ts'
import { birthdayTick } from './birthday-tick.ts'
import { refreshBirthdays } from './refresh-birthdays.ts'

export const birthdaysFeature: Feature = {
  name: 'birthdays',
  extensions: [nextBirthday],
  refreshers: [
    {
      name: 'birthdays',
      hears: 'records',
      refresh: async (ctx, news) => refreshBirthdays(ctx, (column) => news.among(column), news.everyone),
    },
  ],
  ticks: [{ name: 'birthdays', everyMs: 600_000, run: birthdayTick }],
  merging: [{ table: 'birthdays', how: 'recompute' }],
}
