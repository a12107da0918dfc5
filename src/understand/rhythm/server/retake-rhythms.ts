import { sql } from 'kysely'
import { addDays, localDate, startOfDay } from '../../../core/kit/local-time.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Tick } from '../../../platform/actions/feature.ts'
import { asSystem } from '../../../platform/actions/services.ts'
import { keepSwept, sweptUntil } from '../../lifecycle/sweep-due.ts'
import type { FirmRhythm } from '../firm-rhythm.ts'
import { usualShares } from '../own-rhythm.ts'
import { readFirmRhythm, readShares } from './firm-rhythms.ts'
import { refreshEverybody } from './refresh-rhythms.ts'

/** While a shop is young its rhythm is taken anew as it grows by half; later midnight is soon enough. */
const young = 500

async function hasGrown({ db }: Ctx, { customers }: FirmRhythm): Promise<boolean> {
  if (customers > young) return false
  const { rows } = await sql<{
    n: number
  }>`select count(*)::int as n from (select 1 from rhythms where gaps > 0 limit ${young * 2}) r`.execute(db)
  return (rows[0]?.n ?? 0) > customers * 1.5
}

/** Something was sold on days that were taken for closed: the shop opened again, or was told of late. */
async function hasOpened({ db, shop }: Ctx, { closed }: FirmRhythm): Promise<boolean> {
  for (const { from, to } of closed) {
    const span = [startOfDay(from, shop.timeZone), startOfDay(addDays(to, 1), shop.timeZone)]
    const { rows } =
      await sql`select 1 from purchases where occurred_at >= ${span[0]} and occurred_at < ${span[1]} and kind = 'purchase' limit 1`.execute(
        db,
      )
    if (rows.length > 0) return true
  }
  return false
}

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
      if (isDone && (firm.goneShare ?? usualShares.gone) === shares.gone && !(await hasGrown(ctx, firm)) && !(await hasOpened(ctx, firm)))
        return
      await refreshEverybody(ctx)
      await keepSwept('rhythms', due, ctx.now).execute(ctx.db)
    })
    return false
  },
}
