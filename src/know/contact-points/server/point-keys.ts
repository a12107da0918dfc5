import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { sharedKeys } from '../../../platform/records/shared-keys.ts'
import { nameSeen, refuseUnseen } from '../../../platform/rights/out-of-sight.ts'
import { identityKey } from '../../customers/identity-keys.ts'
import { type PointKind, sayKind } from '../contact-point.ts'

/** Takes the identity key of a point. An address is none, and a household's is nobody's. @throws Problem customer.exists */
export async function takeKey(ctx: Ctx, id: string, kind: PointKind, value: string): Promise<void> {
  if (kind === 'address') return
  const key = identityKey(kind, value)
  if ((await sharedKeys(ctx.db, [key])).has(key)) return
  await sql`insert into identities (key, customer_id) values (${key}, ${id}) on conflict do nothing`.execute(ctx.db)
  const { rows } = await sql<{ customer_id: string }>`select customer_id from identities where key = ${key}`.execute(ctx.db)
  const owner = rows[0]?.customer_id ?? id
  if (owner !== id) {
    await refuseUnseen(ctx, owner, kind)
    throw new Problem('customer.exists', { path: 'value', field: sayKind(kind), name: await nameSeen(ctx, owner), id: owner })
  }
  await sql`insert into customer_identities (customer_id, key) values (${id}, ${key}) on conflict do nothing`.execute(ctx.db)
}

/** Gives the identity key of a point up. */
export async function giveKeyUp(ctx: Ctx, id: string, kind: PointKind, value: string): Promise<void> {
  if (kind === 'address') return
  const key = identityKey(kind, value)
  await sql`delete from customer_identities where customer_id = ${id} and key = ${key}`.execute(ctx.db)
  await sql`delete from identities where key = ${key} and customer_id = ${id}`.execute(ctx.db)
}
