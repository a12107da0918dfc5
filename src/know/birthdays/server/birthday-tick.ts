import { sql } from 'kysely'
import { localDate } from '../../../core/kit/local-time.ts'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import { refreshBirthdays } from './refresh-birthdays.ts'

const portion = 5_000

/** Birthdays that have passed come round again: each day only yesterday's are worked out anew. */
export async function birthdayTick(services: Services): Promise<boolean> {
  return asSystem(services, 'birthdays', async (ctx) => {
    const today = localDate(ctx.now, ctx.shop.timeZone)
    const { rows } = await sql<{ id: string }>`select customer_id as id from birthdays where next_birthday < ${today}::date
      order by next_birthday, customer_id limit ${portion}`.execute(ctx.db)
    if (rows.length === 0) return false
    const ids = rows.map((row) => row.id)
    await refreshBirthdays(ctx, (column) => sql`${column} = any(${ids}::uuid[])`)
    return rows.length === portion
  })
}
