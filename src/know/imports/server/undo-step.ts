import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Undone } from '../import.ts'

export type UndoPortion = { readonly ctx: Ctx; readonly importId: string; readonly after: string | null; readonly limit: number }
/** `next` is where the step goes on, or null when it is done. */
export type UndoStep = { readonly next: string | null; readonly done: number; readonly undone: Partial<Undone> }

/**
 * Customers whose facts went have news: their numbers go up by one that no fact has, so that everything derived is
 * asked again and nothing wakes.
 */
export async function makeNews(ctx: Ctx, ids: readonly string[]): Promise<void> {
  await sql`update log_heads h set seq = h.seq + 1 from (select customer_id from log_heads where customer_id = any(${ids}::uuid[]) order by customer_id for no key update) l
    where h.customer_id = l.customer_id`.execute(ctx.db)
}
