import { answerQuestion, type Feature } from '../../../platform/actions/feature.ts'
import * as questions from '../questions.ts'
import { explorationExport } from './export-exploration.ts'
import { readCohorts } from './read-cohorts.ts'
import { readFunnel } from './read-funnel.ts'
import { readPaths } from './read-paths.ts'
import { readRepurchase } from './read-repurchase.ts'
import { readRetention } from './read-retention.ts'

export const exploreFeature: Feature = {
  name: 'explore',
  questions: [
    answerQuestion(questions.cohorts, readCohorts),
    answerQuestion(questions.retention, readRetention),
    answerQuestion(questions.funnel, readFunnel),
    answerQuestion(questions.paths, readPaths),
    answerQuestion(questions.repurchase, readRepurchase),
  ],
  exports: [explorationExport],
}
