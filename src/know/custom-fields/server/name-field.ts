import { sql } from 'kysely'
import { z } from 'zod'
import { Problem } from '../../../core/kit/problem.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { nameInPinyin } from '../../customers/customer-search.ts'
import { nameFromEnglish } from '../custom-field.ts'

/** Names that a field cannot have: those of the program's own fields, of retired ones, and of what actions take beside them. */
async function takenNames(ctx: Ctx, entity: string): Promise<Set<string>> {
  const { rows } = await sql<{ name: string }>`select name from custom_fields where entity = ${entity}`.execute(ctx.db)
  const inputs = [...ctx.registry.actions.values()].filter(({ definition }) => definition.withFieldsOf === entity)
  const beside = inputs.flatMap(({ definition: { input } }) => (input instanceof z.ZodObject ? Object.keys(input.shape) : []))
  const names = [...ctx.card(entity).fields.keys(), ...beside, ...rows.map((row) => row.name), 'id', 'custom', 'search', 'version', 'raw']
  return new Set(names.map((name) => name.toLowerCase()))
}

/**
 * The name that was asked for, or one made of the label.
 * @throws Problem custom-field.name-taken
 */
export async function nameField(ctx: Ctx, entity: string, asked: string | undefined, label: Words): Promise<string> {
  const taken = await takenNames(ctx, entity)
  if (asked !== undefined) {
    if (taken.has(asked.toLowerCase())) throw new Problem('custom-field.name-taken', { path: 'name', name: asked })
    return asked
  }
  const base = nameFromEnglish(label.en) ?? nameFromEnglish(nameInPinyin(label.zh).full) ?? 'field'
  for (let at = 1; ; at++) {
    const name = at === 1 ? base : `${base}${at}`
    if (!taken.has(name.toLowerCase())) return name
  }
}
