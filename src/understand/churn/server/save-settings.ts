import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { checkRule } from '../../../core/rule/check-rule.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { saveSetting } from '../../../platform/database/save-setting.ts'
import type * as actions from '../actions.ts'
import { fillList } from './fill-list.ts'
import { readDefinition } from './read-definition.ts'
import { refreshEverybody } from './refresh-churn.ts'

/** With more customers than this the tick works everybody out, and nobody waits for it. */
const atOnce = 20_000
const ownFields = /"field":"churn(State|Since|Reason)"/

/** @throws Problem rule.*, churn.looks-at-itself */
export async function saveDefinition(
  ctx: Ctx,
  input: InputOf<typeof actions.saveChurnDefinition>,
): Promise<AnswerOf<typeof actions.saveChurnDefinition>> {
  const { kind, share, days, windowDays, note = null } = input
  const who = input.who === null ? null : checkRule(input.who, await ctx.dictionary('customer'))
  if (who !== null && ownFields.test(JSON.stringify(who))) throw new Problem('churn.looks-at-itself', { path: 'who' })
  const version = (await readDefinition(ctx.db)).version + 1
  await sql`insert into churn_definitions (version, kind, share, days, who, window_days, note, made_by, made_at)
    values (${version}, ${kind}, ${share}, ${days}, ${who === null ? null : JSON.stringify(who)}::jsonb, ${windowDays}, ${note}, ${ctx.actor.name}, ${ctx.now})`.execute(
    ctx.db,
  )
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from (select 1 from rhythms limit ${atOnce + 1}) r`.execute(ctx.db)
  if ((rows[0]?.n ?? 0) <= atOnce) await refreshEverybody(ctx)
  else await sql`delete from settings where name = 'sweep:churn'`.execute(ctx.db)
  return { version }
}

export async function saveCapacity(
  ctx: Ctx,
  input: InputOf<typeof actions.saveChurnCapacity>,
): Promise<AnswerOf<typeof actions.saveChurnCapacity>> {
  await saveSetting(ctx, 'churn-capacity', input)
  return { added: await fillList(ctx) }
}
