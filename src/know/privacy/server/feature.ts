import { answerQuestion, type Feature, handleAction } from '../../../platform/actions/feature.ts'
import * as actions from '../actions.ts'
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
    handleAction(actions.openRequest, openRequest),
    handleAction(actions.verifyRequest, changing.verifyRequest),
    handleAction(actions.assignRequest, changing.assignRequest),
    handleAction(actions.noteRequest, changing.noteRequest),
    handleAction(actions.extendRequest, changing.extendRequest),
    handleAction(actions.finishRequest, changing.finishRequest),
    handleAction(actions.refuseRequest, changing.refuseRequest),
    handleAction(actions.withdrawRequest, changing.withdrawRequest),
    handleAction(actions.startExport, startExport),
    handleAction(actions.stopPersonExport, stopPersonExport),
    handleAction(actions.linkExport, linkExport),
    handleAction(actions.restrictCustomer, restrictCustomer),
    handleAction(actions.liftRestriction, liftRestriction),
    handleAction(actions.liftSuppression, liftSuppression),
    handleAction(actions.startErasure, startErasure),
    handleAction(actions.confirmErasure, confirmErasure),
    handleAction(actions.dropErasure, dropErasure),
    handleAction(actions.savePrivacySettings, savePrivacySettings),
  ],
  questions: [
    answerQuestion(actions.listRequests, listRequests),
    answerQuestion(actions.readRequest, readRequest),
    answerQuestion(actions.previewErasure, previewErasure),
    answerQuestion(actions.listErasures, listErasures),
    answerQuestion(actions.checkCertificate, checkCertificate),
    answerQuestion(actions.readDataMap, readDataMap),
    answerQuestion(actions.customerPrivacy, customerPrivacy),
    answerQuestion(actions.readPrivacySettings, (ctx) => readSettings(ctx.db)),
  ],
  merging: [{ table: 'restrictions', how: 'move', unique: [] }],
  ticks: [
    { name: 'erasures', everyMs: 2_000, run: (services) => workOnErasures(services) },
    { name: 'person-exports', everyMs: 2_000, run: (services) => workOnExports(services) },
  ],
  routes: addPrivacyRoutes,
  restored: applyErasuresAgain,
}
