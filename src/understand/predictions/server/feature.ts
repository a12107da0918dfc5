import { answerQuestion, type Feature, handleAction, type Tick } from '../../../platform/actions/feature.ts'
import { asSystem } from '../../../platform/actions/services.ts'
import * as actions from '../actions.ts'
import { customerPredictions } from '../predictions.ts'
import { predictionProblems } from '../problems.ts'
import { gradedPeople } from './read-graded.ts'
import { makePredictions, stopPredictions } from './ask-making.ts'
import { explainPrediction } from './explain-prediction.ts'
import { gradeTick } from './grade-tick.ts'
import { workOnPredictions } from './make-set.ts'
import { readLedger, readPredictions, savePredictionSettings } from './read-predictions.ts'
import { predictionsRefresher } from './refresh-predictions.ts'
import { askWhatIsDue } from './schedule.ts'

/** What was asked for by hand comes at once; what is due by the clock is looked for each time. */
const makingTick: Tick = {
  name: 'predictions',
  everyMs: 2_000,
  run: async (services, stopping) => {
    if (await workOnPredictions(services, { stopping })) return true
    await asSystem(services, 'predictions', askWhatIsDue)
    return false
  },
}

export const predictionsFeature: Feature = {
  name: 'predictions',
  extensions: [customerPredictions],
  problems: predictionProblems,
  actions: [
    handleAction(actions.makePredictions, makePredictions),
    handleAction(actions.stopPredictions, stopPredictions),
    handleAction(actions.savePredictionSettings, savePredictionSettings),
  ],
  questions: [
    answerQuestion(actions.readPredictions, readPredictions),
    answerQuestion(actions.readLedger, readLedger),
    answerQuestion(actions.gradedPeople, gradedPeople),
    answerQuestion(actions.explainPrediction, explainPrediction),
  ],
  refreshers: [predictionsRefresher],
  ticks: [makingTick, gradeTick],
  merging: [
    { table: 'predictions', how: 'recompute' },
    { table: 'prediction_ledger', how: 'apart' },
  ],
}
