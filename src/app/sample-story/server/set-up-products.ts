import { sql } from 'kysely'
import { updateProduct } from '../../../know/products/actions.ts'
import { countProducts } from '../../../know/products/server/count-products.ts'
import type { Ctx } from '../../../platform/actions/context.ts'

/** What a piece costs of its price, by the letters its code begins with; anything else costs half. */
const costShares: Readonly<Record<string, number>> = { LC: 0.42, HC: 0.4, BC: 0.45, PE: 0.48, CJ: 0.35, LH: 0.55, CD: 0.6 }

/** Costs and stocks as a shop keeps them: one thing is sold out, one is off sale, one is never recommended. */
export async function setUpProducts(ctx: Ctx): Promise<void> {
  await countProducts(ctx)
  const { rows } = await sql<{
    id: string
    code: string
    price: number | null
  }>`select id, code, price from products order by buyers desc, code`.execute(ctx.db)
  for (const [at, { id, code, price }] of rows.entries()) {
    const cost = price === null ? null : Math.round(price * (costShares[code.slice(0, 2)] ?? 0.5))
    await ctx.run(updateProduct, {
      id,
      cost,
      ...(at === 6 ? { stock: 0 } : at % 9 === 4 ? { stock: 18 + at } : {}),
      ...(at === rows.length - 2 ? { onSale: false } : {}),
      ...(at === rows.length - 1 ? { recommended: false } : {}),
    })
  }
}
