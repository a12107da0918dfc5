import { type RawBuilder, sql } from 'kysely'

/** Whether a product `p` (its row may be missing) may be recommended at all. */
export const mayOffer: RawBuilder<boolean> = sql<boolean>`(coalesce(p.recommended and p.on_sale, false) and (p.stock is null or p.stock > 0) and p.price is not null)`

/** Of the customer `c`: nothing is recommended to whoever wants no personalisation, or whose data may not be processed. */
export const isPrivate: RawBuilder<boolean> = sql<boolean>`(c.no_personalisation or exists (select 1 from restrictions x where x.customer_id = c.id))`

/** Whether the customer has bought a product: a line above nothing that is no refund. */
export const hasBought = (customer: RawBuilder<unknown>, code: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql<boolean>`exists (select 1 from purchase_lines bl join purchases bp on bp.customer_id = bl.customer_id and bp.id = bl.purchase_id
    where bl.customer_id = ${customer} and bl.product = ${code} and bl.amount > 0 and bp.kind = 'purchase')`
