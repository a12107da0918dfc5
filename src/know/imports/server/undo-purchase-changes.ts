import { sql } from 'kysely'
import { purchaseCorrected } from '../../purchases/events.ts'
import { type Change, type KeptLine, type KeptPurchase, restorePurchases } from './merge-purchases.ts'
import { makeNews, type UndoPortion, type UndoStep } from './undo-step.ts'

type Row = {
  customer_id: string
  purchase_id: string
  source: string
  before: KeptPurchase
  occurred_at: Date
  amount: number
  items: string | null
  channel: string | null
  lines: KeptLine[]
}

/**
 * Puts purchases that the import corrected back as they were, unless a fact says that they were corrected again since.
 */
export async function undoPurchaseChanges({ ctx, importId, limit }: UndoPortion): Promise<UndoStep> {
  const { db, client, now } = ctx
  if (!client) throw new Error('an undo runs in a transaction')
  const { rows } = await sql<Row>`select c.customer_id, c.purchase_id, c.before, p.source, p.occurred_at, p.amount, p.items, p.channel,
      coalesce((select jsonb_agg(jsonb_build_array(l.product, l.name, l.category, l.quantity, l.amount) order by l.line)
        from purchase_lines l where l.customer_id = p.customer_id and l.purchase_id = p.id), '[]'::jsonb) as lines
    from import_purchase_changes c join purchases p on p.customer_id = c.customer_id and p.id = c.purchase_id
    where c.import_id = ${importId} limit ${limit}`.execute(db)
  if (rows.length === 0) return { next: null, done: 0, undone: {} }
  const customers = [...new Set(rows.map((row) => row.customer_id))].sort()
  const later = await correctedSince(ctx, importId, customers)
  const back = rows.map(asChange).filter((change) => !isSame(change) && !later.has(`${change.customerId} ${change.after.number}`))
  await restorePurchases({ db, client, now }, back)
  await sql`delete from events where customer_id = any(${customers}::uuid[]) and kind = ${purchaseCorrected.name} and import_id = ${importId}`.execute(
    db,
  )
  await sql`delete from import_purchase_changes where import_id = ${importId} and customer_id = any(${customers}::uuid[]) and purchase_id = any(${rows.map((row) => row.purchase_id)}::uuid[])`.execute(
    db,
  )
  await makeNews(
    ctx,
    back.map((change) => change.customerId),
  )
  return { next: '', done: rows.length, undone: { purchasesRestored: back.length } }
}

/** Customer and number of purchases that something else has corrected after this import did. */
async function correctedSince({ db }: UndoPortion['ctx'], importId: string, customers: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ customer_id: string; number: string }>`select e.customer_id, e.payload ->> 'number' as number from events e
    where e.customer_id = any(${customers}::uuid[]) and e.kind = ${purchaseCorrected.name} and e.import_id is distinct from ${importId}::uuid
      and exists (select 1 from events m where m.customer_id = e.customer_id and m.kind = e.kind and m.import_id = ${importId} and m.payload ->> 'number' = e.payload ->> 'number' and m.seq < e.seq)`.execute(
    db,
  )
  return new Set(rows.map((row) => `${row.customer_id} ${row.number}`))
}

function asChange(row: Row): Change {
  const now: KeptPurchase = {
    ...row.before,
    at: row.occurred_at.toISOString(),
    amount: row.amount,
    items: row.items === null ? null : Number(row.items),
    channel: row.channel,
    lines: row.lines,
  }
  return { customerId: row.customer_id, id: row.purchase_id, source: row.source, before: now, after: row.before }
}

const isSame = ({ before, after }: Change) =>
  JSON.stringify([before.at, before.amount, before.items, before.channel, before.lines]) ===
  JSON.stringify([after.at, after.amount, after.items, after.channel, after.lines])
