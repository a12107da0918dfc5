import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { changeOf } from '../../../platform/audit/record-change.ts'
import { saveSetting } from '../../../platform/database/save-setting.ts'

/** Keeps one named setting whole. */
export async function writeSetting(
  ctx: Ctx,
  name: 'shop' | 'sending' | 'smtp' | 'mail' | 'dkim' | 'mail-inbox' | 'attention' | 'outgoing',
  value: object,
): Promise<void> {
  const { rows } = await sql<{ value: Record<string, unknown> }>`select value from settings where name = ${name}`.execute(ctx.db)
  await saveSetting(ctx, name, value)
  ctx.changed(changeOf('settings', name, rows[0]?.value ?? null, { ...value }))
  for (const feature of ctx.registry.features) await feature.settingSaved?.(ctx, name)
}
