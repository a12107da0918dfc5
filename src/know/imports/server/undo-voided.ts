import { sql } from 'kysely'
import { makeNews } from '../../../platform/event-log/make-news.ts'
import { purchaseVoided } from '../../purchases/events.ts'
import type { UndoPortion, UndoStep } from './undo-step.ts'
import { isVoidOf, putBackIn, type TakenOut } from './void-purchases.ts'

/**
 * Purchases that the import took out come back, unless they came in again since, or the import that brought them is undone
 * itself. What this import brought and a later one took out is told no more.
 */
export async function undoVoided({ ctx, importId, limit }: UndoPortion): Promise<UndoStep> {
  const { db, client, now } = ctx
  if (!client) throw new Error('an undo runs in a transaction')
  const { rows } = await sql<TakenOut & { isUndone: boolean }>`select c.customer_id, c.first_customer_id, c.purchase_id, c.before,
      coalesce(i.state in ('undoing', 'undone'), false) as "isUndone"
    from import_purchase_changes c left join imports i on i.id = (c.before -> 'voided' ->> 'importId')::uuid
    where c.import_id = ${importId} and c.before ? 'voided' order by c.customer_id, c.purchase_id limit ${limit}`.execute(db)
  if (rows.length === 0) {
    await sql`delete from events where kind = ${purchaseVoided.name} and import_id = ${importId}`.execute(db)
    return { next: null, done: 0, undone: {} }
  }
  const customers = [...new Set(rows.map((row) => row.customer_id))]
  await makeNews(ctx, customers)
  const back = await putBackIn(
    { db, client, now },
    rows.filter((row) => !row.isUndone),
  )
  await forget(
    db,
    rows.filter((row) => !back.includes(row)),
  )
  await sql`delete from import_purchase_changes where import_id = ${importId} and customer_id = any(${customers}::uuid[])
    and purchase_id = any(${rows.map((row) => row.purchase_id)}::uuid[])`.execute(db)
  return { next: '', done: rows.length, undone: { purchasesRestored: back.length } }
}

/** What does not come back is no news either: that it was taken out never happened. */
async function forget(db: UndoPortion['ctx']['db'], rows: readonly TakenOut[]): Promise<void> {
  if (rows.length === 0) return
  const listed = rows.map(({ customer_id, purchase_id: id, before }) => ({ customer_id, id, number: before.number, was: before.kind }))
  await sql`delete from events e using jsonb_to_recordset(${JSON.stringify(listed)}::jsonb) as r(customer_id uuid, id text, number text, was text)
    where e.customer_id = r.customer_id and e.customer_id = any(${rows.map((row) => row.customer_id)}::uuid[]) and e.kind = ${purchaseVoided.name}
      and ${isVoidOf}`.execute(db)
}
