import type { Ctx } from '../../../platform/actions/context.ts'

/** Whether the reader's role keeps any of these fields of a customer from them: then nothing that follows from it is told. */
export function isAnyHidden(ctx: Ctx, ...names: readonly string[]): boolean {
  const { fields } = ctx.card('customer')
  return names.some((name) => {
    const placed = fields.get(name)
    return !placed || placed.field.masked === true
  })
}
