import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { ProblemDetails } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { listSourceNotes as definition } from '../actions.ts'
import { noSource } from './no-source.ts'
import { sayReason } from './say-reason.ts'

type NoteRow = { id: string; at: Date; refused: boolean; reason: { code: string; details: ProblemDetails }; message: unknown }

/** @throws Problem record.missing */
export async function listSourceNotes(ctx: Ctx, { id }: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const known = await sql`select 1 from sources where id = ${id}`.execute(ctx.db)
  if (known.rows.length === 0) throw noSource()
  const { rows } =
    await sql<NoteRow>`select id, at, refused, reason, message from source_notes where source_id = ${id} order by id desc limit 200`.execute(
      ctx.db,
    )
  return {
    notes: rows.map(({ reason, at, ...row }) => {
      const { compare } = reason.details
      return {
        ...row,
        at: at.toISOString(),
        code: reason.code,
        words: sayReason(ctx, reason),
        compare: typeof compare === 'string' ? compare.split(',') : [],
      }
    }),
  }
}
