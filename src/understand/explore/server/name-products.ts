import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'

/** What products are called, by their codes, as the lines of purchases say. */
export async function nameProducts(ctx: Ctx, codes: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (codes.length === 0) return new Map()
  const { rows } = await sql<{ product: string; name: string }>`select product, max(name) as name from purchase_lines
    where product = any(${[...codes]}::text[]) and name is not null group by product`.execute(ctx.db)
  return new Map(rows.map(({ product, name }) => [product, name]))
}
