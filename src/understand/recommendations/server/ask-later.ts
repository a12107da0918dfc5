import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'

/** The setting that stands while a making is wanted and has not been asked for yet. */
export const makingAsked = 'recommendations:asked'

/** Wants a making after a large import. Who wants it again meanwhile writes nothing. */
export async function askLater(ctx: Ctx): Promise<void> {
  await sql`insert into settings (name, value, updated_at) values (${makingAsked}, '{}'::jsonb, ${ctx.now}) on conflict (name) do nothing`.execute(
    ctx.db,
  )
}
