import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Refresher } from '../../../platform/actions/feature.ts'
import type { News } from '../../../platform/event-log/news.ts'
import { customerTier } from '../tier.ts'
import { judgedTiers } from './judge-tiers.ts'
import { brokenIn, readPublished } from './open-scheme.ts'
import { tellMoves, writeTiers, writeTiersOfAll } from './write-tiers.ts'

/**
 * The tier of the customers with news. While a rule of the scheme cannot be asked, e.g. because its field is gone, everybody
 * stays where they are; the page of the tiers says so.
 */
export const tiersRefresher: Refresher = { name: 'tiers', refresh: refreshTiers }

async function refreshTiers(ctx: Ctx, news: News): Promise<void> {
  const published = await readPublished(ctx)
  if (!published) return
  const table = sql.id(customerTier.table)
  await sql`delete from ${table} t where ${news.among(sql.ref('t.customer_id'))} and not exists (select 1 from customers c where c.id = t.customer_id)`.execute(
    ctx.db,
  )
  const dictionary = await ctx.dictionary('customer')
  const scheme = published.body
  if (brokenIn(scheme, dictionary)) return
  const judged = await judgedTiers(ctx, { scheme, dictionary, ids: news.idArray, promises: 'keep' })
  if (news.everyone) await writeTiersOfAll(ctx, judged, published.version)
  else await tellMoves(ctx, news, await writeTiers(ctx, judged, published.version))
}
