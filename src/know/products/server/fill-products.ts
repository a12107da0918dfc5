import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Refresher } from '../../../platform/actions/feature.ts'
import { productSearch } from '../product-search.ts'
import { askForCount } from './count-due.ts'

/** What a sale says of a product. `price` is that of one, in minor units. */
export type Sold = { readonly code: string; readonly name: string | null; readonly category: string | null; readonly price: number | null }

/**
 * Codes that nobody knew become products with the batch that brings them; names, prices and buyers follow with the next
 * count, since rows that many batches write would make them wait for each other.
 */
export const productsRefresher: Refresher = {
  name: 'products',
  hears: 'records',
  refresh: async (ctx, news) => {
    if (!news.idArray) return await askForCount(ctx)
    const { rows } = await sql<Sold>`select distinct on (l.product) l.product as code, l.name, l.category, ${unitPrice(ctx)} as price
      from (select * from purchase_lines where customer_id = any(${news.idArray}) offset 0) l
      join purchases p on p.customer_id = l.customer_id and p.id = l.purchase_id
      where p.kind = 'purchase' and l.product <> '' and not exists (select 1 from products q where q.code = l.product)
      order by l.product, p.occurred_at desc, l.purchase_id, l.line`.execute(ctx.db)
    if (rows.length === 0) return
    await insertSold(ctx, rows)
    await askForCount(ctx)
  },
}

/** Of line `l` of purchase `p`: what one cost, where that can be said in the shop's money. */
export const unitPrice = (ctx: Ctx) =>
  sql`case when l.quantity > 0 and l.amount > 0 and p.currency = ${ctx.shop.currency} then round(l.amount / l.quantity)::bigint end`

/** New products, in order of their codes, so that two batches that bring the same wait for each other one way. */
export async function insertSold(ctx: Ctx, sold: readonly Sold[]): Promise<void> {
  const rows = sold.map(({ code, name, category, price }) => {
    const called = name ?? code
    return { id: ctx.newId(), code, name: called, category, price, search: productSearch({ code, name: called, category }) }
  })
  await sql`insert into products (id, code, name, category, price, search, created_at, updated_at)
    select id, code, name, category, price, search::tsvector, ${ctx.now}, ${ctx.now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, code text, name text, category text, price bigint, search text)
    order by code on conflict (code) do nothing`.execute(ctx.db)
}
