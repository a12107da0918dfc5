import { answerQuestion, type Feature, handleAction } from '../../../platform/actions/feature.ts'
import * as actions from '../actions.ts'
import { fieldsConfirmed, fieldsDoubted, selfCheckAnswered } from '../events.ts'
import { qualityProblems } from '../problems.ts'
import { customerQuality } from '../quality.ts'
import { checkFields } from './check-fields.ts'
import { listToMend } from './list-to-mend.ts'
import { createSelfCheck, revokeSelfCheck } from './make-self-check.ts'
import { countedFields, readQualityPlan, saveQualityPlan } from './quality-plan.ts'
import { qualitySummary } from './quality-summary.ts'
import { readQuality } from './read-quality.ts'
import { qualityRefresher } from './refresh-quality.ts'
import { addSelfCheckRoutes } from './self-check-routes.ts'
import { qualitySweepTick } from './sweep-quality.ts'

export const qualityFeature: Feature = {
  name: 'quality',
  extensions: [customerQuality],
  events: [fieldsConfirmed, fieldsDoubted, selfCheckAnswered],
  problems: qualityProblems,
  actions: [
    handleAction(actions.checkFields, checkFields),
    handleAction(actions.createSelfCheck, createSelfCheck),
    handleAction(actions.revokeSelfCheck, revokeSelfCheck),
    handleAction(actions.saveQualityPlan, saveQualityPlan),
  ],
  questions: [
    answerQuestion(actions.readQualityPlan, readQualityPlan),
    answerQuestion(actions.readQuality, readQuality),
    answerQuestion(actions.qualitySummary, qualitySummary),
    answerQuestion(actions.listToMend, listToMend),
  ],
  refreshers: [qualityRefresher],
  ticks: [qualitySweepTick],
  tellsOf: async (db) => ({ qualityScore: await countedFields(db) }),
  merging: [
    { table: 'field_checks', how: 'move', unique: ['field'] },
    { table: 'self_checks', how: 'move' },
    { table: 'customer_quality', how: 'recompute' },
  ],
  routes: addSelfCheckRoutes,
}
