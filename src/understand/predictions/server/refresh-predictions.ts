import { sql } from 'kysely'
import type { Refresher } from '../../../platform/actions/feature.ts'
import { askMaking } from './ask-making.ts'
import { predictSome } from './predict-some.ts'
import { isAnotherShop } from './schedule.ts'
import { currentSet, readSettings } from './sets.ts'

/**
 * Who has news is predicted anew with the parameters that there are; nothing is fitted. After a recomputing of everybody
 * all are predicted anew in the background; where it made another shop of it by models chosen anew, if those are chosen by themselves.
 */
export const predictionsRefresher: Refresher = {
  name: 'predictions',
  hears: 'records',
  refresh: async (ctx, news) => {
    const set = await currentSet(ctx.db)
    if (!set) return
    if (!news.everyone) return await predictSome(ctx, set, news.ids, { onlyChanged: true })
    await sql`delete from predictions p where not exists (select 1 from customers c where c.id = p.customer_id)`.execute(ctx.db)
    const { automatic } = await readSettings(ctx.db)
    await askMaking(ctx, automatic && (await isAnotherShop(ctx, set)) ? 'fit' : 'again')
  },
}
