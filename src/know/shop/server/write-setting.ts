import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'

/** Keeps one named setting whole. */
export async function writeSetting(ctx: Ctx, name: 'shop' | 'sending' | 'smtp', value: object): Promise<void> {
  await sql`insert into settings (name, value, updated_at) values (${name}, ${JSON.stringify(value)}::jsonb, ${ctx.now})
    on conflict (name) do update set value = excluded.value, updated_at = excluded.updated_at`.execute(ctx.db)
}
