import { sql } from 'kysely'
import type { z } from 'zod'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { currentCustomers } from '../../../platform/event-log/merged-heads.ts'
import type { listRequests } from '../request-actions.ts'
import { askers, type Jurisdiction, type RequestKind, type RequestState, verifyWays } from '../privacy.ts'

export type RequestRow = {
  id: string
  kind: RequestKind
  state: RequestState
  about_id: string
  asked_by: string
  asker_name: string | null
  asker_contact: string | null
  door: string
  details: string | null
  verified_how: string | null
  verified_note: string | null
  verified_at: Date | null
  jurisdiction: Jurisdiction
  received_at: Date
  due_at: Date
  extended_to: Date | null
  extension_reason: string | null
  assignee_id: string | null
  assignee_name: string | null
  ended_at: Date | null
  answer: string | null
  export_id: string | null
  erasure_id: string | null
  created_by_name: string
}

export type ShownRequest = z.output<typeof listRequests.output>['rows'][number]

const dayMs = 86_400_000
export const dueNow = (row: Pick<RequestRow, 'due_at' | 'extended_to'>): Date => row.extended_to ?? row.due_at

/** @throws Problem privacy.missing */
export async function findRequest(ctx: Ctx, id: string): Promise<RequestRow> {
  const { rows } = await sql<RequestRow>`select * from privacy_requests where id = ${id}`.execute(ctx.db)
  if (!rows[0]) throw new Problem('privacy.missing')
  return rows[0]
}

/** The customers' names as they are now; whoever was merged goes by the one they are part of. */
export async function shownRequests(ctx: Ctx, rows: readonly RequestRow[]): Promise<ShownRequest[]> {
  const ids = [...new Set(rows.map((row) => row.about_id))]
  const moved = await currentCustomers(ctx.db, ids)
  const now = ids.map((id) => moved.get(id) ?? id)
  const named = await sql<{
    id: string
    name: string | null
  }>`select id, coalesce(name, code) as name from customers where id = any(${now}::uuid[])`.execute(ctx.db)
  const names = new Map(named.rows.map((row) => [row.id, row.name]))
  return rows.map((row) => {
    const customerId = moved.get(row.about_id) ?? row.about_id
    return shown(ctx, row, customerId, names.get(customerId) ?? null, !names.has(customerId))
  })
}

function shown(ctx: Ctx, row: RequestRow, customerId: string, customerName: string | null, erased: boolean): ShownRequest {
  const until = row.ended_at ?? ctx.now
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    customerId,
    customerName,
    erased,
    askedBy: askers.find((one) => one === row.asked_by) ?? 'self',
    door: row.door,
    verifiedHow: verifyWays.find((one) => one === row.verified_how) ?? null,
    jurisdiction: row.jurisdiction,
    receivedAt: row.received_at.toISOString(),
    dueAt: dueNow(row).toISOString(),
    daysLeft: Math.floor((dueNow(row).getTime() - until.getTime()) / dayMs),
    extended: row.extended_to !== null,
    assigneeName: row.assignee_name,
    endedAt: row.ended_at?.toISOString() ?? null,
  }
}
