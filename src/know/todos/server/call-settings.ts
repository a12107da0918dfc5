import type { Ctx } from '../../../platform/actions/context.ts'
import { changeOf } from '../../../platform/audit/record-change.ts'
import { saveSetting } from '../../../platform/database/save-setting.ts'
import { readSetting } from '../../../platform/database/read-setting.ts'
import { type CallSettings, callSettings, usualCallSettings } from '../calls.ts'

export async function readCallSettings(ctx: Pick<Ctx, 'db'>): Promise<CallSettings> {
  const kept = await readSetting(ctx.db, 'calls')
  const read = callSettings.safeParse(kept)
  return read.success ? read.data : usualCallSettings
}

export async function saveCallSettings(ctx: Ctx, value: CallSettings): Promise<Record<never, never>> {
  const before = await readCallSettings(ctx)
  await saveSetting(ctx, 'calls', value)
  ctx.changed(changeOf('settings', 'calls', { ...before }, { ...value }))
  return {}
}

/** When a call that is due then goes to the manager, as an instant; null where it never does. */
export async function escalateAt(ctx: Pick<Ctx, 'db' | 'now'>, due: Date = ctx.now): Promise<string | null> {
  const { escalateHours } = await readCallSettings(ctx)
  return escalateHours === null ? null : new Date(due.getTime() + escalateHours * 3_600_000).toISOString()
}
