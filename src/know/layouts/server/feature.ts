import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { answerQuestion, type Feature, handleAction } from '../../../platform/actions/feature.ts'
import * as definitions from '../actions.ts'
import { kindsOf } from '../layout.ts'

/** @throws Problem layout.unknown-field, layout.field-twice, layout.no-such */
async function saveLayout(
  ctx: Ctx,
  { place, kind, groups, hidden }: InputOf<typeof definitions.saveLayout>,
): Promise<Record<never, never>> {
  if (!kindsOf(place).includes(kind)) throw new Problem('layout.no-such', { path: 'kind' })
  const names = [...groups.flatMap((group) => group.fields), ...hidden]
  const { fields } = ctx.card('customer')
  const unknown = names.find((name) => !fields.has(name))
  if (unknown !== undefined) throw new Problem('layout.unknown-field', { name: unknown })
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice !== undefined) throw new Problem('layout.field-twice', { name: fields.get(twice)?.field.label ?? twice })
  await sql`insert into layouts (entity, place, kind, groups, hidden, updated_by, updated_at)
    values ('customer', ${place}, ${kind}, ${JSON.stringify(groups)}::jsonb, ${JSON.stringify(hidden)}::jsonb, ${ctx.actor.id}, ${ctx.now})
    on conflict (entity, place, kind) do update set groups = excluded.groups, hidden = excluded.hidden,
      updated_by = excluded.updated_by, updated_at = excluded.updated_at`.execute(ctx.db)
  return {}
}

async function resetLayout(ctx: Ctx, { place, kind }: InputOf<typeof definitions.resetLayout>): Promise<Record<never, never>> {
  await sql`delete from layouts where entity = 'customer' and place = ${place} and kind = ${kind}`.execute(ctx.db)
  return {}
}

type Saved = AnswerOf<typeof definitions.readLayouts>['layouts'][number]

async function readLayouts(ctx: Ctx): Promise<AnswerOf<typeof definitions.readLayouts>> {
  const { rows } = await sql<Saved>`select place, kind, groups, hidden from layouts where entity = 'customer' order by place, kind`.execute(
    ctx.db,
  )
  return { layouts: rows }
}

export const layoutsFeature: Feature = {
  name: 'layouts',
  problems: definitions.layoutProblems,
  actions: [handleAction(definitions.saveLayout, saveLayout), handleAction(definitions.resetLayout, resetLayout)],
  questions: [answerQuestion(definitions.readLayouts, readLayouts)],
}
