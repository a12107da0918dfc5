import type { Tick } from '../actions/feature.ts'
import { refreshNews } from './refresh-news.ts'

/** Customers a portion: large enough for set-based statements, small enough that a writer waits tens of milliseconds. */
const portion = 1_000

/** Looks for news several times a second, so that a tracked event shows in the segments within one. */
export const freshnessTick: Tick = {
  name: 'freshness',
  everyMs: 200,
  run: async (services) => (await refreshNews(services, portion)) >= portion,
}
