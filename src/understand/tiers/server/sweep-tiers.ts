import { sql } from 'kysely'
import { localDate } from '../../../core/kit/local-time.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Tick } from '../../../platform/actions/feature.ts'
import { asSystem } from '../../../platform/actions/services.ts'
import { refreshAgain } from '../../../platform/event-log/refresh-again.ts'
import { keepSwept, lastSweepDue, sweptUntil } from '../../lifecycle/sweep-due.ts'
import { judgedTiers } from './judge-tiers.ts'
import { brokenIn, readPublished } from './open-scheme.ts'
import { differs, roomForEverybody } from './write-tiers.ts'

/**
 * Tiers change as time passes: each hour those whose validity, grace or fixing by hand is over are asked again, and at the
 * shop's midnight everybody, since what counts for a tier and what rules ask of days has moved on by one.
 */
export const tierSweepTick: Tick = {
  name: 'sweep-tiers',
  everyMs: 20_000,
  run: async (services) => {
    const found = await asSystem(services, 'sweep', async (ctx) => {
      const due = lastSweepDue(ctx.now, ctx.shop.timeZone)
      const done = (await sweptUntil('tiers').execute(ctx.db)).rows[0]?.done
      if (done && new Date(done) >= due) return null
      const isNewDay = !done || localDate(new Date(done), ctx.shop.timeZone) !== localDate(due, ctx.shop.timeZone)
      return { due, ids: isNewDay ? await findDiffering(ctx) : await findEnded(ctx) }
    })
    if (!found) return false
    await refreshAgain(services, ['tiers', 'segments'], found.ids)
    await asSystem(services, 'sweep', (ctx) => keepSwept('tiers', found.due, ctx.now).execute(ctx.db))
    return false
  },
}

async function findDiffering(ctx: Ctx): Promise<string[]> {
  const published = await readPublished(ctx)
  const dictionary = await ctx.dictionary('customer')
  if (!published || brokenIn(published.body, dictionary)) return []
  await roomForEverybody.execute(ctx.db)
  const judged = await judgedTiers(ctx, { scheme: published.body, dictionary, ids: null, promises: 'keep' })
  const { rows } = await sql<{ id: string }>`select n.customer_id as id from (${judged}) n where ${differs} order by 1`.execute(ctx.db)
  return rows.map(({ id }) => id)
}

async function findEnded(ctx: Ctx): Promise<string[]> {
  const over = ['tier_until', 'grace_until', 'fixed_until'].map(
    (name) => sql`select customer_id from customer_tiers where ${sql.id(name)} <= ${ctx.now}::timestamptz`,
  )
  const { rows } = await sql<{ customer_id: string }>`${sql.join(over, sql` union `)} order by 1`.execute(ctx.db)
  return rows.map((row) => row.customer_id)
}
