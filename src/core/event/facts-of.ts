import { type RawBuilder, sql } from 'kysely'

/**
 * What to read facts from: those of these customers, or everybody's. Of some they are taken first (`offset 0` keeps it so): until
 * PostgreSQL has counted anew it takes a kind for rare that has just become frequent, and would read everybody's by the index of kinds.
 * @param ids a bound array; null for everybody
 */
export const factsOf = (ids: RawBuilder<unknown> | null): RawBuilder<unknown> =>
  ids ? sql`(select * from events where customer_id = any(${ids}) offset 0)` : sql`events`

/**
 * To stand behind `from`: the facts `e` above what was done of the heads `h`. By their numbers alone (`offset 0`), as above.
 * @param among a condition on `h.customer_id`
 */
export const newFacts = (among: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`(select h.customer_id, h.done from log_heads h where ${among}) h
    cross join lateral (select * from events where customer_id = h.customer_id and seq > h.done offset 0) e`
