import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Db } from '../../../platform/database/connect.ts'
import { saveSetting } from '../../../platform/database/save-setting.ts'
import { keptPrivacy, type PrivacySettings, usualPrivacy } from '../privacy.ts'

export async function readSettings(db: Db): Promise<PrivacySettings> {
  const { rows } = await sql<{ value: unknown }>`select value from settings where name = 'privacy'`.execute(db)
  const read = keptPrivacy.safeParse(rows[0]?.value ?? {})
  return read.success ? read.data : usualPrivacy
}

export async function savePrivacySettings(ctx: Ctx, settings: PrivacySettings): Promise<PrivacySettings> {
  await saveSetting(ctx, 'privacy', settings)
  return settings
}
