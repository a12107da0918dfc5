import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { ArmSums } from '../compare-arms.ts'

export type Arm = ArmSums & { readonly waiting: number; readonly messages: Readonly<Record<string, number>> }
export type Arms = { readonly treated: Arm; readonly holdout: Arm }

type Row = { arm: string; people: number; waiting: number; buyers: number; revenue: number; variance: number | null }

/**
 * Sums both arms in one pass. A person counts once, from the first time they entered; what they bought from then until
 * so many days later counts, refunds in that time taken off. Other currencies than the shop's are left out.
 */
export async function readArms(ctx: Ctx, journeyId: string, days: number): Promise<Arms> {
  const closed = new Date(ctx.now.getTime() - days * 86_400_000)
  const { rows } = await sql<Row>`
    with people as materialized (
      select distinct on (customer_id) customer_id, arm, entered_at from journey_runs where journey_id = ${journeyId} order by customer_id, entered_at
    ), spent as (
      select p.customer_id, p.arm, coalesce(sum(case f.kind when 'refund' then -f.amount else f.amount end), 0) as net, coalesce(bool_or(f.kind = 'purchase'), false) as bought
      from people p left join purchases f on f.customer_id = p.customer_id and f.occurred_at >= p.entered_at
        and f.occurred_at < p.entered_at + ${days}::int * interval '24 hours' and f.currency = ${ctx.shop.currency}
      where p.entered_at <= ${closed} group by p.customer_id, p.arm
    ), waiting as (
      select arm, count(*) as waiting from people where entered_at > ${closed} group by arm
    ), sums as (
      select arm, count(*) as people, count(*) filter (where bought) as buyers, sum(net)::bigint as revenue, var_samp(net)::float8 as variance from spent group by arm
    )
    select arm, coalesce(s.people, 0) as people, coalesce(w.waiting, 0) as waiting, coalesce(s.buyers, 0) as buyers, coalesce(s.revenue, 0) as revenue, s.variance
    from sums s full join waiting w using (arm)`.execute(ctx.db)
  const messages = await countMessages(ctx, journeyId)
  const armOf = (arm: string): Arm => {
    const row = rows.find((each) => each.arm === arm)
    return {
      people: row?.people ?? 0,
      waiting: row?.waiting ?? 0,
      buyers: row?.buyers ?? 0,
      revenue: row?.revenue ?? 0,
      variance: row?.variance ?? 0,
      messages: messages.get(arm) ?? {},
    }
  }
  return { treated: armOf('treated'), holdout: armOf('holdout') }
}

async function countMessages(ctx: Ctx, journeyId: string): Promise<Map<string, Record<string, number>>> {
  const { rows } = await sql<{ arm: string; state: string; count: number }>`select r.arm, m.state, count(*) as count
    from messages m join journey_runs r on r.customer_id = m.customer_id and r.id = m.run_id where m.journey_id = ${journeyId} group by 1, 2`.execute(
    ctx.db,
  )
  const byArm = new Map<string, Record<string, number>>()
  for (const { arm, state, count } of rows) byArm.set(arm, { ...byArm.get(arm), [state]: count })
  return byArm
}
