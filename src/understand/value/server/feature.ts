import { answerQuestion, type Feature, handleAction } from '../../../platform/actions/feature.ts'
import * as actions from '../actions.ts'
import { customerProfit } from '../customer-profit.ts'
import { valueProblems } from '../problems.ts'
import * as questions from '../questions.ts'
import * as rfm from '../rfm-questions.ts'
import { lateFactsRefresher, monthsTick } from './keep-cells.ts'
import { profitRefresher, profitSweepTick } from './keep-profit.ts'
import { concentrationOverTime } from './read-concentration.ts'
import { lifetimeValue } from './read-lifetime.ts'
import { customerRfm, rfmMoves } from './read-moves.ts'
import { valuePeople } from './read-people.ts'
import { customerProfitParts, profitSummary, readProfitSettings, saveProfitSettings } from './read-profit.ts'
import { listScopes, scopedRfm } from './read-scoped.ts'
import { rfmGrid, spendDistribution, valueSummary } from './read-value.ts'
import { firstThresholdsRefresher, thresholdsTick } from './retake-thresholds.ts'
import { previewRfm, publishRfm, readRfmSettings } from './rfm-settings.ts'

export const valueFeature: Feature = {
  name: 'value',
  extensions: [customerProfit],
  problems: valueProblems,
  actions: [handleAction(actions.publishRfm, publishRfm), handleAction(actions.saveProfitSettings, saveProfitSettings)],
  questions: [
    answerQuestion(rfm.rfmGrid, rfmGrid),
    answerQuestion(rfm.scopedRfm, scopedRfm),
    answerQuestion(rfm.listScopes, listScopes),
    answerQuestion(rfm.readRfmSettings, readRfmSettings),
    answerQuestion(rfm.previewRfm, previewRfm),
    answerQuestion(rfm.rfmMoves, rfmMoves),
    answerQuestion(rfm.customerRfm, customerRfm),
    answerQuestion(questions.valuePeople, valuePeople),
    answerQuestion(questions.spendDistribution, spendDistribution),
    answerQuestion(questions.valueSummary, valueSummary),
    answerQuestion(questions.concentrationOverTime, concentrationOverTime),
    answerQuestion(questions.profitSummary, profitSummary),
    answerQuestion(questions.readProfitSettings, readProfitSettings),
    answerQuestion(questions.customerProfitParts, customerProfitParts),
    answerQuestion(questions.lifetimeValue, lifetimeValue),
  ],
  refreshers: [firstThresholdsRefresher, lateFactsRefresher, profitRefresher],
  ticks: [thresholdsTick, monthsTick, profitSweepTick],
  merging: [
    { table: 'rfm_cells', how: 'recompute' },
    { table: 'customer_profit', how: 'recompute' },
  ],
}
