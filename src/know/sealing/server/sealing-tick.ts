import type { Tick } from '../../../platform/actions/feature.ts'
import { forgetCards } from '../../../platform/actions/live-cards.ts'
import { asSystem } from '../../../platform/actions/services.ts'
import { rewrapPortion } from '../../../platform/sealing/rotate-keys.ts'
import { claimSealingWork, keepSealingWork } from '../../../platform/sealing/sealing-work.ts'
import { convertPortion, places } from './convert-portion.ts'
import { askForMatching } from './ask-for-matching.ts'
import { targetOf } from './convert-target.ts'
import { hideSamples } from './hide-samples.ts'

const portion = 1_000

/**
 * Whoever began to write before the change was made may still be writing in the old way: until so long after it all is looked
 * through once more.
 */
const settlingMs = 15_000

/** One portion a transaction, with how far it came in the same: what a crash takes, it takes whole. */
export const sealingTick: Tick = {
  name: 'sealing',
  everyMs: 2_000,
  run: (services) =>
    asSystem(services, 'sealing', async (ctx) => {
      const work = await claimSealingWork(ctx.db)
      if (!work) return false
      const isSettled = ctx.now.getTime() - work.startedAt.getTime() >= settlingMs
      if (work.doing === 'rewrap') {
        const count = await rewrapPortion(services, ctx.db, portion)
        await keepSealingWork(ctx, { ...work, done: work.done + count, endedAt: count === 0 && isSettled ? ctx.now : null })
        return count > 0
      }
      const target = await targetOf(ctx, work.name)
      const place = places.find(({ name }) => name === work.place) ?? places[0]
      if (!target || !place) {
        await keepSealingWork(ctx, { ...work, endedAt: ctx.now })
        return false
      }
      const { next, changed } = await convertPortion(ctx, place, target, work.doing, work.after, portion)
      const done = place.name === 'customers' ? Math.min(work.total, work.done + changed) : work.done
      const following = next === null ? places[places.indexOf(place) + 1] : place
      const isEnd = following === undefined && isSettled
      await keepSealingWork(ctx, {
        ...work,
        done: isEnd ? work.total : done,
        place: following?.name ?? null,
        after: next,
        endedAt: isEnd ? ctx.now : null,
      })
      if (isEnd && work.doing === 'seal') await hideSamples(ctx, target)
      if (isEnd) {
        await askForMatching(ctx)
        forgetCards(services.database)
      }
      // Once through, and too early to be done: the next round waits for its time.
      return following !== undefined
    }),
}
