import { sql } from 'kysely'
import { citySpellings, provinceSpellings } from '../../../core/china/places.ts'
import type { Ctx } from '../../../platform/actions/context.ts'

/**
 * Brings provinces and cities that were written before places had one name into that form, once: rules ask by it. It is
 * no news of any customer, so nothing is told.
 */
export async function namePlaces(ctx: Ctx): Promise<void> {
  const { rows } = await sql`select 1 from settings where name = 'places-named'`.execute(ctx.db)
  if (rows.length > 0) return
  for (const [column, spellings] of [
    ['province', provinceSpellings()],
    ['city', citySpellings()],
  ] as const)
    await sql`update customers c set ${sql.id(column)} = r.value from jsonb_each_text(${JSON.stringify(Object.fromEntries(spellings))}::jsonb) r
      where c.${sql.id(column)} = r.key`.execute(ctx.db)
  await sql`insert into settings (name, value, updated_at) values ('places-named', 'true'::jsonb, ${ctx.now}) on conflict (name) do nothing`.execute(
    ctx.db,
  )
}
