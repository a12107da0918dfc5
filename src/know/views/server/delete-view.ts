import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx, InputOf } from '../../../platform/actions/context.ts'
import { holds } from '../../../platform/rights/decide.ts'
import type { deleteView as definition } from '../views.ts'

/** Takes a view away: one's own, or anybody's for a manager. @throws Problem view.missing, view.not-yours */
export async function deleteView(ctx: Ctx, input: InputOf<typeof definition>): Promise<{ id: string }> {
  const { rows } = await sql<{ created_by: string | null }>`select created_by from saved_views where id = ${input.id}`.execute(ctx.db)
  const view = rows[0]
  if (!view) throw new Problem('view.missing')
  if (view.created_by !== ctx.actor.id && !holds(ctx.sight, 'oversee')) throw new Problem('view.not-yours')
  await sql`delete from saved_views where id = ${input.id}`.execute(ctx.db)
  return { id: input.id }
}
