import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Refresher } from '../../../platform/actions/feature.ts'
import type { News } from '../../../platform/event-log/news.ts'
import { stamp } from './read-subjects.ts'

/**
 * Notes whose data is another than when their keys were worked out. The comparing itself is left to the tick, so that
 * neither an import nor the freshness of segments waits for it. After work over everybody nobody is named: then the tick
 * looks through the base for those who changed.
 */
async function noteChanged(ctx: Ctx, news: News): Promise<void> {
  if (news.everyone) return await askForCatchUp(ctx)
  await sql`insert into match_queue (customer_id, version) select c.id, ${stamp} from customers c
    where c.id = any(${news.ids}::uuid[]) and not exists (select 1 from match_keys k where k.customer_id = c.id and k.version = ${stamp})
    order by c.id on conflict (customer_id) do update set version = excluded.version where match_queue.version <> excluded.version`.execute(
    ctx.db,
  )
}

/** One is enough, however often the whole base was worked on before it begins. */
async function askForCatchUp(ctx: Ctx): Promise<void> {
  await sql`insert into match_runs (id, kind, state, progress, started_by, created_at)
    select ${ctx.newId()}, 'catch-up', 'waiting', '{}'::jsonb, ${ctx.actor.name}, ${ctx.now}
    where not exists (select 1 from match_runs where state = 'waiting')`.execute(ctx.db)
}

export const matchingRefresher: Refresher = { name: 'matching', hears: 'records', refresh: noteChanged }
