import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Tick } from '../../../platform/actions/feature.ts'
import { asSystem } from '../../../platform/actions/services.ts'
import { refreshAgain } from '../../../platform/event-log/refresh-again.ts'
import { keepSwept, lastSweepDue, sweptUntil } from '../../lifecycle/sweep-due.ts'
import { fillList } from './fill-list.ts'
import { findMoved, refreshEverybody } from './refresh-churn.ts'

/** When more than so many turn out to stand otherwise, it is no news of today: they are written at once, and quietly. */
const flood = 5_000

/** The firm's rhythm was taken anew since the last sweep, and everybody's with it. */
async function isOtherRhythm({ db }: Ctx): Promise<boolean> {
  const { rows } =
    await sql`select 1 from firm_rhythms f join settings s on s.name = 'sweep:churn' and f.taken_at > s.updated_at limit 1`.execute(db)
  return rows.length > 0
}

/**
 * Whose purchase was told ahead of its time, by a clock that is fast, and has come to pass since: rhythms count no sooner what lies ahead, and
 * no fact says that it does so no longer.
 */
async function reachedSince({ db, now }: Ctx, since: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select distinct customer_id as id from purchases
    where occurred_at > ${since} and occurred_at <= ${now} and recorded_at < occurred_at order by 1`.execute(db)
  return rows.map(({ id }) => id)
}

/** Who is late or gone follows from the passing of time: asked each hour and at midnight. Then the list is filled. */
export const churnSweepTick: Tick = {
  name: 'sweep-churn',
  everyMs: 20_000,
  run: async (services) => {
    const asked = await asSystem(services, 'churn', async (ctx) => {
      const due = lastSweepDue(ctx.now, ctx.shop.timeZone)
      const { rows } = await sweptUntil('churn').execute(ctx.db)
      const done = rows[0]?.done ? new Date(rows[0].done) : null
      const isDone = done && done >= due && !(await isOtherRhythm(ctx))
      return isDone ? null : { due, reached: done ? await reachedSince(ctx, done) : [] }
    })
    if (!asked) return false
    const { due, reached } = asked
    await refreshAgain(services, ['rhythms', 'metrics'], reached)
    const { ids, isOtherDefinition } = await asSystem(services, 'churn', findMoved)
    if (isOtherDefinition || ids.length > flood) await asSystem(services, 'churn', refreshEverybody)
    else await refreshAgain(services, ['churn', 'segments'], ids)
    await asSystem(services, 'churn', async (ctx) => {
      await fillList(ctx)
      await keepSwept('churn', due, ctx.now).execute(ctx.db)
    })
    return false
  },
}
