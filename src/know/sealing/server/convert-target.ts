import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { PlacedField } from '../../../platform/actions/registry.ts'

/** The field whose values are sealed or opened: of the program's own its column, of the firm's own its key. */
export type Target = Pick<PlacedField, 'name' | 'field' | 'column'> & { readonly custom?: string }

/** @param workName `field:idCard`, `field:<key>`; a retired field is converted too */
export async function targetOf(ctx: Ctx, workName: string): Promise<Target | null> {
  const name = workName.replace(/^field:/, '')
  const placed = [...ctx.card('customer').fields.values()].find((each) => (each.custom ?? each.name) === name)
  if (placed) return placed
  const { rows } = await sql<{ type: string }>`select type from custom_fields where name = ${name} and entity = 'customer'`.execute(ctx.db)
  const type = rows[0]?.type
  return type === undefined ? null : { name, custom: name, column: 'custom', field: { type, label: { zh: name, en: name } } }
}
