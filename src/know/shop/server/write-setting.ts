import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { changeOf } from '../../../platform/audit/record-change.ts'

/** Keeps one named setting whole. */
export async function writeSetting(
  ctx: Ctx,
  name: 'shop' | 'sending' | 'smtp' | 'mail' | 'dkim' | 'mail-inbox' | 'attention' | 'outgoing',
  value: object,
): Promise<void> {
  const { rows } = await sql<{ value: Record<string, unknown> }>`select value from settings where name = ${name}`.execute(ctx.db)
  await sql`insert into settings (name, value, updated_at) values (${name}, ${JSON.stringify(value)}::jsonb, ${ctx.now})
    on conflict (name) do update set value = excluded.value, updated_at = excluded.updated_at`.execute(ctx.db)
  ctx.changed(changeOf('settings', name, rows[0]?.value ?? null, { ...value }))
  for (const feature of ctx.registry.features) await feature.settingSaved?.(ctx, name)
}
