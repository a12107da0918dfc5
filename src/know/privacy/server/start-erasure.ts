import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { customer } from '../../customers/customer.ts'
import type * as actions from '../erasure-actions.ts'
import { findErasure } from './erasure-rows.ts'
import { wholePerson } from './person.ts'
import { readSettings } from './privacy-settings.ts'
import { findRequest } from './request-rows.ts'
import { addStep } from './request-steps.ts'

/** What a preview spoke of: the person's version, and how far their log and their merges had come. */
export async function versionOf(ctx: Ctx, ids: readonly string[]): Promise<string> {
  const { rows } = await sql<{
    said: string
  }>`select coalesce(string_agg(customer_id::text || ':' || seq, ',' order by customer_id), '') || '/'
      || coalesce((select string_agg(id::text || ':' || version, ',' order by id) from customers where id = any(${ids}::uuid[])), '') as said
    from log_heads where customer_id = any(${ids}::uuid[])`.execute(ctx.db)
  return createHash('sha256')
    .update(rows[0]?.said ?? '')
    .digest('base64url')
}

/** @throws Problem record.missing, erasure.under-way, erasure.changed, privacy.unverified, privacy.two-kinds */
export async function startErasure(
  ctx: Ctx,
  { id, requestId, version, reason }: InputOf<typeof actions.startErasure>,
): Promise<AnswerOf<typeof actions.startErasure>> {
  const locked = await sql`select 1 from customers where id = ${id} for update`.execute(ctx.db)
  if (locked.rows.length === 0) throw new Problem('record.missing', { what: customer.label })
  const ids = await wholePerson(ctx.db, id)
  const open = await sql`select 1 from erasures where customer_ids && ${ids}::uuid[] and state in ('asked', 'running')`.execute(ctx.db)
  if (open.rows.length > 0) throw new Problem('erasure.under-way')
  if (version !== (await versionOf(ctx, ids))) throw new Problem('erasure.changed')
  if (requestId) await checkRequest(ctx, requestId)
  const { fourEyes } = await readSettings(ctx.db)
  const state = fourEyes ? 'asked' : 'running'
  const erasureId = ctx.newId()
  await sql`insert into erasures (id, about_id, customer_ids, key_hashes, request_id, state, step, reason, asked_by, asked_by_name, asked_at)
    values (${erasureId}, ${id}, ${ids}::uuid[], '{}', ${requestId ?? null}, ${state}, 'records', ${reason ?? null}, ${ctx.actor.id}, ${ctx.actor.name}, ${ctx.now})`.execute(
    ctx.db,
  )
  if (requestId) {
    await sql`update privacy_requests set erasure_id = ${erasureId}, state = 'working', version = version + 1 where id = ${requestId}`.execute(
      ctx.db,
    )
    await addStep(ctx, requestId, 'erasing')
  }
  if (state === 'running') await hold(ctx, id)
  return { id: erasureId, state }
}

/** @throws Problem privacy.missing, privacy.ended, privacy.two-kinds, privacy.unverified */
async function checkRequest(ctx: Ctx, id: string): Promise<void> {
  const request = await findRequest(ctx, id)
  if (request.state !== 'open' && request.state !== 'working') throw new Problem('privacy.ended')
  if (request.kind !== 'erase') throw new Problem('privacy.two-kinds', { kind: { zh: '删除', en: 'erase' } })
  if (!request.verified_how) throw new Problem('privacy.unverified')
}

/** From now on nothing is sent to them and no journey takes them, however long it takes. */
async function hold(ctx: Ctx, id: string): Promise<void> {
  await sql`insert into restrictions (customer_id, since, reason, by_id, by_name) values (${id}, ${ctx.now}, 'erasing', ${ctx.actor.id}, ${ctx.actor.name})
    on conflict (customer_id) do update set reason = excluded.reason`.execute(ctx.db)
}

/** @throws Problem erasure.missing, erasure.not-waiting, erasure.same-person */
export async function confirmErasure(ctx: Ctx, { id }: InputOf<typeof actions.confirmErasure>): Promise<{ id: string }> {
  const row = await findErasure(ctx, id)
  if (row.state !== 'asked') throw new Problem('erasure.not-waiting')
  if (row.asked_by === ctx.actor.id) throw new Problem('erasure.same-person')
  const { rows } =
    await sql`update erasures set state = 'running', confirmed_by = ${ctx.actor.id}, confirmed_by_name = ${ctx.actor.name}, confirmed_at = ${ctx.now}
    where id = ${id} and state = 'asked' returning 1`.execute(ctx.db)
  if (rows.length === 0) throw new Problem('erasure.not-waiting')
  const still = await sql`select 1 from customers where id = ${row.about_id}`.execute(ctx.db)
  if (still.rows.length > 0) await hold(ctx, row.about_id)
  return { id }
}

/** @throws Problem erasure.missing, erasure.not-waiting */
export async function dropErasure(ctx: Ctx, { id }: InputOf<typeof actions.dropErasure>): Promise<{ id: string }> {
  await findErasure(ctx, id)
  const { rows } = await sql`update erasures set state = 'dropped', reason = null where id = ${id} and state = 'asked' returning 1`.execute(
    ctx.db,
  )
  if (rows.length === 0) throw new Problem('erasure.not-waiting')
  return { id }
}
