import { Problem } from '../../../core/kit/problem.ts'
import { activeUsers, nameUsers, userIdOf } from '../../../platform/access/people.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { nameSeen } from '../../../platform/rights/out-of-sight.ts'
import { ownerChanged } from '../events.ts'
import { mayGive, ownerPayload } from '../owner.ts'

const idOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

type Values = Readonly<Record<string, unknown>>

/** Whether this customer may be given to whoever is named. @throws Problem owner.unknown, owner.not-yours */
export async function checkOwner(ctx: Ctx, id: string, before: Values, given: Values): Promise<void> {
  const from = idOf(before['owner'])
  const to = idOf(given['owner'])
  if (!mayGive({ role: ctx.actor.role, me: userIdOf(ctx.actor) }, from)) {
    const names = await nameUsers(ctx.db, [from])
    throw new Problem('owner.not-yours', {
      path: 'owner',
      name: await nameSeen(ctx, id),
      owner: names.get(from ?? '') ?? '',
    })
  }
  if (to !== null && (await activeUsers(ctx.db, [to])).length === 0) throw new Problem('owner.unknown', { path: 'owner' })
}

/** The fact that somebody else looks after the customer now. */
export async function tellOwner(ctx: Ctx, customerId: string, before: Values, after: Values): Promise<void> {
  const [from, to] = [idOf(before['owner']), idOf(after['owner'])]
  const how = to === null ? 'returned' : 'assigned'
  const names = await nameUsers(ctx.db, [from, to])
  await ctx.record({ customerId, kind: ownerChanged.name, occurredAt: ctx.now, payload: ownerPayload({ from, to, how }, names) })
}
