import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Tick } from '../../../platform/actions/feature.ts'
import { asSystem } from '../../../platform/actions/services.ts'
import { together } from '../../../platform/event-log/refresh-lock.ts'
import { readSetting } from '../../../platform/database/read-setting.ts'
import { saveSetting } from '../../../platform/database/save-setting.ts'
import { keepTouches } from './refresh-touches.ts'

const portion = 2_000
const setting = 'campaign-touches-filled'

type Filled = { readonly after: string | null; readonly isDone: boolean }

/** Processes in which it is known to be done need not ask again. */
const done = new WeakSet<object>()

/**
 * First and last touches of a base that is older than they are: customers are gone through once, a portion at a time, and
 * theirs are worked out from the visits that the log has. It is history, so it wakes nothing.
 */
export const fillTouchesTick: Tick = {
  name: 'fill-campaign-touches',
  everyMs: 5_000,
  run: async (services) => {
    if (done.has(services)) return false
    const isMore = await asSystem(services, 'campaign-touches', fillOn)
    if (!isMore) done.add(services)
    return isMore
  },
}

/** @returns whether there is more to do */
async function fillOn(ctx: Ctx): Promise<boolean> {
  const { after, isDone } = (await readSetting<Filled>(ctx.db, setting)) ?? { after: null, isDone: false }
  if (isDone) return false
  const behind = after === null ? sql`` : sql`where id > ${after}::uuid`
  const found = await sql<{ id: string }>`select id from customers ${behind} order by id limit ${portion}`.execute(ctx.db)
  const ids = found.rows.map(({ id }) => id)
  if (ids.length > 0) {
    // As the freshness worker does: no visit comes, and nobody is merged or erased, while theirs are worked out.
    await together.execute(ctx.db)
    await sql`select 1 from log_heads where customer_id = any(${ids}::uuid[]) order by customer_id for no key update`.execute(ctx.db)
    await keepTouches(ctx, sql`${ids}::uuid[]`)
  }
  const isEnd = ids.length < portion
  await keep(ctx, { after: isEnd ? null : (ids.at(-1) ?? null), isDone: isEnd })
  return !isEnd
}

async function keep(ctx: Ctx, filled: Filled): Promise<void> {
  await saveSetting(ctx, setting, filled)
}
