import { answerQuestion, type Feature } from '../../../platform/actions/feature.ts'
import * as questions from '../questions.ts'
import { rfmGrid, spendDistribution, valueSummary } from './read-value.ts'
import { firstThresholdsRefresher, thresholdsTick } from './retake-thresholds.ts'

export const valueFeature: Feature = {
  name: 'value',
  questions: [
    answerQuestion(questions.rfmGrid, rfmGrid),
    answerQuestion(questions.spendDistribution, spendDistribution),
    answerQuestion(questions.valueSummary, valueSummary),
  ],
  refreshers: [firstThresholdsRefresher],
  ticks: [thresholdsTick],
}
