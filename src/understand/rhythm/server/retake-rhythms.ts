import { localDate, startOfDay } from '../../../core/kit/local-time.ts'
import type { Tick } from '../../../platform/actions/feature.ts'
import { asSystem } from '../../../platform/actions/services.ts'
import { keepSwept, sweptUntil } from '../../lifecycle/sweep-due.ts'
import { usualShares } from '../own-rhythm.ts'
import { readFirmRhythm, readShares } from './firm-rhythms.ts'
import { refreshEverybody } from './refresh-rhythms.ts'

/** At the shop's midnight, for what time brings to the firm's rhythm and to a shop that is closed; and when leaving is defined anew. */
export const retakeRhythmsTick: Tick = {
  name: 'retake-rhythms',
  everyMs: 20_000,
  run: async (services) => {
    await asSystem(services, 'rhythms', async (ctx) => {
      const due = startOfDay(localDate(ctx.now, ctx.shop.timeZone), ctx.shop.timeZone)
      const { rows } = await sweptUntil('rhythms').execute(ctx.db)
      const isDone = rows[0]?.done && new Date(rows[0].done) >= due
      const [firm, shares] = [await readFirmRhythm(ctx.db), await readShares(ctx.db)]
      if (isDone && (firm.goneShare ?? usualShares.gone) === shares.gone) return
      await refreshEverybody(ctx)
      await keepSwept('rhythms', due, ctx.now).execute(ctx.db)
    })
    return false
  },
}
