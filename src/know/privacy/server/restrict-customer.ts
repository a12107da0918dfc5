import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { keptHash, reachedBy } from '../../../platform/records/suppressed-keys.ts'
import { customer } from '../../customers/customer.ts'
import type * as actions from '../actions.ts'
import { privacyReleased, privacyRestricted } from '../events.ts'
import { addStep } from './request-steps.ts'

/** @throws Problem record.missing */
export async function restrictCustomer(
  ctx: Ctx,
  { id, requestId, note }: InputOf<typeof actions.restrictCustomer>,
): Promise<AnswerOf<typeof actions.restrictCustomer>> {
  const known = await sql`select 1 from customers where id = ${id} for no key update`.execute(ctx.db)
  if (known.rows.length === 0) throw new Problem('record.missing', { what: customer.label })
  const { rows } = await sql`insert into restrictions (customer_id, since, reason, note, request_id, by_id, by_name)
    values (${id}, ${ctx.now}, 'request', ${note ?? null}, ${requestId ?? null}, ${ctx.actor.id}, ${ctx.actor.name}) on conflict (customer_id) do nothing returning 1`.execute(
    ctx.db,
  )
  if (rows.length > 0) {
    await ctx.record({ customerId: id, kind: privacyRestricted.name, occurredAt: ctx.now, payload: { by: ctx.actor.name } })
    if (requestId) await addStep(ctx, requestId, 'restricted', note ?? null)
  }
  const since = await sql<{ since: Date }>`select since from restrictions where customer_id = ${id}`.execute(ctx.db)
  return { id, since: (since.rows[0]?.since ?? ctx.now).toISOString() }
}

/** @throws Problem restriction.standing while they are being erased */
export async function liftRestriction(ctx: Ctx, { id }: InputOf<typeof actions.liftRestriction>): Promise<{ id: string }> {
  const { rows } = await sql<{ reason: string }>`select reason from restrictions where customer_id = ${id} for update`.execute(ctx.db)
  if (rows[0] && rows[0].reason !== 'request') throw new Problem('restriction.standing')
  if (!rows[0]) return { id }
  await sql`delete from restrictions where customer_id = ${id}`.execute(ctx.db)
  await ctx.record({ customerId: id, kind: privacyReleased.name, occurredAt: ctx.now, payload: { by: ctx.actor.name } })
  return { id }
}

/** The keys by which this customer is reached, with their kept hashes. */
export async function hashesOf(ctx: Ctx, id: string): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ key: string }>`select key from customer_identities where customer_id = ${id}
    union select kind || ':' || value from contact_points where customer_id = ${id}
    union select 'email:' || email from customers where id = ${id} and email is not null
    union select 'phone:' || phone from customers where id = ${id} and phone is not null`.execute(ctx.db)
  const reached = rows.map((row) => row.key).filter((key) => reachedBy.some((kind) => key.startsWith(`${kind}:`)))
  return new Map(reached.map((key) => [keptHash(ctx.services, key), key]))
}

/** @throws Problem suppression.none */
export async function liftSuppression(
  ctx: Ctx,
  { id, reason }: InputOf<typeof actions.liftSuppression>,
): Promise<AnswerOf<typeof actions.liftSuppression>> {
  const hashes = [...(await hashesOf(ctx, id)).keys()]
  const { rows } = await sql`update suppressions set lifted_at = ${ctx.now}, lifted_by = ${ctx.actor.id}, lifted_why = ${reason}
    where hash = any(${hashes}::text[]) and lifted_at is null returning 1`.execute(ctx.db)
  if (rows.length === 0) throw new Problem('suppression.none')
  return { id, lifted: rows.length }
}
