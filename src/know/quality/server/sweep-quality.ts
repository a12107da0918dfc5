import { sql } from 'kysely'
import { factsOf } from '../../../core/event/facts-of.ts'
import { localDate } from '../../../core/kit/local-time.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Tick } from '../../../platform/actions/feature.ts'
import { asSystem } from '../../../platform/actions/services.ts'
import { keepChanges } from './refresh-quality.ts'
import { scoreCustomers } from './score-customers.ts'
import { isSweeping, keepSweep, lockSweep, readSweep } from './sweep-state.ts'

const portion = 10_000

/** Once a day, because confirmations grow old, and whenever it was asked for: everybody, a portion at a time. */
export const qualitySweepTick: Tick = { name: 'sweep-quality', everyMs: 5_000, run: (services) => asSystem(services, 'quality', sweepOn) }

/** @returns whether there is more to do */
async function sweepOn(ctx: Ctx): Promise<boolean> {
  const day = localDate(ctx.now, ctx.shop.timeZone)
  const found = await readSweep(ctx.db)
  if (!isSweeping(found) && found.day === day) return false
  const sweep = await lockSweep(ctx)
  const of = sweep.of === 0 ? sweep.asked : sweep.of
  const behind = sweep.after === null ? sql`` : sql`where id > ${sweep.after}::uuid`
  const { rows } = await sql<{ id: string }>`select id from customers ${behind} order by id limit ${portion}`.execute(ctx.db)
  const ids = rows.map((row) => row.id)
  if (ids.length > 0) {
    await keepChanges(ctx, sql`${factsOf(sql`${ids}::uuid[]`)} e`)
    await scoreCustomers(ctx, (column) => sql`${column} = any(${ids}::uuid[])`)
  }
  const isEnd = ids.length < portion
  await keepSweep(ctx, isEnd ? { ...sweep, done: of, day, after: null, of: 0 } : { ...sweep, of, after: ids.at(-1) ?? null })
  return !isEnd
}
