import { answerQuestion, type Feature, handleAction } from '../../../platform/actions/feature.ts'
import { campaignResult, journeyResult } from '../journey-result.ts'
import { planHoldout as planHoldoutQuestion } from '../plan-holdout.ts'
import { holdoutProblems } from '../problems.ts'
import { campaignTrial, globalTrial, journeyTrial } from '../trial-result.ts'
import * as trials from '../trials.ts'
import { readGlobalHoldout, saveGlobalHoldout } from './global-holdout.ts'
import { readingsTick } from './kept-readings.ts'
import { listTrials } from './list-trials.ts'
import { planHoldout } from './plan-holdout.ts'
import { readCampaignResult, readJourneyResult } from './read-journey-result.ts'
import { readCampaignTrial, readGlobalTrial, readJourneyTrial } from './tell-trial.ts'

export const holdoutsFeature: Feature = {
  name: 'holdouts',
  problems: holdoutProblems,
  ticks: [readingsTick],
  actions: [handleAction(trials.saveGlobalHoldout, saveGlobalHoldout)],
  questions: [
    answerQuestion(journeyResult, readJourneyResult),
    answerQuestion(campaignResult, readCampaignResult),
    answerQuestion(journeyTrial, readJourneyTrial),
    answerQuestion(campaignTrial, readCampaignTrial),
    answerQuestion(globalTrial, readGlobalTrial),
    answerQuestion(planHoldoutQuestion, planHoldout),
    answerQuestion(trials.listTrials, listTrials),
    answerQuestion(trials.readGlobalHoldout, readGlobalHoldout),
  ],
}
