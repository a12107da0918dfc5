import type { ReplyOf } from '../../../core/action/action.ts'
import type { readJourney } from '../actions.ts'

export type Journey = ReplyOf<typeof readJourney>
