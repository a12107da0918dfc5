import type { ReplyOf } from '../../../core/action/action.ts'
import type { readTiers } from '../questions.ts'

export type Known = ReplyOf<typeof readTiers>

export type Published = NonNullable<Known['published']>
