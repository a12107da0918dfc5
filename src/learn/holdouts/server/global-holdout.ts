import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { globalHoldoutName, type GlobalHoldout, inGlobalHoldout } from '../../../know/shop/global-holdout.ts'
import { readGlobalHoldout as readSetting } from '../../../know/shop/server/read-global-holdout.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { changeOf } from '../../../platform/audit/record-change.ts'
import { saveSetting } from '../../../platform/database/save-setting.ts'
import type * as definitions from '../trials.ts'

export async function readGlobalHoldout(ctx: Ctx): Promise<AnswerOf<typeof definitions.readGlobalHoldout>> {
  const setting = await readSetting(ctx.db)
  const { rows } = await sql<{
    people: number
    customers: number
  }>`select count(*)::int as customers, count(*) filter (where ${inGlobalHoldout(setting, sql.ref('c.id'))})::int as people from customers c`.execute(
    ctx.db,
  )
  const { people = 0, customers = 0 } = rows[0] ?? {}
  const { percent, salt, past } = setting
  return {
    percent,
    salt,
    since: percent > 0 ? setting.since : null,
    people,
    customers,
    past: past.map((draw) => ({ percent: draw.percent, since: draw.since, until: draw.until, reason: draw.reason })),
  }
}

/**
 * Another share keeps those who were drawn and adds or frees some; a new draw takes others. Either way it is measured from now
 * on, for who was treated until now cannot stand for who was not. Nothing changes where nothing differs.
 * @throws Problem holdouts.reason-needed
 */
export async function saveGlobalHoldout(
  ctx: Ctx,
  { percent, redraw, reason }: InputOf<typeof definitions.saveGlobalHoldout>,
): Promise<AnswerOf<typeof definitions.saveGlobalHoldout>> {
  const now = ctx.now.toISOString()
  const before = await readSetting(ctx.db)
  const isNew = redraw || (before.percent === 0 && before.salt === 'none')
  if (percent === before.percent && !isNew) return { percent, since: before.since }
  if (before.percent > 0 && reason === '') throw new Problem('holdouts.reason-needed', { path: 'reason' })
  const { past, ...last } = before
  const after: GlobalHoldout = {
    percent,
    salt: isNew ? `all:${ctx.newId()}` : before.salt,
    since: now,
    past: (last.percent > 0 ? [{ ...last, until: now, reason }, ...past] : past).slice(0, 50),
  }
  await saveSetting(ctx, globalHoldoutName, after)
  await sql`delete from trial_readings where kind = 'global'`.execute(ctx.db)
  ctx.changed(changeOf('settings', globalHoldoutName, { ...last }, { percent, salt: after.salt, since: now, reason }))
  return { percent, since: now }
}
