import { sql } from 'kysely'
import type { Field } from '../../../core/entity/field.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx, InputOf } from '../../../platform/actions/context.ts'
import type { Done } from '../../../platform/actions/feature.ts'
import { comparesField, findRuleUses, sayUses } from '../../../platform/records/rule-uses.ts'
import { startSealingWork } from '../../../platform/sealing/sealing-work.ts'
import type { changeCustomField as definition } from '../actions.ts'
import { type CustomFieldRow, readOptions } from '../custom-field.ts'
import { convertPortion } from './convert-values.ts'
import { checkOptions, checkSealable, type FieldState, refuseLabel, seenAtOnce } from './create-field.ts'
import { mostTried, readUse, tryType } from './field-use.ts'
import { readField } from './read-fields.ts'

type Input = InputOf<typeof definition>

/**
 * Changes what was sent and leaves the rest.
 * @throws Problem custom-field.missing, retired, label-taken, options-needed, option-twice, used-in-type, unreadable, converting,
 *   not-sealable, sealed-type, used-in-sealing
 */
export async function changeField(ctx: Ctx, input: Input): Promise<Done<FieldState>> {
  const before = await readField(ctx.db, input.id, true)
  if (before.retiredAt) throw new Problem('custom-field.retired', { label: before.field.label })
  if (input.label) refuseLabel(ctx, before.entity, input.label, before.name)
  const after = changed(before.field, input)
  if (after.type === 'choice') checkOptions(after.options ?? [])
  if (before.field.sealed && after.type !== before.field.type)
    throw new Problem('custom-field.sealed-type', { path: 'type', label: before.field.label })
  const sensitive = await changeSealing(ctx, before, input.sensitive, after.type)
  const converting = after.type === before.field.type ? null : await changeType(ctx, before, after, input.keepUnreadable)
  const indexed = (input.indexed ?? before.indexed) && after.type !== 'longtext' && !sensitive
  await sql`update custom_fields set type = ${after.type}, label = ${JSON.stringify(after.label)}::jsonb, help = ${json(after.help)}::jsonb,
    options = ${after.type === 'choice' ? json(after.options) : null}::jsonb, required = ${after.required ?? false}, listed = ${after.listed ?? false},
    sensitive = ${sensitive}, indexed = ${indexed}, index_ready_at = case when ${indexed && after.type === before.field.type} then index_ready_at end,
    converting = coalesce(${json(converting)}::jsonb, converting), updated_at = ${ctx.now} where id = ${input.id}`.execute(ctx.db)
  return seenAtOnce(ctx, { id: before.id, name: before.name })
}

/** From now on values are written in the other way; those that are there are turned over in portions. @returns whether it is sealed */
async function changeSealing(ctx: Ctx, before: CustomFieldRow, asked: boolean | undefined, type: string): Promise<boolean> {
  const was = before.field.sealed === true
  const sensitive = checkSealable(asked ?? was, type)
  if (sensitive === was) return sensitive
  const { name, field, converting } = before
  if (converting) throw new Problem('custom-field.converting', { label: field.label })
  const uses = sensitive ? await findRuleUses(ctx, comparesField(name)) : []
  if (uses.length > 0) throw new Problem('custom-field.used-in-sealing', { path: 'sensitive', label: field.label, names: sayUses(uses) })
  const { values } = await readUse(ctx, { id: before.id })
  await startSealingWork(ctx, { name: `field:${name}`, doing: sensitive ? 'seal' : 'open', total: values })
  return sensitive
}

const json = (value: unknown) => (value === undefined || value === null ? null : JSON.stringify(value))

function changed(before: Field, input: Input): Field {
  const { help: _, options: __, sortable: ___, sensitive: ____, sealed: _____, ...kept } = before
  const help = input.help === undefined ? before.help : (input.help ?? undefined)
  const options = input.options ? readOptions(input.options) : before.options
  return {
    ...kept,
    type: input.type ?? before.type,
    label: input.label ?? before.label,
    required: input.required ?? before.required ?? false,
    listed: input.listed ?? before.listed ?? false,
    ...(help ? { help } : {}),
    ...(options ? { options } : {}),
  }
}

/** Few values are read anew at once; of many the rest is left to a tick, and till then they count as missing. */
async function changeType(ctx: Ctx, { name, field, converting }: CustomFieldRow, to: Field, keepUnreadable: boolean) {
  if (converting) throw new Problem('custom-field.converting', { label: field.label })
  const uses = await findRuleUses(ctx, comparesField(name))
  if (uses.length > 0) throw new Problem('custom-field.used-in-type', { path: 'type', label: field.label, names: sayUses(uses) })
  const tried = await tryType(ctx, name, field, to)
  if (tried.unreadable > 0 && !keepUnreadable)
    throw new Problem('custom-field.unreadable', { path: 'type', unreadable: tried.unreadable, values: tried.values })
  const after = await convertPortion(ctx.db, { key: name, from: field, to, shop: ctx.shop }, null, mostTried)
  return after === null ? null : { from: field, after }
}
