import { sql } from 'kysely'
import { fieldTypes } from '../../../fields/field-types.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { Option } from '../../../core/entity/field.ts'
import type { Ctx, InputOf } from '../../../platform/actions/context.ts'
import type { Done } from '../../../platform/actions/feature.ts'
import { forgetCards } from '../../../platform/actions/live-cards.ts'
import type { createCustomField as definition } from '../actions.ts'
import { mostFields, readOptions, sealableTypes } from '../custom-field.ts'
import { nameField } from './name-field.ts'

export type FieldState = { id: string; name: string }

/** In this process everybody sees the change from now on; in others within two seconds. */
export function seenAtOnce<A>(ctx: Ctx, answer: A): Done<A> {
  return {
    answer,
    afterCommit: async () => {
      forgetCards(ctx.services.database)
      return answer
    },
  }
}

/** @throws Problem custom-field.unknown-entity, name-taken, label-taken, options-needed, option-twice, too-many, not-sealable */
export async function createField(ctx: Ctx, input: InputOf<typeof definition>): Promise<Done<FieldState>> {
  const { entity, type, label } = input
  if (!ctx.registry.cards.get(entity)?.entity.customColumn) throw new Problem('custom-field.unknown-entity', { path: 'entity', entity })
  // One after the other, so that two of one name do not both find it free.
  await sql`select pg_advisory_xact_lock(hashtext('custom_fields'))`.execute(ctx.db)
  const { rows } = await sql<{
    n: number
    last: number | null
  }>`select count(*) filter (where retired_at is null)::int as n, max(position) as last
    from custom_fields where entity = ${entity}`.execute(ctx.db)
  if ((rows[0]?.n ?? 0) >= mostFields) throw new Problem('custom-field.too-many', { most: mostFields })
  refuseLabel(ctx, entity, label, null)
  const sensitive = checkSealable(input.sensitive === true, type)
  const options = type === 'choice' ? checkOptions(readOptions(input.options ?? [])) : null
  const name = await nameField(ctx, entity, input.name, label)
  const id = ctx.newId()
  await sql`insert into custom_fields (id, entity, name, type, label, help, options, required, listed, position, indexed, sensitive, created_by, created_at, updated_at)
    values (${id}, ${entity}, ${name}, ${type}, ${JSON.stringify(label)}::jsonb, ${input.help ? JSON.stringify(input.help) : null}::jsonb,
      ${options ? JSON.stringify(options) : null}::jsonb, ${input.required ?? false}, ${input.listed ?? false}, ${(rows[0]?.last ?? 0) + 1},
      ${input.indexed === true && type !== 'longtext' && !sensitive}, ${sensitive}, ${ctx.actor.id}, ${ctx.now}, ${ctx.now})`.execute(
    ctx.db,
  )
  return seenAtOnce(ctx, { id, name })
}

/** @throws Problem custom-field.not-sealable */
export function checkSealable(sensitive: boolean, type: string): boolean {
  if (sensitive && !sealableTypes.some((each) => each === type))
    throw new Problem('custom-field.not-sealable', { path: 'sensitive', type: fieldTypes[type]?.label ?? type })
  return sensitive
}

/** Two fields of one label could not be told apart by whoever chooses among them. @throws Problem custom-field.label-taken */
export function refuseLabel(ctx: Ctx, entity: string, label: Words, own: string | null): void {
  const same = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase()
  const other = [...ctx.card(entity).fields.values()].find(
    ({ custom, field }) => (custom === undefined || custom !== own) && (same(field.label.zh, label.zh) || same(field.label.en, label.en)),
  )
  if (other) throw new Problem('custom-field.label-taken', { path: 'label', label: other.field.label })
}

/** @throws Problem custom-field.options-needed, custom-field.option-twice */
export function checkOptions(options: readonly Option[]): readonly Option[] {
  if (options.length === 0) throw new Problem('custom-field.options-needed', { path: 'options' })
  const twice = options.find(({ value }, at) => options.findIndex((other) => other.value === value) !== at)
  if (twice) throw new Problem('custom-field.option-twice', { path: 'options', value: twice.value })
  return options
}
