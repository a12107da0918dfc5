import { sql } from 'kysely'
import { englishCities, englishProvinces } from '../../../core/china/english-places.ts'
import { citySpellings, provinceSpellings } from '../../../core/china/places.ts'
import type { Ctx } from '../../../platform/actions/context.ts'

/** Each is gone through once; a base that is older than the second is gone through for it alone. */
const passes = [
  { done: 'places-named', province: provinceSpellings, city: citySpellings },
  { done: 'places-named-in-english', province: englishProvinces, city: englishCities },
]

/**
 * Brings provinces and cities that were written before places had one name into that form, once: rules ask by it. It is
 * no news of any customer, so nothing is told.
 */
export async function namePlaces(ctx: Ctx): Promise<void> {
  for (const pass of passes) {
    const { rows } = await sql`select 1 from settings where name = ${pass.done}`.execute(ctx.db)
    if (rows.length > 0) continue
    await rename(ctx, 'province', pass.province())
    await rename(ctx, 'city', pass.city())
    await sql`insert into settings (name, value, updated_at) values (${pass.done}, 'true'::jsonb, ${ctx.now}) on conflict (name) do nothing`.execute(
      ctx.db,
    )
  }
}

async function rename(ctx: Ctx, column: 'province' | 'city', spellings: [string, string][]): Promise<void> {
  const names = JSON.stringify(Object.fromEntries(spellings.map(([spelling, name]) => [spelling.toLowerCase(), name])))
  await sql`update customers c set ${sql.id(column)} = r.value from jsonb_each_text(${names}::jsonb) r
    where lower(c.${sql.id(column)}) = r.key`.execute(ctx.db)
}
