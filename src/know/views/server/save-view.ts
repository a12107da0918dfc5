import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import { checkRule } from '../../../core/rule/check-rule.ts'
import type { Ctx, InputOf } from '../../../platform/actions/context.ts'
import { mostViews, type saveView as definition } from '../views.ts'

/**
 * Keeps a view for everybody.
 * @throws Problem view.unknown-entity, view.name-taken, view.too-many, rule.* for a rule that does not fit the entity
 */
export async function saveView(ctx: Ctx, input: InputOf<typeof definition>): Promise<{ id: string }> {
  const { entity, name, query } = input
  if (!ctx.registry.cards.has(entity)) throw new Problem('view.unknown-entity', { path: 'entity', entity })
  if (query.rule !== undefined) checkRule(query.rule, await ctx.dictionary(entity))
  const { rows } = await sql<{ views: number; same: number }>`
    select count(*)::int as views, count(*) filter (where lower(name) = lower(${name}))::int as same
    from saved_views where entity = ${entity}`.execute(ctx.db)
  if ((rows[0]?.same ?? 0) > 0) throw new Problem('view.name-taken', { path: 'name', name })
  if ((rows[0]?.views ?? 0) >= mostViews) throw new Problem('view.too-many', { most: mostViews })
  const id = ctx.newId()
  await sql`insert into saved_views (id, entity, name, query, created_by, created_at)
    values (${id}, ${entity}, ${name}, ${JSON.stringify(query)}::jsonb, ${ctx.actor.id}, ${ctx.now})`.execute(ctx.db)
  return { id }
}
