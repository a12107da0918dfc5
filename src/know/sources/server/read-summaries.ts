import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'

type Day = { day: string; received: number; refused: number; found: number }
type Row = {
  id: string
  name: string
  kind: 'segment' | 'hook'
  key_hint: string
  created_at: Date
  disabled_at: Date | null
  paused_at: Date | null
  last_seen_at: Date | null
  received: number
  refused: number
  waiting: number
  days: Day[] | null
}

export const shownDays = 30

export async function readSummaries(ctx: Ctx, which: RawBuilder<unknown>) {
  const since = new Date(ctx.now.getTime() - shownDays * 86_400_000)
  const { rows } = await sql<Row>`select s.id, name, kind, key_hint, created_at, disabled_at, paused_at, last_seen_at, received, refused,
      (select count(*) from anonymous_events a where a.source_id = s.id) as waiting,
      (select jsonb_agg(jsonb_build_object('day', d.day, 'received', d.received, 'refused', d.refused, 'found', d.found) order by d.day)
        from source_days d where d.source_id = s.id and d.day > ${since}::date) as days
    from sources s where ${which} order by s.created_at, s.id`.execute(ctx.db)
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    kind: row.kind,
    keyHint: row.key_hint,
    createdAt: row.created_at.toISOString(),
    disabledAt: row.disabled_at?.toISOString() ?? null,
    pausedAt: row.paused_at?.toISOString() ?? null,
    lastSeenAt: row.last_seen_at?.toISOString() ?? null,
    received: row.received,
    refused: row.refused,
    waiting: row.waiting,
    days: row.days ?? [],
  }))
}
