import type { Ctx } from '../../../platform/actions/context.ts'
import { customersWithin } from '../../../platform/rights/decide.ts'
import { withShapes } from '../../../platform/rights/veils.ts'
import { reachOf } from '../../../platform/rights/sight.ts'

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
  const limited = sight.limits && withShapes(sight.limits)
  return Object.fromEntries(Object.entries(given).filter(([name]) => !limited?.has(name)))
}
