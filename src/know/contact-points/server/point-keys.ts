import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { giveKeyUp, takeKey } from '../../../platform/records/customer-keys.ts'
import { sharedKeys } from '../../../platform/records/shared-keys.ts'
import { nameSeen, refuseUnseen } from '../../../platform/rights/out-of-sight.ts'
import { identityKey } from '../../customers/identity-keys.ts'
import { type PointKind, sayKind } from '../contact-point.ts'

/** Takes the identity key of a point. An address is none, and a household's is nobody's. @throws Problem customer.exists */
export async function takePointKey(ctx: Ctx, id: string, kind: PointKind, value: string): Promise<void> {
  if (kind === 'address') return
  const key = identityKey(kind, value)
  if ((await sharedKeys(ctx.db, [key])).has(key)) return
  const owner = await takeKey(ctx, id, key)
  if (owner === id) return
  await refuseUnseen(ctx, owner, kind)
  throw new Problem('customer.exists', { path: 'value', field: sayKind(kind), name: await nameSeen(ctx, owner), id: owner })
}

/** Gives the identity key of a point up. */
export async function givePointKeyUp(ctx: Ctx, id: string, kind: PointKind, value: string): Promise<void> {
  if (kind !== 'address') await giveKeyUp(ctx, id, identityKey(kind, value))
}
