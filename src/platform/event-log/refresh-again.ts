import { sql } from 'kysely'
import { asSystem, type Services } from '../actions/services.ts'
import { newsOfSome } from './news.ts'
import { together } from './refresh-lock.ts'

const portion = 1_000

/**
 * Asks the named refreshers again about these customers although no fact has come, since time alone has changed an
 * answer. What they tell is loud news, which the freshness worker then brings to the journeys.
 */
export async function refreshAgain(services: Services, names: readonly string[], ids: readonly string[]): Promise<void> {
  const refreshers = services.registry.refreshers.filter((refresher) => names.includes(refresher.name))
  for (let i = 0; i < ids.length; i += portion) {
    const some = ids.slice(i, i + portion)
    await asSystem(services, 'sweep', async (ctx) => {
      await together.execute(ctx.db)
      await sql`select 1 from log_heads where customer_id = any(${some}::uuid[]) order by customer_id for no key update`.execute(ctx.db)
      const news = newsOfSome({ ids: some, isQuiet: () => false })
      for (const refresher of refreshers) await refresher.refresh(ctx, news)
    })
  }
}
