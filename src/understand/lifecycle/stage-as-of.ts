import { type RawBuilder, sql } from 'kysely'

/** Each customer's stage at an instant: `customer_id`, `stage`, `reconstructed`. Who was in none yet is left out. */
export function stagesAsOf(at: Date): RawBuilder<unknown> {
  return sql`(select distinct on (customer_id) customer_id, to_stage as stage, reconstructed from stage_moves where at <= ${at}::timestamptz order by customer_id, at desc)`
}

/**
 * Stays: one row for each time a customer was in a stage, `entered_at` until `left_at` (NULL while it lasts), and the
 * stage that came `next`. Moves that changed nothing are passed over.
 */
export const stays = sql`(select customer_id, stage, at as entered_at, lead(at) over w as left_at, lead(stage) over w as next
  from (select customer_id, to_stage as stage, at, lag(to_stage) over (partition by customer_id order by at) as before from stage_moves) m
  where before is distinct from stage window w as (partition by customer_id order by at))`
