import { localDate, startOfDay } from '../../../core/kit/local-time.ts'
import type { Tick } from '../../../platform/actions/feature.ts'
import { asSystem } from '../../../platform/actions/services.ts'
import { keepSwept, sweptUntil } from '../../lifecycle/sweep-due.ts'
import { refreshEverybody } from './refresh-rhythms.ts'

/** At the shop's midnight: what time brings to the firm's rhythm, and to a shop that is closed. */
export const retakeRhythmsTick: Tick = {
  name: 'retake-rhythms',
  everyMs: 20_000,
  run: async (services) => {
    await asSystem(services, 'rhythms', async (ctx) => {
      const due = startOfDay(localDate(ctx.now, ctx.shop.timeZone), ctx.shop.timeZone)
      const { rows } = await sweptUntil('rhythms').execute(ctx.db)
      if (rows[0]?.done && new Date(rows[0].done) >= due) return
      await refreshEverybody(ctx)
      await keepSwept('rhythms', due, ctx.now).execute(ctx.db)
    })
    return false
  },
}
