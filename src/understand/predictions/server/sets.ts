import { sql } from 'kysely'
import type { Db } from '../../../platform/database/connect.ts'
import { type PredictionSettings, settingsShape, usualSettings } from '../settings.ts'
import type { SetBody } from '../set-body.ts'

export type SetRow = {
  readonly id: string
  readonly state: 'current' | 'withdrawn' | 'old'
  readonly model: string
  readonly cut_day: string
  readonly made_at: Date
  readonly predicted_at: Date
  readonly customers: number
  readonly body: SetBody
  readonly kept: boolean
}

/** The set whose predictions stand; null before the first. */
export async function currentSet(db: Db): Promise<SetRow | null> {
  const { rows } =
    await sql<SetRow>`select * from prediction_sets where state in ('current', 'withdrawn') order by made_at desc limit 1`.execute(db)
  return rows[0] ?? null
}

export async function readSettings(db: Db): Promise<PredictionSettings> {
  const { rows } = await sql<{ value: unknown }>`select value from settings where name = 'predictions'`.execute(db)
  const read = settingsShape.safeParse(rows[0]?.value ?? {})
  return read.success ? read.data : usualSettings
}
