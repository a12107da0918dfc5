import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { readTimeline as definition } from '../actions.ts'

type Row = { seq: number; kind: string; occurred_at: Date; recorded_at: Date; source: string; payload: Record<string, unknown> }

/** Ordered by the number in the log's order of arrival for paging; the browser sorts a page by time of occurrence. */
export async function readTimeline(ctx: Ctx, input: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const before = input.before === undefined ? sql`` : sql`and seq < ${input.before}`
  const kind = input.kind === undefined ? sql`` : sql`and kind = ${input.kind}`
  const { rows } = await sql<Row>`select seq, kind, occurred_at, recorded_at, source, payload from events
    where customer_id = ${input.id} ${before} ${kind} order by seq desc limit ${input.limit + 1}`.execute(ctx.db)
  const kept = rows.slice(0, input.limit)
  return {
    facts: kept.map((row) => ({
      seq: row.seq,
      kind: row.kind,
      occurredAt: row.occurred_at.toISOString(),
      recordedAt: row.recorded_at.toISOString(),
      source: row.source,
      payload: row.payload,
    })),
    next: rows.length > input.limit ? (kept.at(-1)?.seq ?? null) : null,
  }
}
