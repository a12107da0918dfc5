import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Wrong } from '../read-message.ts'
import type { Source } from './find-source.ts'

/** A message that was refused, or kept only in part. */
export type Note = { readonly refused: boolean; readonly reason: Wrong; readonly message: unknown }

const kept = 200
const longest = 8_000

/** Counts what came, and keeps the newest notes of the source. */
export async function countAndNote(
  ctx: Ctx,
  source: Source,
  counts: { received: number; refused: number },
  notes: readonly Note[],
): Promise<void> {
  const rows = notes
    .slice(-kept)
    .map((note) => ({ id: ctx.newId(), refused: note.refused, reason: note.reason, message: excerpt(note.message) }))
  if (rows.length > 0) {
    await sql`insert into source_notes (source_id, id, at, refused, reason, message)
      select ${source.id}, r.id, ${ctx.now}, r.refused, r.reason, coalesce(r.message, 'null'::jsonb)
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, refused boolean, reason jsonb, message jsonb)`.execute(ctx.db)
    await sql`delete from source_notes where source_id = ${source.id} and id < (select id from source_notes where source_id = ${source.id} order by id desc offset ${kept - 1} limit 1)`.execute(
      ctx.db,
    )
  }
  await sql`with day as (
      insert into source_days (source_id, day, received, refused) values (${source.id}, ${ctx.now}::timestamptz::date, ${counts.received}, ${counts.refused})
      on conflict (source_id, day) do update set received = source_days.received + excluded.received, refused = source_days.refused + excluded.refused
    ) update sources set received = received + ${counts.received}, refused = refused + ${counts.refused}, last_seen_at = ${ctx.now} where id = ${source.id}`.execute(
    ctx.db,
  )
}

/** What the database can keep of a message that may be anything. */
function excerpt(message: unknown): unknown {
  const text = JSON.stringify(message) ?? 'null'
  const unsound = /\\u(?:0000|d[89a-f])/i.test(text)
  return text.length > longest || unsound ? { beginning: text.slice(0, longest).toWellFormed() } : message
}
