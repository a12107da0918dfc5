import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { disableSource as disabling, pauseSource as pausing, saveOrigins as savingOrigins } from '../actions.ts'
import { noSource } from './no-source.ts'

/** @throws Problem record.missing */
export async function pauseSource(ctx: Ctx, { id }: InputOf<typeof pausing>): Promise<AnswerOf<typeof pausing>> {
  const { rows } =
    await sql`update sources set paused_at = coalesce(paused_at, ${ctx.now}) where id = ${id} and disabled_at is null returning 1`.execute(
      ctx.db,
    )
  if (rows.length === 0) throw noSource()
  return { id }
}

/** @throws Problem record.missing */
export async function resumeSource(ctx: Ctx, { id }: InputOf<typeof pausing>): Promise<AnswerOf<typeof pausing>> {
  const { rows } = await sql`update sources set paused_at = null where id = ${id} and disabled_at is null returning 1`.execute(ctx.db)
  if (rows.length === 0) throw noSource()
  return { id }
}

/** @throws Problem record.missing */
export async function disableSource(ctx: Ctx, { id }: InputOf<typeof disabling>): Promise<AnswerOf<typeof disabling>> {
  const { rows } = await sql<{
    disabled_at: Date
  }>`update sources set disabled_at = coalesce(disabled_at, ${ctx.now}) where id = ${id} returning disabled_at`.execute(ctx.db)
  if (!rows[0]) throw noSource()
  return { id, disabledAt: rows[0].disabled_at.toISOString() }
}

/** @throws Problem record.missing */
export async function saveOrigins(ctx: Ctx, { id, origins }: InputOf<typeof savingOrigins>): Promise<AnswerOf<typeof savingOrigins>> {
  const { rows } =
    await sql`update sources set origins = ${JSON.stringify([...new Set(origins)])}::jsonb where id = ${id} and kind = 'segment' returning 1`.execute(
      ctx.db,
    )
  if (rows.length === 0) throw noSource()
  return { id }
}
