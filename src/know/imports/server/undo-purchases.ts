import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { askingForCount } from '../../products/count-asked.ts'
import { factOfKind, purchaseCorrected } from '../../purchases/events.ts'
import { isNumbered } from '../../purchases/is-numbered.ts'
import { purchaseKey, type PurchaseKind } from '../../purchases/purchase.ts'
import { noteChanged, type UndoPortion, type UndoStep } from './undo-step.ts'

type Gone = { customer_id: string; id: string; kind: PurchaseKind; source: string; number: string; stays: boolean }

/** Takes away what the import added, unless it was told again from elsewhere since: then it is that one's now. */
export async function undoPurchases(portion: UndoPortion): Promise<UndoStep> {
  const { ctx, importId, limit } = portion
  const { db } = ctx
  const { rows: all } = await sql<Gone>`select p.customer_id, p.id, p.kind, p.source, p.number,
      exists (select 1 from import_purchase_changes c where c.customer_id = p.customer_id and c.purchase_id = p.id and c.import_id <> ${importId}::uuid)
        or exists (select 1 from events e where e.customer_id = p.customer_id and e.kind = ${purchaseCorrected.name} and ${isNumbered(sql.ref('p.number'), sql.ref('p.source'))} and e.import_id is distinct from ${importId}::uuid) as stays
    from purchases p where p.import_id = ${importId} limit ${limit}`.execute(db)
  if (all.length === 0) return { next: null, done: 0, undone: {} }
  await letStay(
    ctx,
    importId,
    all.filter((row) => row.stays),
  )
  const rows = all.filter((row) => !row.stays)
  const customers = [...new Set(rows.map((row) => row.customer_id))].sort()
  const ids = rows.map((row) => row.id)
  await noteChanged(portion, customers)
  await sql`delete from purchase_lines where customer_id = any(${customers}::uuid[]) and purchase_id = any(${ids}::uuid[])`.execute(db)
  await sql`delete from purchases where customer_id = any(${customers}::uuid[]) and id = any(${ids}::uuid[])`.execute(db)
  // Products that only these purchases made go with the next count.
  await askingForCount(ctx.now).execute(db)
  await sql`delete from purchase_numbers where key = any(${rows.map((row) => purchaseKey(row.source, row.kind, row.number))}::text[])`.execute(
    db,
  )
  await sql`delete from events e using ${tellersOf(rows)} where e.customer_id = t.customer_id and e.customer_id = any(${customers}::uuid[])
    and e.kind = t.kind and e.payload ->> 'number' = t.number and e.import_id = ${importId}`.execute(db)
  return { next: '', done: all.length, undone: { purchasesRemoved: rows.length } }
}

/** Which facts tell of these purchases. */
function tellersOf(rows: readonly Gone[]) {
  return sql`unnest(${rows.map((row) => row.customer_id)}::uuid[], ${rows.map((row) => row.number)}::text[], ${rows.map((row) => factOfKind[row.kind])}::text[]) t(customer_id, number, kind)`
}

async function letStay({ db }: Ctx, importId: string, rows: readonly Gone[]): Promise<void> {
  if (rows.length === 0) return
  const customers = rows.map((row) => row.customer_id)
  await sql`update purchases set import_id = null where customer_id = any(${customers}::uuid[]) and id = any(${rows.map((row) => row.id)}::uuid[])`.execute(
    db,
  )
  await sql`update events e set import_id = null from ${tellersOf(rows)} where e.customer_id = t.customer_id and e.customer_id = any(${customers}::uuid[])
    and e.kind = t.kind and e.payload ->> 'number' = t.number and e.import_id = ${importId}`.execute(db)
}
