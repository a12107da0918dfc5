import { sql } from 'kysely'
import type { InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { activeUsers, nameUsers, userIdOf } from '../../../platform/access/people.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { nameSeen } from '../../../platform/rights/out-of-sight.ts'
import { ownerChanged, type OwnerWay } from '../../customers/events.ts'
import { mayGive, ownerPayload } from '../../customers/owner.ts'
import type * as definitions from '../owner-actions.ts'

/** A customer and whom they go to; null is the public pool. */
export type Gift = { readonly customerId: string; readonly to: string | null }
export type Given = Gift & { readonly from: string | null }

type Telling = { readonly how: OwnerWay; readonly reason?: string | null | undefined }

/** Deals customers out one after the other; `from` says how many were dealt before. To nobody at all is to the pool. */
export function dealOut(customerIds: readonly string[], to: readonly string[], from = 0): Gift[] {
  return customerIds.map((customerId, at) => ({ customerId, to: to.length === 0 ? null : (to[(from + at) % to.length] ?? null) }))
}

/**
 * Gives customers to whom they go, in one statement, and tells a fact of each to whom that is news.
 * @returns those who have another owner now
 */
export async function giveOwner(ctx: Ctx, gifts: readonly Gift[], { how, reason }: Telling): Promise<Given[]> {
  const { rows } = await sql<{ id: string; from_id: string | null; to_id: string | null }>`
    with wanted as (select * from unnest(${gifts.map((gift) => gift.customerId)}::uuid[], ${gifts.map((gift) => gift.to)}::uuid[]) g(id, to_id)),
      old as (select c.id, c.owner_id as from_id, w.to_id from customers c join wanted w on w.id = c.id order by c.id for no key update of c)
    update customers c set owner_id = old.to_id, updated_at = ${ctx.now}, version = c.version + 1 from old
    where c.id = old.id and c.id = any(${gifts.map((gift) => gift.customerId)}::uuid[]) and c.owner_id is distinct from old.to_id
    returning c.id, old.from_id, old.to_id`.execute(ctx.db)
  const given = rows.map((row) => ({ customerId: row.id, from: row.from_id, to: row.to_id }))
  const names = await nameUsers(
    ctx.db,
    given.flatMap(({ from, to }) => [from, to]),
  )
  await ctx.recordAll(
    given.map(({ customerId, from, to }) => ({
      customerId,
      kind: ownerChanged.name,
      occurredAt: ctx.now,
      payload: ownerPayload({ from, to, how, reason: reason ?? null }, names),
    })),
  )
  return given
}

/** Those who may be given customers. @throws Problem owner.unknown */
export async function requireColleagues(ctx: Ctx, ids: readonly string[], path: string): Promise<void> {
  const found = await activeUsers(ctx.db, ids)
  if (found.length < new Set(ids).size) throw new Problem('owner.unknown', { path })
}

type OwnedRow = { id: string; owner_id: string }

/** @throws Problem owner.not-yours, of the first whom the actor may not give away */
async function refuseForeign(ctx: Ctx, customerIds: readonly string[]): Promise<void> {
  const giver = { role: ctx.actor.role, me: userIdOf(ctx.actor) }
  if (mayGive(giver, 'anybody’s')) return
  const { rows } = await sql<OwnedRow>`select id, owner_id from customers
    where id = any(${[...customerIds]}::uuid[]) and owner_id is not null and owner_id is distinct from ${giver.me}::uuid order by id limit 1`.execute(
    ctx.db,
  )
  const [foreign] = rows
  if (!foreign) return
  const names = await nameUsers(ctx.db, [foreign.owner_id])
  throw new Problem('owner.not-yours', {
    path: 'customerIds',
    name: await nameSeen(ctx, foreign.id),
    owner: names.get(foreign.owner_id) ?? '',
  })
}

/** @throws Problem owner.unknown, owner.not-yours */
export async function assignOwner(
  ctx: Ctx,
  { customerIds, to, reason }: InputOf<typeof definitions.assignOwner>,
): Promise<{ changed: number }> {
  await requireColleagues(ctx, to, 'to')
  await refuseForeign(ctx, customerIds)
  const given = await giveOwner(ctx, dealOut(customerIds, to), { how: to.length === 0 ? 'returned' : 'assigned', reason })
  return { changed: given.length }
}

/** @throws Problem owner.not-yours */
export async function returnToPool(
  ctx: Ctx,
  { customerIds, reason }: InputOf<typeof definitions.returnToPool>,
): Promise<{ changed: number }> {
  await refuseForeign(ctx, customerIds)
  return { changed: (await giveOwner(ctx, dealOut(customerIds, []), { how: 'returned', reason })).length }
}

/** Takes those whom nobody looks after. @throws Problem owner.nobody-claims, pool.taken when the only one is somebody's */
export async function claimFromPool(
  ctx: Ctx,
  { customerIds }: InputOf<typeof definitions.claimFromPool>,
): Promise<{ claimed: number; taken: number }> {
  const me = userIdOf(ctx.actor)
  if (me === null) throw new Problem('owner.nobody-claims')
  await requireColleagues(ctx, [me], 'customerIds')
  // Under their locks: of two who claim at once, the second reads whose they are by then.
  const { rows } = await sql<OwnedRow & { owner_id: string | null }>`select id, owner_id from customers
    where id = any(${customerIds}::uuid[]) order by id for no key update`.execute(ctx.db)
  const free = rows.filter((row) => row.owner_id === null)
  const taken = rows.filter((row) => row.owner_id !== null && row.owner_id !== me)
  const [only] = taken
  if (only && rows.length === 1) {
    const names = await nameUsers(ctx.db, [only.owner_id])
    throw new Problem('pool.taken', { name: await nameSeen(ctx, only.id), owner: names.get(only.owner_id ?? '') ?? '' })
  }
  const given = await giveOwner(
    ctx,
    dealOut(
      free.map((row) => row.id),
      [me],
    ),
    { how: 'claimed' },
  )
  return { claimed: given.length, taken: taken.length }
}
