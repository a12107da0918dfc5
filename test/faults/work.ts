import { sql } from 'kysely'
import { workOnCampaigns } from '../../src/act/campaigns/server/work-on-editions.ts'
import { advanceDue } from '../../src/act/journeys/server/advance-due.ts'
import { sendDue } from '../../src/act/messages/server/send-due.ts'
import { mergeGroups } from '../../src/know/identity/server/merge-groups.ts'
import { workOnErasures } from '../../src/know/privacy/server/work-on-erasures.ts'
import { turnNextPortion } from '../../src/know/sealing/server/contacts-tick.ts'
import { checkKeys } from '../../src/platform/sealing/check-keys.ts'
import { runImports } from '../../src/know/imports/server/run-imports.ts'
import { asSystem, type Services } from '../../src/platform/actions/services.ts'
import { workOnPredictions } from '../../src/understand/predictions/server/make-set.ts'
import { workOnRecommendations } from '../../src/understand/recommendations/server/make-set.ts'
import { refreshEveryone, refreshNews } from '../../src/platform/event-log/refresh-news.ts'

export type Work =
  | 'merge'
  | 'import'
  | 'news'
  | 'everyone'
  | 'journeys'
  | 'outbox'
  | 'erasure'
  | 'predictions'
  | 'recommendations'
  | 'campaigns'
  | 'contacts'

type Doing = (services: Services, portion: number, at: (place: string) => void) => Promise<boolean>

/** What the program's ticks do, in small portions, with a hook at each named place. Each tells whether there was more. */
const doings: Readonly<Record<Work, Doing>> = {
  merge: async (services, _portion, at) => {
    const ids = async () =>
      (await sql<{ id: string }>`select id from customers order by id`.execute(services.database.db)).rows.map(({ id }) => id)
    const before = await ids()
    if (before.length < 3) return false
    await asSystem(services, 'test', (ctx) => mergeGroups(ctx, [{ ids: before.slice(0, 3) }], at))
    at('committed')
    return true
  },
  import: (services, rows, breakpoint) => runImports(services, { rows, breakpoint }),
  news: async (services, portion, at) => (await refreshNews(services, portion, at)) > 0,
  everyone: async (services, _portion, at) => {
    await refreshEveryone(services, at)
    return false
  },
  journeys: async (services, portion, at) => (await advanceDue(services, { portion, at })) > 0,
  erasure: (services, _portion, at) => workOnErasures(services, at),
  campaigns: (services, portion, at) => workOnCampaigns(services, { portion, at }),
  predictions: (services, _portion, at) => workOnPredictions(services, { at }),
  recommendations: (services, _portion, at) => workOnRecommendations(services, { at }),
  contacts: async (services, portion, at) => {
    await asSystem(services, 'test', checkKeys)
    return turnNextPortion(services, { keys: portion, customers: portion, rows: portion, at })
  },
  outbox: (services, limit, at) => sendDue(services, { limit, lanes: 2, at }),
}

export function workOn(services: Services, work: Work, portion: number, at: (place: string) => void = () => {}): Promise<boolean> {
  return doings[work](services, portion, at)
}
