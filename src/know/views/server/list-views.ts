import { sql } from 'kysely'
import type { Ctx, InputOf } from '../../../platform/actions/context.ts'
import { holds } from '../../../platform/rights/decide.ts'
import type { SavedView } from '../../../pages/saved-view.ts'
import type { listViews as definition } from '../views.ts'

type Row = { id: string; entity: string; name: string; query: Record<string, unknown>; created_by: string | null }

/** The views of one list, in order of their names. */
export async function listViews(ctx: Ctx, input: InputOf<typeof definition>): Promise<{ views: SavedView[] }> {
  const { rows } = await sql<Row>`
    select id, entity, name, query, created_by from saved_views where entity = ${input.entity} order by name, id`.execute(ctx.db)
  const manages = holds(ctx.sight, 'oversee')
  return { views: rows.map(({ created_by: createdBy, ...view }) => ({ ...view, mine: manages || createdBy === ctx.actor.id })) }
}
