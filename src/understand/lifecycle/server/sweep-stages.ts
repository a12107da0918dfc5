import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Tick } from '../../../platform/actions/feature.ts'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import { refreshAgain } from '../../../platform/event-log/refresh-again.ts'
import { fromClause, tablesNamed } from '../../../platform/records/find-records.ts'
import { stageExpression, stagesInOrder } from '../stages.ts'
import { keepSwept, lastSweepDue, sweptUntil } from '../sweep-due.ts'

/** Stages change as time passes: everybody is asked each hour and at midnight, and only who moved is written. */
export const stageSweepTick: Tick = {
  name: 'sweep-stages',
  everyMs: 20_000,
  run: async (services) => {
    const due = await asSystem(services, 'sweep', async (ctx) => {
      const due = lastSweepDue(ctx.now, ctx.shop.timeZone)
      const { rows } = await sweptUntil('stages').execute(ctx.db)
      return rows[0]?.done && new Date(rows[0].done) >= due ? null : due
    })
    if (due) await sweepStages(services, due)
    return false
  },
}

async function sweepStages(services: Services, due: Date): Promise<void> {
  await refreshAgain(services, ['metrics', 'segments'], await asSystem(services, 'sweep', findMoved))
  await asSystem(services, 'sweep', (ctx) => keepSwept('stages', due, ctx.now).execute(ctx.db))
}

async function findMoved(ctx: Ctx): Promise<string[]> {
  const card = ctx.registry.cards.get('customer')
  if (!card) return []
  const stages = (await stagesInOrder.execute(ctx.db)).rows
  const stage = stageExpression(stages, await ctx.dictionary('customer'), { now: ctx.now, timeZone: ctx.shop.timeZone })
  const { rows } = await sql<{
    id: string
  }>`select c.id ${fromClause(
    card,
    null,
    new Set([
      'metrics',
      ...tablesNamed(
        card,
        stages.map((one) => one.rule),
      ),
    ]),
  )} where metrics.customer_id is not null and ${stage} is distinct from metrics.stage order by c.id`.execute(ctx.db)
  return rows.map((row) => row.id)
}
