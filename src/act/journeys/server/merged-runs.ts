import { sql } from 'kysely'
import type { MergedTable } from '../../../platform/actions/feature.ts'

/**
 * Who becomes one customer walks a journey once: of two runs on their way in the same journey the survivor's goes on, else
 * that of the first merged, and the other ends. One who is held out anywhere gets nothing, so a run beside it ends too.
 * When the customers are parted, the run goes on where it was.
 */
export const mergedRuns: MergedTable = {
  table: 'journey_runs',
  how: 'move',
  change: {
    when: (pairs) => sql`r.state in ('ready', 'waiting') and exists (
      select 1 from journey_runs s join (select p_from as q_from, p_into as q_into, p_rank as q_rank from ${pairs}) q on q.q_from = s.customer_id
      where q.q_into = p.p_into and q.q_rank < p.p_rank and s.journey_id = r.journey_id and s.state in ('ready', 'waiting', 'holdout'))`,
    set: (now) => sql`state = 'ended', outcome = 'merged', wake_at = null, ended_at = ${now}`,
  },
}
