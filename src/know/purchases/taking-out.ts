import { type RawBuilder, sql } from 'kysely'
import { factOfKind, purchaseVoided } from './events.ts'
import { isNumbered } from './is-numbered.ts'
import type { PurchaseKind } from './purchase.ts'

/** A purchase, or a refund, that counts no more. */
export type GonePurchase = {
  readonly customerId: string
  readonly id: string
  readonly kind: PurchaseKind
  readonly number: string
  readonly source: string
  readonly at: Date
  readonly amount: number
  /** By what it is known that it came to nothing, in its source's own words. */
  readonly reason: string | null
}

/** Takes purchases out with their lines; from here on their own facts say so. Their numbers are the caller's. */
export function takingOut(gone: readonly GonePurchase[], now: Date): readonly RawBuilder<unknown>[] {
  if (gone.length === 0) return []
  const customers = sql`any(${[...new Set(gone.map(({ customerId }) => customerId))]}::uuid[])`
  const ids = sql`any(${gone.map(({ id }) => id)}::uuid[])`
  const rows = gone.map(({ customerId, id, kind, number, source, at, amount, reason }) => ({
    customer_id: customerId,
    at: at.toISOString(),
    number,
    source,
    fact: factOfKind[kind],
    payload: { number, amount, reason, was: kind, purchase: id },
  }))
  return [
    sql`delete from purchase_lines where customer_id = ${customers} and purchase_id = ${ids}`,
    sql`delete from purchases where customer_id = ${customers} and id = ${ids}`,
    sql`update events e set kind = ${purchaseVoided.name}, payload = r.payload, recorded_at = ${now}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(customer_id uuid, at timestamptz, number text, source text, fact text, payload jsonb)
      where e.customer_id = r.customer_id and e.customer_id = ${customers} and e.kind = r.fact and e.occurred_at = r.at
        and ${isNumbered(sql.ref('r.number'), sql.ref('r.source'))}`,
  ]
}
