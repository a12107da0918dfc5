import { type RawBuilder, sql } from 'kysely'
import { localDate } from '../../../core/kit/local-time.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Services } from '../../../platform/actions/services.ts'
import { asSystem } from '../../../platform/actions/services.ts'
import { readAgeOfConsent } from '../../../platform/records/said-consents.ts'

/** Works out who of these customers is below the age, and until when. @param among over a customer's id */
export async function refreshMinors(ctx: Ctx, among: (column: RawBuilder<unknown>) => RawBuilder<unknown>): Promise<void> {
  const today = localDate(ctx.now, ctx.shop.timeZone)
  const age = await readAgeOfConsent(ctx.db)
  const until = sql`(c.birthday + make_interval(years => ${age}))::date`
  await sql`insert into minors (customer_id, until)
    select c.id, ${until} from customers c where ${among(sql`c.id`)} and c.kind = 'person' and c.birthday is not null and ${until} > ${today}::date
    on conflict (customer_id) do update set until = excluded.until where minors.until <> excluded.until`.execute(ctx.db)
  await sql`delete from minors m using customers c where ${among(sql`m.customer_id`)} and c.id = m.customer_id
    and (c.kind <> 'person' or c.birthday is null or ${until} <= ${today}::date)`.execute(ctx.db)
}

const portion = 5_000

/** Who has come of age today is a minor no longer. */
export async function minorsTick(services: Services): Promise<boolean> {
  return asSystem(services, 'consent', async (ctx) => {
    const today = localDate(ctx.now, ctx.shop.timeZone)
    const { rows } = await sql<{
      id: string
    }>`select customer_id as id from minors where until <= ${today}::date order by until, customer_id limit ${portion}`.execute(ctx.db)
    if (rows.length === 0) return false
    const ids = rows.map((row) => row.id)
    await refreshMinors(ctx, (column) => sql`${column} = any(${ids}::uuid[])`)
    return rows.length === portion
  })
}

/** Once: whoever was a minor before this was known. */
export async function beginMinors(ctx: Ctx): Promise<void> {
  const { rows } = await sql`select 1 from settings where name = 'minors-known'`.execute(ctx.db)
  if (rows.length > 0) return
  await refreshMinors(ctx, () => sql`true`)
  await sql`insert into settings (name, value, updated_at) values ('minors-known', 'true'::jsonb, ${ctx.now}) on conflict (name) do nothing`.execute(
    ctx.db,
  )
}
