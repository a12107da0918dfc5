import { answerQuestion, type Feature, handleAction } from '../../../platform/actions/feature.ts'
import * as actions from '../actions.ts'
import { recommendationAllowed, recommendationRefused } from '../events.ts'
import { recommendationProblems } from '../problems.ts'
import { customerRecommendations } from '../recommendations.ts'
import { makeRecommendations, saveSettings, stopRecommendations } from './ask-making.ts'
import { addExclusion, exclusionUses, removeExclusion } from './exclusions.ts'
import { recommendationsTick } from './making-due.ts'
import { answerCustomer } from './read-customer.ts'
import { answerLikely, answerProducts, answerState, answerTogether } from './read-page.ts'
import { recommendationsRefresher } from './refresh-lists.ts'
import { allowRecommendation, refuseRecommendation } from './refusals.ts'

export const recommendationsFeature: Feature = {
  name: 'recommendations',
  extensions: [customerRecommendations],
  events: [recommendationRefused, recommendationAllowed],
  problems: recommendationProblems,
  audited: { 'recommendation-exclusions': 'recommendation_exclusions' },
  actions: [
    handleAction(actions.makeRecommendations, makeRecommendations),
    handleAction(actions.stopRecommendations, stopRecommendations),
    handleAction(actions.saveRecommendationSettings, saveSettings),
    handleAction(actions.addExclusion, addExclusion),
    handleAction(actions.removeExclusion, removeExclusion),
    handleAction(actions.refuseRecommendation, refuseRecommendation),
    handleAction(actions.allowRecommendation, allowRecommendation),
  ],
  questions: [
    answerQuestion(actions.readRecommendations, answerState),
    answerQuestion(actions.listRecommendedProducts, answerProducts),
    answerQuestion(actions.readBoughtTogether, answerTogether),
    answerQuestion(actions.listLikelyBuyers, answerLikely),
    answerQuestion(actions.readCustomerRecommendations, answerCustomer),
  ],
  refreshers: [recommendationsRefresher],
  ticks: [recommendationsTick],
  merging: [
    { table: 'recommendations', how: 'recompute' },
    { table: 'recommendation_refusals', how: 'move', unique: ['product'] },
  ],
  segmentUses: exclusionUses,
}
