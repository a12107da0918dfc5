import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { createProduct as creating, updateProduct as updating } from '../actions.ts'
import { mostProducts, product, type WrittenField, writtenFields } from '../product.ts'
import { productSearch } from '../product-search.ts'
import { columnsOf, type ProductRow } from './product-row.ts'

/** @throws Problem product.code-taken, product.too-many */
export async function createProduct(ctx: Ctx, input: InputOf<typeof creating>): Promise<AnswerOf<typeof creating>> {
  await sql`select pg_advisory_xact_lock(hashtext('products'))`.execute(ctx.db)
  const { rows } = await sql<{ name: string }>`select name from products where code = ${input.code}`.execute(ctx.db)
  if (rows[0]) throw new Problem('product.code-taken', { path: 'code', code: input.code, name: rows[0].name })
  const { rows: counted } = await sql<{ n: number }>`select count(*)::int as n from products`.execute(ctx.db)
  if ((counted[0]?.n ?? 0) >= mostProducts) throw new Problem('product.too-many', { most: mostProducts })
  const id = ctx.newId()
  const name = input.name ?? input.code
  const category = input.category ?? null
  const sent = writtenFields.filter((field) => input[field] !== undefined)
  // A bare code is somebody's work too, and not what a sale made.
  const byHand = sent.length > 0 ? sent : ['onSale']
  await sql`insert into products (id, code, name, category, price, cost, stock, on_sale, recommended, note, by_hand, search, created_at, updated_at)
    values (${id}, ${input.code}, ${name}, ${category}, ${input.price ?? null}, ${input.cost ?? null}, ${input.stock ?? null},
      ${input.onSale ?? true}, ${input.recommended ?? true}, ${input.note ?? null}, ${byHand}::text[],
      ${productSearch({ code: input.code, name, category })}::tsvector, ${ctx.now}, ${ctx.now})`.execute(ctx.db)
  return { id, version: 1 }
}

/** Changes what was sent. @throws Problem record.missing, product.changed-meanwhile */
export async function updateProduct(ctx: Ctx, input: InputOf<typeof updating>): Promise<AnswerOf<typeof updating>> {
  const before = await lockProduct(ctx, input.id)
  if (input.version !== undefined && input.version !== before.version) throw new Problem('product.changed-meanwhile', { name: before.name })
  const sent = writtenFields.filter((field) => input[field] !== undefined && input[field] !== valueOf(before, field))
  if (sent.length === 0) return { id: before.id, version: before.version }
  const after = {
    code: before.code,
    name: input.name ?? before.name,
    category: input.category === undefined ? before.category : input.category,
  }
  const sets = sent.map((field) => sql`${sql.id(columnsOf[field])} = ${input[field] ?? null}`)
  await sql`update products set ${sql.join(sets)}, search = ${productSearch(after)}::tsvector, version = version + 1, updated_at = ${ctx.now},
      by_hand = (select coalesce(array_agg(distinct f order by f), '{}') from unnest(by_hand || ${sent}::text[]) f) where id = ${before.id}`.execute(
    ctx.db,
  )
  return { id: before.id, version: before.version + 1 }
}

/** @throws Problem record.missing, product.was-sold */
export async function removeProduct(ctx: Ctx, { id }: { id: string }): Promise<{ id: string }> {
  const before = await lockProduct(ctx, id)
  const { rows } = await sql`select 1 from purchase_lines where product = ${before.code} limit 1`.execute(ctx.db)
  if (before.last_sold_at !== null || rows.length > 0) throw new Problem('product.was-sold', { name: before.name })
  await sql`delete from products where id = ${id}`.execute(ctx.db)
  return { id }
}

async function lockProduct(ctx: Ctx, id: string): Promise<ProductRow> {
  await sql`select pg_advisory_xact_lock(hashtext('products'))`.execute(ctx.db)
  const { rows } =
    await sql<ProductRow>`select id, code, name, category, price, cost, stock::float8 as stock, on_sale, recommended, note, version, last_sold_at
    from products where id = ${id}`.execute(ctx.db)
  if (!rows[0]) throw new Problem('record.missing', { what: product.label })
  return rows[0]
}

const valueOf = (row: ProductRow, field: WrittenField) => row[columnsOf[field]]
