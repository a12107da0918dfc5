import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { customersWithin } from '../../../platform/rights/decide.ts'
import { withShapes } from '../../../platform/rights/veils.ts'
import { reachOf } from '../../../platform/rights/sight.ts'

/**
 * That a phone or a number is somebody's has to be said, or there would be two of one customer; whose it is, is not said to
 * whom that customer is out of sight.
 * @throws Problem rights.taken-elsewhere
 */
export async function refuseUnseen(ctx: Ctx, id: string, field: string): Promise<void> {
  await refuse(ctx, 'read', id, field)
}

/** The same before somebody found by a key is changed. @throws Problem rights.taken-elsewhere */
export async function refuseOutOfReach(ctx: Ctx, id: string, field: string): Promise<void> {
  await refuse(ctx, 'change', id, field)
}

async function refuse(ctx: Ctx, verb: 'read' | 'change', id: string, field: string): Promise<void> {
  if (!ctx.sight.limits || (await customersWithin(ctx, verb, [id])).has(id)) return
  throw new Problem('rights.taken-elsewhere', { path: field, field: ctx.card('customer').fields.get(field)?.field.label ?? field })
}

/** Those of them whom the writer may see. */
export async function inSight<T extends { readonly id: string }>(ctx: Ctx, people: readonly T[]): Promise<readonly T[]> {
  if (!ctx.sight.limits || people.length === 0) return people
  const ids = people.map(({ id }) => id)
  const seen = await customersWithin(ctx, 'read', ids)
  return people.filter(({ id }) => seen.has(id))
}

/** Who sees some customers only looks after those that they make, or would lose sight of them at once. */
export function ownerOfNew({ sight, actor }: Ctx, given: Readonly<Record<string, unknown>>): { readonly owner?: string } {
  const rows = sight.limits && reachOf(sight.limits, 'customer', 'read')
  return rows && !rows.all && actor.userId && !given['owner'] ? { owner: actor.userId } : {}
}

/** What may be filled in of a new customer is more than what may be changed of one who is there. */
export function openFields({ sight }: Ctx, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const limited = sight.limits && withShapes(sight.limits.fields)
  return Object.fromEntries(Object.entries(given).filter(([name]) => !limited?.has(name)))
}
