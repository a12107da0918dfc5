import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Tick } from '../../../platform/actions/feature.ts'
import { asSystem } from '../../../platform/actions/services.ts'
import { productSearch } from '../product-search.ts'
import { askForCount, isCountDue, keepCounted, takeAsked } from './count-due.ts'
import { insertSold, type Sold, unitPrice } from './fill-products.ts'

export const countTick: Tick = {
  name: 'count-products',
  everyMs: 15_000,
  run: async (services) => {
    if (!(await asSystem(services, 'products', isCountDue))) return false
    await asSystem(services, 'products', async (ctx) => {
      await takeAsked(ctx)
      const began = performance.now()
      await countProducts(ctx)
      await keepCounted(ctx, Math.round(performance.now() - began))
    })
    return false
  },
}

type Differing = Sold & { readonly id: string | null; readonly said: string; readonly kind: string | null }

/**
 * Reads all lines once: who bought each product, when it was last sold, and what the newest sale calls it. Writes only what
 * differs, and nothing over what a person or a file has set.
 */
export async function countProducts(ctx: Ctx): Promise<void> {
  await sql`create temporary table sold_products on commit drop as ${soldProducts(ctx)}`.execute(ctx.db)
  const { rows: fresh } = await sql<Sold>`select s.code, s.name, s.category, s.price from sold_products s
    where not exists (select 1 from products p where p.code = s.code) order by s.code`.execute(ctx.db)
  if (fresh.length > 0) await insertSold(ctx, fresh)
  await removeUnsold(ctx)
  await sql`update products p set buyers = coalesce(s.buyers, 0), last_sold_at = s.last_sold_at
    from products q left join sold_products s on s.code = q.code
    where q.id = p.id and (p.buyers, p.last_sold_at) is distinct from (coalesce(s.buyers, 0), s.last_sold_at)`.execute(ctx.db)
  await writeNewest(ctx)
}

/**
 * What only sales made a product is none once they are undone. What a person or a file has written stays, and so does a
 * bare code, which nobody can tell from one that a person typed in. A sale that is kept while this counts finds its product
 * still there and makes none, so whatever was removed is looked at once more.
 */
async function removeUnsold(ctx: Ctx): Promise<void> {
  const { rows } = await sql`delete from products q where q.by_hand = '{}' and q.version = 1 and q.import_id is null
      and (q.name <> q.code or q.category is not null or q.price is not null)
      and not exists (select 1 from product_changes k where k.product_id = q.id)
      and not exists (select 1 from sold_products s where s.code = q.code) returning 1`.execute(ctx.db)
  if (rows.length > 0) await askForCount(ctx)
}

function soldProducts(ctx: Ctx): RawBuilder<unknown> {
  const bought = sql`purchase_lines l join purchases p on p.customer_id = l.customer_id and p.id = l.purchase_id and p.kind = 'purchase'`
  return sql`with counted as (
      select l.product as code, count(distinct l.customer_id) filter (where l.amount > 0) as buyers, max(p.occurred_at) as last_sold_at
      from ${bought} where l.product <> '' group by l.product)
    select distinct on (n.code) n.code, n.buyers, n.last_sold_at, l.name, l.category, ${unitPrice(ctx)} as price
    from counted n join ${bought} on l.product = n.code and p.occurred_at = n.last_sold_at
    order by n.code, l.purchase_id desc, l.line`
}

const stays = (field: string) => sql`${field}::text = any(q.by_hand)`

async function writeNewest(ctx: Ctx): Promise<void> {
  const { rows } = await sql<Differing>`select * from (
      select q.id, q.code, q.name as said, q.category as kind, case when ${stays('name')} then q.name else coalesce(s.name, q.name) end as name,
        case when ${stays('category')} then q.category else coalesce(s.category, q.category) end as category,
        case when ${stays('price')} then q.price else coalesce(s.price, q.price) end as price, q.price as was
      from products q join sold_products s on s.code = q.code) d
    where (name, category, price) is distinct from (said, kind, was)`.execute(ctx.db)
  if (rows.length === 0) return
  const changed = rows.map(({ id, code, name, category, price }) => ({
    id,
    name,
    category,
    price,
    search: productSearch({ code, name: name ?? code, category }),
  }))
  await sql`update products q set name = r.name, category = r.category, price = r.price, search = r.search::tsvector, updated_at = ${ctx.now}
    from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as r(id uuid, name text, category text, price bigint, search text)
    where q.id = r.id`.execute(ctx.db)
}
