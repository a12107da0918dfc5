import { sql } from 'kysely'

/**
 * Batches of customers with news are refreshed side by side. Work over everybody stands alone: it reads for seconds and
 * would otherwise write over what a batch has worked out meanwhile. Both last until the transaction ends, and come before
 * any other lock, the heads' included: who waited here with heads in hand would wait for one who wants those heads.
 */
export const together = sql`select pg_advisory_xact_lock_shared(7236, 1)`
export const alone = sql`select pg_advisory_xact_lock(7236, 1)`
