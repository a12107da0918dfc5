import type { Ctx } from '../../../platform/actions/context.ts'
import { changeOf } from '../../../platform/audit/record-change.ts'
import { saveSetting } from '../../../platform/database/save-setting.ts'
import { readSetting } from '../../../platform/database/read-setting.ts'

/** Keeps one named setting whole. */
export async function writeSetting(
  ctx: Ctx,
  name: 'shop' | 'sending' | 'smtp' | 'mail' | 'dkim' | 'mail-inbox' | 'attention' | 'outgoing',
  value: object,
): Promise<void> {
  const kept = await readSetting<Record<string, unknown>>(ctx.db, name)
  await saveSetting(ctx, name, value)
  ctx.changed(changeOf('settings', name, kept ?? null, { ...value }))
  for (const feature of ctx.registry.features) await feature.settingSaved?.(ctx, name)
}
