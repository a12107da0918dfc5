import { sql } from 'kysely'
import type { Db } from '../../../platform/database/connect.ts'
import { derivedFacts } from '../../customers/derived-facts.ts'
import { mergeFacts } from '../../identity/events.ts'
import type { UndoPortion, UndoStep } from './undo-step.ts'

type Row = { id: string; name: string | null; stays: boolean }

/** Who was merged and parted again is what they were; who has others in them stays. */
const derived = [...derivedFacts, ...mergeFacts]

/** Takes away customers that the import made, unless something else has happened to them since: those stay as they are. */
export async function undoCreated({ ctx, importId, after, limit }: UndoPortion): Promise<UndoStep> {
  const { db } = ctx
  const behind = after === null ? sql`` : sql`and c.id > ${after}::uuid`
  const made = await sql<{
    id: string
  }>`select c.id from customers c where c.import_id = ${importId} ${behind} order by c.id limit ${limit}`.execute(db)
  const ids = made.rows.map((row) => row.id)
  await lockHeads(db, ids)
  const { rows } = await sql<Row>`select c.id, coalesce(c.name, c.code) as name,
      exists (select 1 from events e where e.customer_id = c.id and e.import_id is distinct from ${importId}::uuid and not e.kind = any(${derived}::text[]))
        or exists (select 1 from purchases p where p.customer_id = c.id) or exists (select 1 from merged_customers m where m.into_id = c.id) as stays
    from customers c where c.id = any(${ids}::uuid[]) order by c.id`.execute(db)
  const last = rows.at(-1)
  if (!last) return { next: null, done: 0, undone: {} }
  const stayed = rows.filter((row) => row.stays).map(({ id, name }) => ({ id, name }))
  const gone = rows.filter((row) => !row.stays).map((row) => row.id)
  await removeCustomers(db, gone)
  return {
    next: last.id,
    done: rows.length,
    undone: { customersRemoved: gone.length, stayed: stayed.length, stayedExamples: stayed.slice(0, 100) },
  }
}

/** Keys are looked up by their own names, since neither of these tables is spread by customer; all others are. */
const byKey = ['identities', 'purchase_numbers']

/** Removes customers from every table that speaks of them, whichever room it belongs to. */
export async function removeCustomers(db: Db, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await lockHeads(db, ids)
  await sql`delete from identities where key = any(array(select key from customer_identities where customer_id = any(${ids}::uuid[]))) and customer_id = any(${ids}::uuid[])`.execute(
    db,
  )
  const { rows } = await sql<{ name: string }>`select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and a.attname = 'customer_id' and not a.attisdropped
      and not c.relname = any(${byKey}::text[]) order by c.relname`.execute(db)
  for (const { name } of rows) await sql`delete from ${sql.id(name)} where customer_id = any(${ids}::uuid[])`.execute(db)
  await sql`delete from customers where id = any(${ids}::uuid[])`.execute(db)
}

/**
 * Waits for whoever is telling facts of these customers, and lets nobody tell more: a fact that came to light only after
 * the log was emptied would be left behind, and would count as something that has happened.
 */
async function lockHeads(db: Db, ids: readonly string[]): Promise<void> {
  await sql`select 1 from log_heads where customer_id = any(${ids}::uuid[]) order by customer_id for update`.execute(db)
}
