import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx, InputOf } from '../../../platform/actions/context.ts'
import type { Done } from '../../../platform/actions/feature.ts'
import { comparesField, findRuleUses, sayUses } from '../../../platform/records/rule-uses.ts'
import type { orderCustomFields, retireCustomField } from '../actions.ts'
import { type FieldState, refuseLabel, seenAtOnce } from './create-field.ts'
import { readField } from './read-fields.ts'

type Input = InputOf<typeof retireCustomField>

/** Hides the field everywhere; values stay. @throws Problem custom-field.missing, custom-field.in-use */
export async function retireField(ctx: Ctx, { id }: Input): Promise<Done<FieldState>> {
  const { name, field } = await readField(ctx.db, id, true)
  const uses = await findRuleUses(ctx, comparesField(name))
  if (uses.length > 0) throw new Problem('custom-field.in-use', { label: field.label, names: sayUses(uses) })
  await sql`update custom_fields set retired_at = coalesce(retired_at, ${ctx.now}), index_ready_at = null, updated_at = ${ctx.now} where id = ${id}`.execute(
    ctx.db,
  )
  return seenAtOnce(ctx, { id, name })
}

/** @throws Problem custom-field.missing, custom-field.label-taken */
export async function restoreField(ctx: Ctx, { id }: Input): Promise<Done<FieldState>> {
  const { entity, name, field } = await readField(ctx.db, id, true)
  refuseLabel(ctx, entity, field.label, name)
  await sql`update custom_fields set retired_at = null, updated_at = ${ctx.now} where id = ${id}`.execute(ctx.db)
  return seenAtOnce(ctx, { id, name })
}

/** Those that are named come first, in this order; others follow as they were. */
export async function orderFields(ctx: Ctx, { ids }: InputOf<typeof orderCustomFields>): Promise<Done<Record<never, never>>> {
  await sql`update custom_fields f set position = o.position from (
      select id, row_number() over (order by coalesce(array_position(${ids}::uuid[], id), 100000), position, id) as position from custom_fields
    ) o where o.id = f.id and f.position <> o.position`.execute(ctx.db)
  return seenAtOnce(ctx, {})
}
