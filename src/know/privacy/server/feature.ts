import { answerQuestion, type Feature, handleAction } from '../../../platform/actions/feature.ts'
import * as actions from '../actions.ts'
import * as requests from '../request-actions.ts'
import * as exports from '../export-actions.ts'
import * as erasures from '../erasure-actions.ts'
import { privacyAnswered, privacyExported, privacyReleased, privacyRequested, privacyRestricted } from '../events.ts'
import { customerRestriction } from '../privacy.ts'
import { privacyProblems } from '../problems.ts'
import { applyErasuresAgain } from './apply-again.ts'
import * as changing from './change-request.ts'
import { checkCertificate, customerPrivacy, listErasures } from './customer-privacy.ts'
import { addPrivacyRoutes } from './export-routes.ts'
import { openRequest } from './open-request.ts'
import { previewErasure } from './preview-erasure.ts'
import { readSettings, savePrivacySettings } from './privacy-settings.ts'
import { readDataMap } from './read-data-map.ts'
import { listRequests, readRequest } from './read-requests.ts'
import { liftRestriction, liftSuppression, restrictCustomer } from './restrict-customer.ts'
import { confirmErasure, dropErasure, startErasure } from './start-erasure.ts'
import { linkExport, startExport, stopPersonExport } from './start-export.ts'
import { workOnErasures } from './work-on-erasures.ts'
import { workOnExports } from './work-on-exports.ts'

export const privacyFeature: Feature = {
  name: 'privacy',
  extensions: [customerRestriction],
  events: [privacyRequested, privacyAnswered, privacyExported, privacyRestricted, privacyReleased],
  problems: privacyProblems,
  actions: [
    handleAction(requests.openRequest, openRequest),
    handleAction(requests.verifyRequest, changing.verifyRequest),
    handleAction(requests.assignRequest, changing.assignRequest),
    handleAction(requests.noteRequest, changing.noteRequest),
    handleAction(requests.extendRequest, changing.extendRequest),
    handleAction(requests.finishRequest, changing.finishRequest),
    handleAction(requests.refuseRequest, changing.refuseRequest),
    handleAction(requests.withdrawRequest, changing.withdrawRequest),
    handleAction(exports.startExport, startExport),
    handleAction(exports.stopPersonExport, stopPersonExport),
    handleAction(exports.linkExport, linkExport),
    handleAction(actions.restrictCustomer, restrictCustomer),
    handleAction(actions.liftRestriction, liftRestriction),
    handleAction(actions.liftSuppression, liftSuppression),
    handleAction(erasures.startErasure, startErasure),
    handleAction(erasures.confirmErasure, confirmErasure),
    handleAction(erasures.dropErasure, dropErasure),
    handleAction(actions.savePrivacySettings, savePrivacySettings),
  ],
  questions: [
    answerQuestion(requests.listRequests, listRequests),
    answerQuestion(requests.readRequest, readRequest),
    answerQuestion(erasures.previewErasure, previewErasure),
    answerQuestion(erasures.listErasures, listErasures),
    answerQuestion(erasures.checkCertificate, checkCertificate),
    answerQuestion(actions.readDataMap, readDataMap),
    answerQuestion(actions.customerPrivacy, customerPrivacy),
    answerQuestion(actions.readPrivacySettings, (ctx) => readSettings(ctx.db)),
  ],
  owned: [
    {
      what: 'privacy-request',
      label: { zh: '在办的客户权利请求', en: 'Requests of customers under way' },
      table: 'privacy_requests',
      column: 'assignee_id',
      as: 'actor',
      nameColumn: 'assignee_name',
      open: ['open', 'working'],
    },
  ],
  merging: [{ table: 'restrictions', how: 'move', unique: [] }],
  ticks: [
    { name: 'erasures', everyMs: 2_000, run: (services) => workOnErasures(services) },
    { name: 'person-exports', everyMs: 2_000, run: (services) => workOnExports(services) },
  ],
  routes: addPrivacyRoutes,
  restored: applyErasuresAgain,
}
