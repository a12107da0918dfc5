import { sql } from 'kysely'
import { purchaseCorrected } from '../../purchases/events.ts'
import { isNumbered } from '../../purchases/is-numbered.ts'
import { type Change, type KeptLine, type KeptPurchase, restorePurchases } from './merge-purchases.ts'
import { noteChanged, type UndoPortion, type UndoStep } from './undo-step.ts'

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
  corrected_since: boolean | null
}

/** Whether the fact `e` tells that the purchase `p` was corrected. */
const corrects = sql`e.kind = ${purchaseCorrected.name} and ${isNumbered(sql.ref('p.number'), sql.ref('p.source'))}`

/**
 * Puts purchases that the import corrected back as they were, unless a fact says that they were corrected again since.
 */
export async function undoPurchaseChanges(portion: UndoPortion): Promise<UndoStep> {
  const { ctx, importId, limit } = portion
  const { db, client, now } = ctx
  if (!client) throw new Error('an undo runs in a transaction')
  const { rows } = await sql<Row>`select c.customer_id, c.purchase_id, c.before, p.source, p.occurred_at, p.amount, p.items, p.channel,
      coalesce((select jsonb_agg(jsonb_build_array(l.product, l.name, l.category, l.quantity, l.amount) order by l.line)
        from purchase_lines l where l.customer_id = p.customer_id and l.purchase_id = p.id), '[]'::jsonb) as lines,
      (select max(e.seq) filter (where e.import_id is distinct from c.import_id) > min(e.seq) filter (where e.import_id = c.import_id)
        from events e where e.customer_id = p.customer_id and ${corrects}) as corrected_since
    from import_purchase_changes c join purchases p on p.customer_id = c.customer_id and p.id = c.purchase_id
    where c.import_id = ${importId} limit ${limit}`.execute(db)
  if (rows.length === 0) return { next: null, done: 0, undone: {} }
  const customers = [...new Set(rows.map((row) => row.customer_id))].sort()
  const back = rows.flatMap((row) => (row.corrected_since ? [] : asChange(row))).filter((change) => !isSame(change))
  await restorePurchases({ db, client, now }, back)
  await sql`delete from events e using purchases p where p.customer_id = any(${customers}::uuid[]) and p.id = any(${rows.map((row) => row.purchase_id)}::uuid[])
    and e.customer_id = p.customer_id and e.import_id = ${importId} and ${corrects}`.execute(db)
  await sql`delete from import_purchase_changes where import_id = ${importId} and customer_id = any(${customers}::uuid[]) and purchase_id = any(${rows.map((row) => row.purchase_id)}::uuid[])`.execute(
    db,
  )
  await noteChanged(
    portion,
    back.map((change) => change.customerId),
  )
  return { next: '', done: rows.length, undone: { purchasesRestored: back.length } }
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
