import { sql } from 'kysely'
import { compileRule } from '../../../core/rule/compile-rule.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Tick } from '../../../platform/actions/feature.ts'
import { asSystem } from '../../../platform/actions/services.ts'
import { refreshAgain } from '../../../platform/event-log/refresh-again.ts'
import { keepSwept, lastSweepDue, sweptUntil } from '../../lifecycle/sweep-due.ts'
import { segmentRules } from '../segment.ts'
import { customersFor } from './refresh-segments.ts'

/** Rules that depend on the passing of time are asked of everybody each hour and at midnight. */
export const segmentSweepTick: Tick = {
  name: 'sweep-segments',
  everyMs: 20_000,
  run: async (services) => {
    const due = await asSystem(services, 'sweep', async (ctx) => {
      const due = lastSweepDue(ctx.now, ctx.shop.timeZone)
      const { rows } = await sweptUntil('segments').execute(ctx.db)
      return rows[0]?.done && new Date(rows[0].done) >= due ? null : due
    })
    if (!due) return false
    await refreshAgain(services, ['segments'], await asSystem(services, 'sweep', findChanged))
    await asSystem(services, 'sweep', async (ctx) => {
      await recount(ctx)
      await keepSwept('segments', due, ctx.now).execute(ctx.db)
    })
    return false
  },
}

/** Whoever fits a segment and is not in it, or is in it and does not fit. */
async function findChanged(ctx: Ctx): Promise<string[]> {
  const dictionary = await ctx.dictionary('customer')
  const changed = new Set<string>()
  for (const segment of (await segmentRules.execute(ctx.db)).rows) {
    const rule = compileRule(segment.rule, dictionary, { now: ctx.now, timeZone: ctx.shop.timeZone })
    const { rows } = await sql<{ id: string }>`with inside as materialized (select c.id ${customersFor(ctx, [segment])} where ${rule}),
      have as materialized (select customer_id from memberships where segment_id = ${segment.id} and left_at is null)
      (select id from inside except select customer_id from have) union all (select customer_id from have except select id from inside)`.execute(
      ctx.db,
    )
    for (const row of rows) changed.add(row.id)
  }
  return [...changed].sort()
}

async function recount(ctx: Ctx): Promise<void> {
  await sql`update segments s set members = coalesce(m.members, 0), counted_at = ${ctx.now}
    from segments o left join (select segment_id, count(*) as members from memberships where left_at is null group by segment_id) m on m.segment_id = o.id
    where o.id = s.id`.execute(ctx.db)
}
