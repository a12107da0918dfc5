import { Problem } from '../../core/kit/problem.ts'
import type { Ctx } from '../actions/context.ts'

/** Whether the reader's role keeps any of these fields of a customer from them: then nothing that follows from it is told. */
export function isAnyHidden(ctx: Ctx, ...names: readonly string[]): boolean {
  const { fields } = ctx.card('customer')
  return names.some((name) => {
    const placed = fields.get(name)
    return !placed || placed.field.masked === true
  })
}

/**
 * For what is made of a field by some inputs alone; what always is names it in its definition's `fields`.
 * @throws Problem rights.figures-hidden
 */
export function refuseHidden(ctx: Ctx, ...names: readonly string[]): void {
  if (isAnyHidden(ctx, ...names)) throw new Problem('rights.figures-hidden')
}
