import type { ReplyOf } from '../../../core/action/action.ts'
import type { readCampaign } from '../actions.ts'

export type Campaign = ReplyOf<typeof readCampaign>
