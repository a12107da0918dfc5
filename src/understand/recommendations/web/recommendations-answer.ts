import type { ReplyOf } from '../../../core/action/action.ts'
import type { readRecommendations } from '../actions.ts'

export type RecommendationSet = NonNullable<ReplyOf<typeof readRecommendations>['set']>
