import { answerQuestion, type Feature, handleAction } from '../../../platform/actions/feature.ts'
import * as actions from '../actions.ts'
import { pointEvents } from '../events.ts'
import { contactPointProblems } from '../problems.ts'
import { addContactPoint } from './add-contact-point.ts'
import { changeContactPoint } from './change-contact-point.ts'
import { listContactPoints } from './list-contact-points.ts'
import { makePointPrimary } from './make-point-primary.ts'
import { refreshSearch } from './refresh-search.ts'
import { removeContactPoint } from './remove-contact-point.ts'
import { setPointConsent } from './set-point-consent.ts'
import { verifyContactPoint } from './verify-contact-point.ts'

export const contactPointsFeature: Feature = {
  name: 'contact-points',
  events: pointEvents,
  problems: contactPointProblems,
  actions: [
    handleAction(actions.addContactPoint, addContactPoint),
    handleAction(actions.changeContactPoint, changeContactPoint),
    handleAction(actions.removeContactPoint, removeContactPoint),
    handleAction(actions.makePointPrimary, makePointPrimary),
    handleAction(actions.verifyContactPoint, verifyContactPoint),
    handleAction(actions.setPointConsent, setPointConsent),
  ],
  questions: [answerQuestion(actions.listContactPoints, listContactPoints)],
  // Points come and go by a merge too, and nobody tells of it here.
  refreshers: [
    { name: 'further-search', hears: 'records', refresh: async (ctx, news) => (news.everyone ? undefined : refreshSearch(ctx, news.ids)) },
  ],
  merging: [
    { table: 'contact_points', how: 'move', unique: ['kind', 'value'] },
    { table: 'email_holds', how: 'move' },
  ],
}
