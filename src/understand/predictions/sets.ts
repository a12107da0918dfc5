import { sql } from 'kysely'
import type { Words } from '../../core/kit/words.ts'
import type { SetBody } from './set-body.ts'
import { type PredictionSettings, settingsShape, usualSettings } from './settings.ts'

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

/** The set whose predictions stand; no row before the first. */
export const newestSet = sql<SetRow>`select * from prediction_sets where state in ('current', 'withdrawn') order by made_at desc limit 1`

export const keptSettings = sql<{ value: unknown }>`select value from settings where name = 'predictions'`

/** As kept; what is unreadable takes the usual values. */
export function settingsOf(row: { readonly value: unknown } | undefined): PredictionSettings {
  const read = settingsShape.safeParse(row?.value ?? {})
  return read.success ? read.data : usualSettings
}

/** Why no model speaks, or none tells a chance of being gone: it withdrew itself, or what it found says so. */
export const whyNoModel = ({ withdrawn, words }: Pick<SetBody, 'withdrawn' | 'words'>): Words => withdrawn?.words ?? words
