import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { fill } from '../../../core/kit/words.ts'
import { Problem, type ProblemDetails } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { problemWords } from '../../../platform/actions/registry.ts'
import type { listSourceNotes as notesDefinition, listSources as definition } from '../actions.ts'

type Row = {
  id: string
  name: string
  key_hint: string
  created_at: Date
  disabled_at: Date | null
  last_seen_at: Date | null
  received: number
  refused: number
  waiting: number
  days: { day: string; received: number; refused: number }[] | null
}

const shownDays = 30

export async function listSources(ctx: Ctx): Promise<AnswerOf<typeof definition>> {
  const since = new Date(ctx.now.getTime() - shownDays * 86_400_000)
  const { rows } = await sql<Row>`select s.*,
      (select count(*) from anonymous_events a where a.source_id = s.id) as waiting,
      (select jsonb_agg(jsonb_build_object('day', d.day, 'received', d.received, 'refused', d.refused) order by d.day)
        from source_days d where d.source_id = s.id and d.day > ${since}::date) as days
    from sources s order by s.created_at, s.id`.execute(ctx.db)
  return {
    sources: rows.map((row) => ({
      id: row.id,
      name: row.name,
      keyHint: row.key_hint,
      createdAt: row.created_at.toISOString(),
      disabledAt: row.disabled_at?.toISOString() ?? null,
      lastSeenAt: row.last_seen_at?.toISOString() ?? null,
      received: row.received,
      refused: row.refused,
      waiting: row.waiting,
      days: row.days ?? [],
    })),
  }
}

type NoteRow = { id: string; at: Date; refused: boolean; reason: { code: string; details: ProblemDetails }; message: unknown }

/** @throws Problem record.missing */
export async function listSourceNotes(ctx: Ctx, { id }: InputOf<typeof notesDefinition>): Promise<AnswerOf<typeof notesDefinition>> {
  const known = await sql`select 1 from sources where id = ${id}`.execute(ctx.db)
  if (known.rows.length === 0) throw new Problem('record.missing', { what: { zh: '数据来源', en: 'source' } })
  const { rows } =
    await sql<NoteRow>`select id, at, refused, reason, message from source_notes where source_id = ${id} order by id desc limit 200`.execute(
      ctx.db,
    )
  return { notes: rows.map(({ reason, at, ...row }) => ({ ...row, at: at.toISOString(), code: reason.code, words: saidOf(ctx, reason) })) }
}

function saidOf(ctx: Ctx, { code, details }: NoteRow['reason']) {
  const words = problemWords(ctx.registry, code) ?? { zh: code, en: code }
  return { zh: fill(words, 'zh', details), en: fill(words, 'en', details) }
}
