import { answerQuestion, type Feature } from '../../../platform/actions/feature.ts'
import { journeyResult } from '../journey-result.ts'
import { readJourneyResult } from './read-journey-result.ts'

export const holdoutsFeature: Feature = { name: 'holdouts', questions: [answerQuestion(journeyResult, readJourneyResult)] }
