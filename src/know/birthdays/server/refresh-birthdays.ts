import { type RawBuilder, sql } from 'kysely'
import { type LocalDate, localDate } from '../../../core/kit/local-time.ts'
import { nextLunar } from '../../../fields/lunar-date/next-lunar.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { isEmpty, withoutIndexes } from '../../../platform/database/without-indexes.ts'

/** The next day on which each of these lunar days is kept, as JSON. */
function comingDays(lunar: readonly string[], today: LocalDate): string {
  const days = lunar.map((each) => [each, nextLunar(each, today)] as const)
  return JSON.stringify(Object.fromEntries(days.filter(([, day]) => day !== null)))
}

/** A birthday in this year, or in the next where it has passed. 29 February becomes the 28th in a common year. */
function comingSolar(today: LocalDate): RawBuilder<unknown> {
  const inYears = sql`(extract(year from ${today}::date)::int - extract(year from c.birthday)::int)`
  const inYear = (more: number) => sql`(c.birthday + make_interval(years => ${inYears} + ${sql.lit(more)}))::date`
  return sql`case when ${inYear(0)} >= ${today}::date then ${inYear(0)} else ${inYear(1)} end`
}

/**
 * Works out the next birthdays of those customers whose id fulfils a condition.
 * @param among over a customer's id
 * @param isEverybody whether it holds for all of them: then a table that is still empty is filled first and indexed afterwards
 */
export async function refreshBirthdays(
  ctx: Ctx,
  among: (column: RawBuilder<unknown>) => RawBuilder<unknown>,
  isEverybody = false,
): Promise<void> {
  const today = localDate(ctx.now, ctx.shop.timeZone)
  const { rows } = await sql<{ lunar: string }>`select distinct lunar_birthday as lunar from customers c
    where ${among(sql`c.id`)} and lunar_birthday is not null`.execute(ctx.db)
  const coming = comingDays(
    rows.map((row) => row.lunar),
    today,
  )
  const fresh = sql`insert into birthdays (customer_id, next_birthday)
    select c.id, least(${comingSolar(today)}, (${coming}::jsonb ->> c.lunar_birthday)::date)
    from customers c where ${among(sql`c.id`)} and c.kind = 'person'
      and (c.birthday is not null or ${coming}::jsonb ->> c.lunar_birthday is not null)`
  if (isEverybody && (await isEmpty(ctx.db, 'birthdays')))
    return await withoutIndexes(ctx.db, 'birthdays', async () => void (await fresh.execute(ctx.db)))
  await sql`${fresh} on conflict (customer_id) do update set next_birthday = excluded.next_birthday
      where birthdays.next_birthday <> excluded.next_birthday`.execute(ctx.db)
  await sql`delete from birthdays b using customers c where ${among(sql`b.customer_id`)} and c.id = b.customer_id
    and (c.kind <> 'person' or (c.birthday is null and c.lunar_birthday is null))`.execute(ctx.db)
}
