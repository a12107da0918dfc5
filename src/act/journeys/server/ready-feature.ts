import { answerQuestion, type Feature, handleAction } from '../../../platform/actions/feature.ts'
import {
  checkJourney as checkDefinition,
  createReadyJourney as createDefinition,
  listReadyJourneys as listDefinition,
} from '../ready-actions.ts'
import { checkJourney } from './check-journey.ts'
import { createReadyJourney } from './create-ready.ts'
import { listReadyJourneys } from './ready-needs.ts'

/** Journeys that are ready, and what is to be known before one is switched on. */
export const readyJourneysFeature: Feature = {
  name: 'ready-journeys',
  actions: [handleAction(createDefinition, createReadyJourney)],
  questions: [answerQuestion(listDefinition, listReadyJourneys), answerQuestion(checkDefinition, checkJourney)],
}
