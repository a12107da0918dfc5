import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Wrong } from '../read-message.ts'
import type { Source } from './find-source.ts'

/** A message that was refused, or kept only in part. */
export type Note = { readonly refused: boolean; readonly reason: Wrong; readonly message: unknown }

const kept = 200
const longest = 8_000

/** Keeps the newest notes of the source. */
export async function keepNotes(ctx: Ctx, source: Source, notes: readonly Note[]): Promise<void> {
  if (notes.length === 0) return
  const rows = notes
    .slice(-kept)
    .map((note) => ({ id: ctx.newId(), refused: note.refused, reason: note.reason, message: excerpt(note.message, longest) }))
  await sql`insert into source_notes (source_id, id, at, refused, reason, message)
    select ${source.id}, r.id, ${ctx.now}, r.refused, r.reason, coalesce(r.message, 'null'::jsonb)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, refused boolean, reason jsonb, message jsonb)`.execute(ctx.db)
  await sql`delete from source_notes where source_id = ${source.id} and id < (select id from source_notes where source_id = ${source.id} order by id desc offset ${kept - 1} limit 1)`.execute(
    ctx.db,
  )
}

/** What the database can keep of a message that may be anything. */
export function excerpt(message: unknown, most: number): unknown {
  const text = JSON.stringify(message) ?? 'null'
  const unsound = /\\u(?:0000|d[89a-f])/i.test(text)
  return text.length > most || unsound ? { beginning: text.slice(0, most).toWellFormed() } : message
}
