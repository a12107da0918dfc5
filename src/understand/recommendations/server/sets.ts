import { sql } from 'kysely'
import type { Db } from '../../../platform/database/connect.ts'
import { readSetting } from '../../../platform/database/read-setting.ts'
import type { SetBody } from '../set-body.ts'
import { type RecommendationSettings, settingName, settingsShape } from '../settings.ts'

export type SetRow = {
  readonly id: string
  readonly method: string
  readonly made_at: Date
  readonly customers: number
  readonly products: number
  readonly body: SetBody
}

/** What stands now, or null before the first making. */
export async function currentSet(db: Db): Promise<SetRow | null> {
  const { rows } = await sql<SetRow>`select id, method, made_at, customers, products, body from recommendation_sets
    where state = 'current' order by made_at desc limit 1`.execute(db)
  return rows[0] ?? null
}

export async function readSettings(db: Db): Promise<RecommendationSettings> {
  const kept = await readSetting(db, settingName)
  const read = settingsShape.safeParse(kept ?? {})
  return read.success ? read.data : settingsShape.parse({})
}
