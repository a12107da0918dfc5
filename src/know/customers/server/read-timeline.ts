import { type RawBuilder, sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { type KeyScopes, tellsFact } from '../../../core/action/key-scopes.ts'
import { addDays, startOfDay } from '../../../core/kit/local-time.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { readTimeCursor, writeTimeCursor } from '../../../platform/records/time-cursor.ts'
import type { readTimeline as definition } from '../actions.ts'

type Input = InputOf<typeof definition>
type Row = {
  seq: number
  kind: string
  occurred_at: Date
  recorded_at: Date
  source: string
  payload: Record<string, unknown>
  place: string
}

/**
 * By when it happened, facts of one instant in the order they became known; keyset by keyset. One customer's facts lie
 * together under the log's key and are sorted as they are read: an index by time would cost every fact of everybody more
 * than it saves here.
 */
export async function readTimeline(ctx: Ctx, input: Input): Promise<AnswerOf<typeof definition>> {
  const where = sql.join([sql`customer_id = ${input.id}`, ...filters(ctx, input)], sql` and `)
  const { rows } = await sql<Row>`select seq, kind, occurred_at, recorded_at, source, payload, occurred_at::text as place from events
    where ${where} order by events.occurred_at desc, seq desc limit ${input.limit + 1}`.execute(ctx.db)
  const kept = rows.slice(0, input.limit)
  const last = kept.at(-1)
  return {
    facts: kept.map((row) => ({
      seq: row.seq,
      kind: row.kind,
      occurredAt: row.occurred_at.toISOString(),
      recordedAt: row.recorded_at.toISOString(),
      source: row.source,
      payload: row.payload,
    })),
    next: rows.length > input.limit && last ? writeTimeCursor({ at: last.place, key: String(last.seq) }) : null,
  }
}

function filters(ctx: Ctx, { before, kind, by, from, to }: Input): RawBuilder<unknown>[] {
  const { timeZone } = ctx.shop
  const { scopes } = ctx.actor
  const conditions: RawBuilder<unknown>[] = scopes?.areas ? [told(ctx, scopes)] : []
  if (before !== undefined) conditions.push(behind(before))
  const [fact, ownKind] = kind?.split('/') ?? []
  if (fact !== undefined) conditions.push(sql`kind = ${fact}`)
  if (ownKind !== undefined) conditions.push(sql`payload ->> 'kind' = ${ownKind}`)
  if (by !== undefined) conditions.push(sql`payload ->> 'byId' = ${by}`)
  if (from !== undefined) conditions.push(sql`occurred_at >= ${startOfDay(from, timeZone)}`)
  if (to !== undefined) conditions.push(sql`occurred_at < ${startOfDay(addDays(to, 1), timeZone)}`)
  return conditions
}

/** A narrow key reads no more here than by the routes of its parts. */
const told = ({ registry }: Ctx, scopes: KeyScopes) =>
  sql`kind = any(${[...registry.events.keys()].filter((kind) => tellsFact(scopes, kind))}::text[])`

function behind(cursor: string): RawBuilder<unknown> {
  const { at, key } = readTimeCursor(cursor, 'before', (text) => /^\d{1,18}$/.test(text))
  return sql`(occurred_at, seq) < (${at}::timestamptz, ${key}::bigint)`
}
