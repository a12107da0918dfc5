import type { Db } from '../../../platform/database/connect.ts'
import { keptSettings, newestSet, type SetRow, settingsOf } from '../sets.ts'
import type { PredictionSettings } from '../settings.ts'

export const currentSet = async (db: Db): Promise<SetRow | null> => (await newestSet.execute(db)).rows[0] ?? null

export const readSettings = async (db: Db): Promise<PredictionSettings> => settingsOf((await keptSettings.execute(db)).rows[0])
