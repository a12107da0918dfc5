import { sql } from 'kysely'
import type { Ctx } from '../actions/context.ts'

/**
 * Customers whose facts went or became others have news: their numbers go up by one that no fact has, so that everything
 * derived is asked again and nothing wakes.
 */
export async function makeNews({ db }: Ctx, ids: readonly string[]): Promise<void> {
  await sql`update log_heads h set seq = h.seq + 1 ${heldHeads(ids)}`.execute(db)
}

/**
 * The same within work at whose end everybody is asked anew (`refreshEveryone`): whoever had no news has none for it, and is not
 * worked out again for each of its portions.
 */
export async function makeNewsOfAll({ db }: Ctx, ids: readonly string[]): Promise<void> {
  await sql`update log_heads h set seq = h.seq + 1, done = case when h.done = h.seq then h.seq + 1 else h.done end ${heldHeads(ids)}`.execute(
    db,
  )
}

const heldHeads = (ids: readonly string[]) => sql`
  from (select customer_id from log_heads where customer_id = any(${ids}::uuid[]) order by customer_id for no key update) l
  where h.customer_id = l.customer_id`
