import { sql } from 'kysely'
import { subtractDuration } from '../../../core/kit/duration.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { zoneSql } from '../../attention/zone-sql.ts'
import type { BestHour } from '../steps/step.ts'
import { goesByOwnZone } from './customer-zones.ts'

/** Fewer acts than this tell nothing of a person's habit; so many are enough for the firm's. */
const fewest = 3
const fewestOfFirm = 50
/** Facts that somebody brings about at a time of their choosing. */
const acts = ['purchase.made', 'message.clicked', 'message.replied', 'page.viewed', 'cart.added']

/**
 * The hour of the day, by their own clock where it is known, else the shop's, at which each of these customers acted most often
 * in the last half year; the earliest of several. Of whom too little is known, the firm's. One statement for all of them.
 */
export async function bestHours(ctx: Ctx, customers: readonly string[]): Promise<Map<string, BestHour>> {
  if (customers.length === 0) return new Map()
  const since = subtractDuration(ctx.now, { amount: 180, unit: 'days' })
  const own = await goesByOwnZone(ctx)
  const zone = own ? zoneSql(ctx.shop.timeZone) : sql`${ctx.shop.timeZone}::text`
  const whose = own ? sql`join customers c on c.id = e.customer_id` : sql``
  const hour = sql`extract(hour from e.occurred_at at time zone ${zone})::int`
  const { rows } = await sql<{ id: string; hour: number }>`select distinct on (customer_id) customer_id as id, hour from (
      select e.customer_id, ${hour} as hour, count(*) as times, sum(count(*)) over (partition by e.customer_id) as all_times
      from events e ${whose} where e.customer_id = any(${customers}::uuid[]) and e.kind = any(${acts}::text[]) and e.occurred_at > ${since} and e.occurred_at <= ${ctx.now}
      group by 1, 2) t
    where all_times >= ${fewest} order by customer_id, times desc, hour`.execute(ctx.db)
  const known = new Map<string, BestHour>(rows.map((row) => [row.id, { hour: row.hour, from: 'person' }]))
  if (customers.every((id) => known.has(id))) return known
  const firm = await firmHour(ctx)
  if (firm !== null) for (const id of customers) if (!known.has(id)) known.set(id, { hour: firm, from: 'firm' })
  return known
}

async function firmHour(ctx: Ctx): Promise<number | null> {
  const since = subtractDuration(ctx.now, { amount: 28, unit: 'days' })
  const { rows } = await sql<{
    hour: number
    all_times: number
  }>`select extract(hour from e.occurred_at at time zone ${ctx.shop.timeZone}::text)::int as hour,
      sum(count(*)) over ()::bigint as all_times
    from events e where e.kind = any(${acts}::text[]) and e.occurred_at > ${since} and e.occurred_at <= ${ctx.now} group by 1 order by count(*) desc, 1 limit 1`.execute(
    ctx.db,
  )
  const [best] = rows
  return best && best.all_times >= fewestOfFirm ? best.hour : null
}
