import { sql } from 'kysely'
import { englishCities, englishCitiesByProvince, englishProvinces } from '../../../core/china/english-places.ts'
import { citySpellings, provinceSpellings } from '../../../core/china/places.ts'
import type { Ctx } from '../../../platform/actions/context.ts'

type Pass = {
  readonly done: string
  readonly province: () => [string, string][]
  readonly city: () => [string, string][]
  /** Names that mean a city only beside its province. */
  readonly within?: typeof englishCitiesByProvince
}

/** Each is gone through once; a base that is older than the second is gone through for it alone. */
const passes: readonly Pass[] = [
  { done: 'places-named', province: provinceSpellings, city: citySpellings },
  { done: 'places-named-in-english', province: englishProvinces, city: englishCities, within: englishCitiesByProvince },
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
    if (pass.within) await renameWithin(ctx, pass.within())
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

/** Aba is a city of Sichuan where the customer's province is Sichuan, and else may lie abroad. */
async function renameWithin(ctx: Ctx, all: ReturnType<typeof englishCitiesByProvince>): Promise<void> {
  const names = JSON.stringify(Object.fromEntries(all.map(({ province, words, name }) => [`${province} ${words.toLowerCase()}`, name])))
  await sql`update customers c set city = r.value from jsonb_each_text(${names}::jsonb) r
    where c.city ~ '^[A-Za-z]' and c.province || ' ' || lower(c.city) = r.key`.execute(ctx.db)
}
