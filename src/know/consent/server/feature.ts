import { sql } from 'kysely'
import { answerQuestion, type Feature, handleAction, handleInTwo } from '../../../platform/actions/feature.ts'
import * as actions from '../actions.ts'
import { consentRecorded } from '../events.ts'
import { consentProblems } from '../problems.ts'
import { consentFields } from './consent-fields.ts'
import { endConsents } from './end-consents.ts'
import { followTick } from './follow-tick.ts'
import { createPreferenceLink } from './preference-link.ts'
import { addPreferenceRoutes } from './preference-routes.ts'
import { changePurpose, createPurpose, listPurposes, publishWording } from './purposes.ts'
import { consentReach } from './reach.ts'
import { readConsents } from './read-consents.ts'
import { recordConsent } from './record-consent.ts'
import { beginMinors, minorsTick, refreshMinors } from './refresh-minors.ts'
import { readConsentSettings, saveConsentSettings } from './settings.ts'

export const consentFeature: Feature = {
  name: 'consent',
  events: [consentRecorded],
  problems: consentProblems,
  actions: [
    handleAction(actions.recordConsent, recordConsent),
    handleAction(actions.createPreferenceLink, createPreferenceLink),
    handleInTwo(actions.createPurpose, createPurpose),
    handleInTwo(actions.changePurpose, changePurpose),
    handleAction(actions.publishWording, publishWording),
    handleAction(actions.saveConsentSettings, saveConsentSettings),
  ],
  questions: [
    answerQuestion(actions.readConsents, readConsents),
    answerQuestion(actions.listPurposes, listPurposes),
    answerQuestion(actions.readConsentSettings, readConsentSettings),
    answerQuestion(actions.consentReach, consentReach),
  ],
  liveFields: consentFields,
  refreshers: [
    {
      name: 'minors',
      hears: 'records',
      refresh: async (ctx, news) => refreshMinors(ctx, (column) => (news.everyone ? sql`true` : news.among(column))),
    },
  ],
  ticks: [followTick, { name: 'consents-end', everyMs: 10_000, run: endConsents }, { name: 'minors', everyMs: 600_000, run: minorsTick }],
  // Rows move with their customer and are otherwise never touched.
  merging: [
    { table: 'consents', how: 'move' },
    { table: 'minors', how: 'recompute' },
  ],
  begin: beginMinors,
  routes: addPreferenceRoutes,
}
