import { answerQuestion, type Feature, handleAction } from '../../../platform/actions/feature.ts'
import * as actions from '../actions.ts'
import { householdJoined, householdLeft } from '../events.ts'
import { householdProblems } from '../problems.ts'
import { joinHousehold } from './join-household.ts'
import { leaveHousehold } from './leave-household.ts'
import { makeHousehold } from './make-household.ts'
import { readHousehold } from './read-household.ts'
import { renameHousehold } from './rename-household.ts'
import { shareContact } from './share-contact.ts'
import { unshareContact } from './unshare-contact.ts'

export const householdsFeature: Feature = {
  name: 'households',
  audited: { households: 'households' },
  events: [householdJoined, householdLeft],
  problems: householdProblems,
  actions: [
    handleAction(actions.makeHousehold, makeHousehold),
    handleAction(actions.joinHousehold, joinHousehold),
    handleAction(actions.leaveHousehold, leaveHousehold),
    handleAction(actions.renameHousehold, renameHousehold),
    handleAction(actions.shareContact, shareContact),
    handleAction(actions.unshareContact, unshareContact),
  ],
  questions: [answerQuestion(actions.readHousehold, readHousehold)],
  merging: [{ table: 'household_members', how: 'move', unique: [] }],
}
