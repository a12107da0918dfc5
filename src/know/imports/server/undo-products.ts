import { sql } from 'kysely'
import { productSearch } from '../../products/product-search.ts'
import type { UndoPortion, UndoStep } from './undo-step.ts'

/** What people write of a product, as text or number in its image. */
const columns = ['name', 'category', 'price', 'cost', 'stock', 'on_sale', 'recommended', 'note', 'by_hand'] as const

/** Takes back products: what was made and never sold goes, what was written over goes back, each unless it was changed since. */
export async function undoProducts({ ctx, importId, limit }: UndoPortion): Promise<UndoStep> {
  const { db, now } = ctx
  const { rows } = await sql<{ product_id: string }>`select product_id from product_changes where import_id = ${importId}
    order by product_id limit ${limit}`.execute(db)
  if (rows.length === 0) return { next: null, done: 0, undone: {} }
  const ids = rows.map((row) => row.product_id)
  const mine = sql`product_changes k where k.import_id = ${importId} and k.product_id = p.id and p.id = any(${ids}::uuid[])`
  const gone = await sql`delete from products p using ${mine} and k.before is null and p.last_sold_at is null and p.version = 1
    and not exists (select 1 from purchase_lines l where l.product = p.code)`.execute(db)
  const image = sql`to_jsonb(p) || jsonb_build_object('stock', p.stock::float8)`
  const back = columns.map(
    (column) => sql`${sql.id(column)} = case when (${image}) -> ${column}::text is not distinct from k.after -> ${column}::text
      then (jsonb_populate_record(p, k.before)).${sql.id(column)} else ${sql.ref(`p.${column}`)} end`,
  )
  const restored = await sql<{ id: string; code: string; name: string; category: string | null }>`update products p set ${sql.join(back)},
      version = p.version + 1, updated_at = ${now} from ${mine} and k.before is not null returning p.id, p.code, p.name, p.category`.execute(
    db,
  )
  await findAgain(ctx, restored.rows)
  await sql`delete from product_changes where import_id = ${importId} and product_id = any(${ids}::uuid[])`.execute(db)
  return {
    next: '',
    done: rows.length,
    undone: { recordsRemoved: Number(gone.numAffectedRows ?? 0), recordsRestored: restored.rows.length },
  }
}

type Named = { readonly id: string; readonly code: string; readonly name: string; readonly category: string | null }

async function findAgain({ db }: UndoPortion['ctx'], products: readonly Named[]): Promise<void> {
  if (products.length === 0) return
  const rows = products.map((one) => ({ id: one.id, search: productSearch(one) }))
  await sql`update products p set search = r.search::tsvector from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, search text)
    where p.id = r.id`.execute(db)
}
