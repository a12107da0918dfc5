import type { Tone } from '../../core/entity/field.ts'
import type { Words } from '../../core/kit/words.ts'

/** What may need somebody today, the gravest first. */
export const attentionKinds = [
  'audit-alarm',
  'audit-broken',
  'backup-failed',
  'backup-old',
  'drill-failed',
  'backup-target',
  'privacy-late',
  'privacy-soon',
  'messages-unknown',
  'messages-failed',
  'verdict-harm',
  'verdict-alarm',
  'channel-stopped',
  'subscription-ended',
  'subscription-resting',
  'mail-missing',
  'address-local',
  'mail-unset',
  'key-expiring',
  'import-failed',
  'schedule-failed',
  'import-stopped',
  'import-paused',
  'import-refused',
  'journey-unreadable',
  'campaign-unreadable',
  'campaign-missed',
  'journey-loop',
  'journey-paused',
  'templates-waiting',
  'source-refused',
  'todos-overdue',
  'todos-overdue-others',
  'churn-today',
  'duplicates-open',
  'predictions-withdrawn',
  'tiers-ending',
  'verdict-new',
  'discoveries',
  'churned',
  'dormant',
  'import-uploaded',
] as const
export type AttentionKind = (typeof attentionKinds)[number]

/** How one of them is said. */
export type AttentionSaid = {
  readonly tone: Tone
  /** `{n}`, `{name}` and `{spend}` are filled in. */
  readonly words: Words
  readonly step: Words
  /** The page of the next step; `$id` is what it is about. */
  readonly to: string
  readonly search?: Readonly<Record<string, unknown>>
}
