import { answerQuestion, type Feature, handleAction } from '../../../platform/actions/feature.ts'
import { createReadyJourney as createDefinition, listReadyJourneys as listDefinition } from '../ready-actions.ts'
import { listStepActions as stepActions } from '../step-actions.ts'
import { createReadyJourney } from './create-ready.ts'
import { listStepActions } from './list-step-actions.ts'
import { listReadyJourneys } from './ready-needs.ts'

/** What helps to write journeys: those that are ready, and what their steps may do. */
export const readyJourneysFeature: Feature = {
  name: 'ready-journeys',
  actions: [handleAction(createDefinition, createReadyJourney)],
  questions: [answerQuestion(listDefinition, listReadyJourneys), answerQuestion(stepActions, listStepActions)],
}
