import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { localDate } from '../../../core/kit/local-time.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { currentCustomer } from '../../../platform/event-log/merged-heads.ts'
import { createTodo } from '../../todos/actions.ts'
import type * as actions from '../request-actions.ts'
import { privacyAnswered } from '../events.ts'
import { extendedDueOf } from '../legal-clock.ts'
import { kindWords, type RequestState, stateWords } from '../privacy.ts'
import { dueNow, findRequest, type RequestRow } from './request-rows.ts'
import { addStep } from './request-steps.ts'

type Answer = { id: string; state: RequestState }

/** @throws Problem privacy.missing, privacy.ended */
async function findOpen(ctx: Ctx, id: string): Promise<RequestRow> {
  const row = await findRequest(ctx, id)
  if (row.state !== 'open' && row.state !== 'working') throw new Problem('privacy.ended')
  return row
}

/** From the first step on somebody works on it. Of two who end it at once the second is told. */
async function change(ctx: Ctx, id: string, what: string, note: string | null, set = sql`state = 'working'`): Promise<void> {
  const { rows } =
    await sql`update privacy_requests set ${set}, version = version + 1 where id = ${id} and state in ('open', 'working') returning 1`.execute(
      ctx.db,
    )
  if (rows.length === 0) throw new Problem('privacy.ended')
  await addStep(ctx, id, what, note)
}

export async function verifyRequest(ctx: Ctx, { id, how, note = null }: InputOf<typeof actions.verifyRequest>): Promise<Answer> {
  await findOpen(ctx, id)
  await change(
    ctx,
    id,
    'verified',
    note,
    sql`state = 'working', verified_how = ${how}, verified_note = ${note}::text, verified_at = ${ctx.now}, verified_by = ${ctx.actor.id}`,
  )
  return { id, state: 'working' }
}

/** Whoever is to do it finds it among their to-dos. */
export async function assignRequest(ctx: Ctx, { id, assigneeId }: InputOf<typeof actions.assignRequest>): Promise<Answer> {
  const row = await findOpen(ctx, id)
  const { id: todo } = await ctx.run(createTodo, {
    title: `客户权利请求 · ${kindWords[row.kind].zh} (${kindWords[row.kind].en})`,
    note: `/privacy/requests/${id}`,
    dueAt: localDate(dueNow(row), ctx.shop.timeZone),
    assigneeId,
    priority: 'high',
  })
  const { rows } = await sql<{ name: string | null }>`select assignee_name as name from todos where id = ${todo}`.execute(ctx.db)
  const name = rows[0]?.name ?? null
  await change(ctx, id, 'assigned', name, sql`state = 'working', assignee_id = ${assigneeId}, assignee_name = ${name}::text`)
  return { id, state: 'working' }
}

export async function noteRequest(ctx: Ctx, { id, note }: InputOf<typeof actions.noteRequest>): Promise<Answer> {
  await findOpen(ctx, id)
  await change(ctx, id, 'noted', note)
  return { id, state: 'working' }
}

/** @throws Problem privacy.not-extendable */
export async function extendRequest(
  ctx: Ctx,
  { id, reason }: InputOf<typeof actions.extendRequest>,
): Promise<AnswerOf<typeof actions.extendRequest>> {
  const row = await findOpen(ctx, id)
  const due = extendedDueOf(row.jurisdiction, row.received_at, ctx.shop.timeZone)
  // The person must be told within the first month: afterwards it is too late.
  if (!due || row.extended_to || ctx.now > row.due_at) throw new Problem('privacy.not-extendable')
  await change(ctx, id, 'extended', reason, sql`state = 'working', extended_to = ${due}, extension_reason = ${reason}`)
  return { id, state: 'working', dueAt: due.toISOString() }
}

/** @throws Problem privacy.unverified: nothing is given away to whoever may be somebody else */
export async function finishRequest(ctx: Ctx, { id, answer }: InputOf<typeof actions.finishRequest>): Promise<Answer> {
  const row = await findOpen(ctx, id)
  if (!row.verified_how) throw new Problem('privacy.unverified')
  return end(ctx, row, 'done', 'finished', answer)
}

export async function refuseRequest(ctx: Ctx, { id, reason }: InputOf<typeof actions.refuseRequest>): Promise<Answer> {
  return end(ctx, await findOpen(ctx, id), 'refused', 'refused', reason)
}

export async function withdrawRequest(ctx: Ctx, { id, note = null }: InputOf<typeof actions.withdrawRequest>): Promise<Answer> {
  return end(ctx, await findOpen(ctx, id), 'withdrawn', 'withdrawn', note)
}

async function end(
  ctx: Ctx,
  row: RequestRow,
  state: 'done' | 'refused' | 'withdrawn',
  what: string,
  answer: string | null,
): Promise<Answer> {
  const { id } = row
  await change(ctx, id, what, answer, sql`state = ${state}, answer = ${answer}::text, ended_at = ${ctx.now}, ended_by = ${ctx.actor.id}`)
  const about = await currentCustomer(ctx.db, row.about_id)
  const known = await sql`select 1 from customers where id = ${about}`.execute(ctx.db)
  if (known.rows.length > 0) {
    const payload = { kind: kindWords[row.kind].zh, outcome: stateWords[state].zh }
    await ctx.record({ customerId: about, kind: privacyAnswered.name, occurredAt: ctx.now, payload, key: `privacy:${id}` })
  }
  return { id, state }
}
