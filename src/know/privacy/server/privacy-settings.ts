import type { Ctx } from '../../../platform/actions/context.ts'
import type { Db } from '../../../platform/database/connect.ts'
import { saveSetting } from '../../../platform/database/save-setting.ts'
import { readSetting } from '../../../platform/database/read-setting.ts'
import { keptPrivacy, type PrivacySettings, usualPrivacy } from '../privacy.ts'

export async function readSettings(db: Db): Promise<PrivacySettings> {
  const kept = await readSetting(db, 'privacy')
  const read = keptPrivacy.safeParse(kept ?? {})
  return read.success ? read.data : usualPrivacy
}

export async function savePrivacySettings(ctx: Ctx, settings: PrivacySettings): Promise<PrivacySettings> {
  await saveSetting(ctx, 'privacy', settings)
  return settings
}
