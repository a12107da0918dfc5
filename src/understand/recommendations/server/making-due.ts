import { sql } from 'kysely'
import { localDate } from '../../../core/kit/local-time.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Tick } from '../../../platform/actions/feature.ts'
import { asSystem } from '../../../platform/actions/services.ts'
import { countAsked } from '../../../know/products/count-asked.ts'
import { askMaking, workKind } from './ask-making.ts'
import { makingAsked } from './ask-later.ts'
import { workOnRecommendations } from './make-set.ts'

/** By the shop's clock; before that the day before counts as not over. */
const nightHour = 3
/** A making that failed or was stopped is not asked for again at once. */
const restMs = 6 * 3_600_000

/**
 * Once a night, after a large import, and with the first purchases there are. Products are counted first, since a product
 * that nobody has counted has no price.
 */
export async function askWhenDue(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ name: string }>`select name from settings where name in (${makingAsked}, ${countAsked})`.execute(ctx.db)
  if (rows.some(({ name }) => name === countAsked)) return
  const isAsked = rows.some(({ name }) => name === makingAsked)
  if (!isAsked && !(await isNightDue(ctx))) return
  if ((await askMaking(ctx)) !== null) await sql`delete from settings where name = ${makingAsked}`.execute(ctx.db)
}

async function isNightDue({ db, now, shop }: Ctx): Promise<boolean> {
  const { rows } = await sql<{ made: Date | null; tried: Date | null; sold: boolean }>`select
    (select max(made_at) from recommendation_sets where state = 'current') as made,
    (select max(updated_at) from work where kind = ${workKind}) as tried,
    exists (select 1 from products where buyers > 0) as sold`.execute(db)
  const { made, tried, sold } = rows[0] ?? {}
  if (!sold || (tried && now.getTime() - tried.getTime() < restMs)) return false
  const dayOf = (at: Date) => localDate(new Date(at.getTime() - nightHour * 3_600_000), shop.timeZone)
  return !made || dayOf(made) < dayOf(now)
}

export const recommendationsTick: Tick = {
  name: 'make-recommendations',
  everyMs: 20_000,
  run: async (services, stopping) => {
    await asSystem(services, 'recommendations', askWhenDue)
    await workOnRecommendations(services, { stopping })
    return false
  },
}
