import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { subtractDuration } from '../../../core/kit/duration.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { listRequests as listing, readRequest as reading } from '../request-actions.ts'
import { clockNote, extendedDueOf } from '../legal-clock.ts'
import type { RequestKind } from '../privacy.ts'
import { readSettings } from './privacy-settings.ts'
import { dueNow, findRequest, type RequestRow, shownRequests } from './request-rows.ts'

/** Those under way by their due date, those that ended the newest first; and how the year went. */
export async function listRequests(ctx: Ctx, { among, customerId, limit }: InputOf<typeof listing>): Promise<AnswerOf<typeof listing>> {
  const isOpen = sql`state in ('open', 'working')`
  const which = among === 'open' ? isOpen : among === 'ended' ? sql`not (${isOpen})` : sql`true`
  const of = customerId ? sql`and about_id = ${customerId}` : sql``
  const order = among === 'open' ? sql`coalesce(extended_to, due_at), id` : sql`coalesce(ended_at, received_at) desc, id`
  const { rows } = await sql<RequestRow>`select * from privacy_requests where ${which} ${of} order by ${order} limit ${limit}`.execute(
    ctx.db,
  )
  return { rows: await shownRequests(ctx, rows), ...(await countRequests(ctx)) }
}

async function countRequests(ctx: Ctx) {
  const { warnDays } = await readSettings(ctx.db)
  const soon = new Date(ctx.now.getTime() + warnDays * 86_400_000)
  const yearAgo = subtractDuration(ctx.now, { amount: 12, unit: 'months' })
  const due = sql`coalesce(extended_to, due_at)`
  const isOpen = sql`state in ('open', 'working')`
  const isEnded = sql`state in ('done', 'refused') and ended_at >= ${yearAgo}`
  type Sums = { open: number; late: number; soon: number; ended: number; in_time: number; days: number | null }
  const { rows } =
    await sql<Sums>`select count(*) filter (where ${isOpen}) as open, count(*) filter (where ${isOpen} and ${due} < ${ctx.now}) as late,
      count(*) filter (where ${isOpen} and ${due} >= ${ctx.now} and ${due} < ${soon}) as soon, count(*) filter (where ${isEnded}) as ended,
      count(*) filter (where ${isEnded} and ended_at <= ${due}) as in_time,
      (avg(extract(epoch from ended_at - received_at)) filter (where ${isEnded}) / 86400)::float8 as days
    from privacy_requests`.execute(ctx.db)
  const kinds = await sql<{ kind: RequestKind; count: number; days: number }>`select kind, count(*) as count,
      (avg(extract(epoch from ended_at - received_at)) / 86400)::float8 as days
    from privacy_requests where ${isEnded} group by kind order by count(*) desc, kind`.execute(ctx.db)
  const sums = rows[0]
  return {
    open: Number(sums?.open ?? 0),
    late: Number(sums?.late ?? 0),
    soon: Number(sums?.soon ?? 0),
    ended: Number(sums?.ended ?? 0),
    inTime: Number(sums?.in_time ?? 0),
    meanDays: sums?.days ?? null,
    meanClosed: kinds.rows.map((row) => ({ ...row, count: Number(row.count) })),
  }
}

/** @throws Problem privacy.missing */
export async function readRequest(ctx: Ctx, { id }: InputOf<typeof reading>): Promise<AnswerOf<typeof reading>> {
  const row = await findRequest(ctx, id)
  const [shown] = await shownRequests(ctx, [row])
  if (!shown) throw new Error('a request that was found is shown')
  const steps = await sql<{
    number: number
    at: Date
    what: string
    note: string | null
    by_name: string
  }>`select number, at, what, note, by_name
    from privacy_steps where request_id = ${id} order by number`.execute(ctx.db)
  const { workdays } = await readSettings(ctx.db)
  const { timeZone } = ctx.shop
  return {
    ...shown,
    clock: clockNote(row.jurisdiction, dueNow(row), { timeZone, workdays }),
    askerName: row.asker_name,
    askerContact: row.asker_contact,
    details: row.details,
    verifiedNote: row.verified_note,
    verifiedAt: row.verified_at?.toISOString() ?? null,
    extensionReason: row.extension_reason,
    canExtend: !row.extended_to && ctx.now <= row.due_at && extendedDueOf(row.jurisdiction, row.received_at, timeZone) !== null,
    assigneeId: row.assignee_id,
    answer: row.answer,
    createdBy: row.created_by_name,
    exportId: row.export_id,
    erasureId: row.erasure_id,
    steps: steps.rows.map(({ number, at, what, note, by_name: by }) => ({ number, at: at.toISOString(), what, note, by })),
  }
}
