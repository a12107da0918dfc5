import { colleagueOptions } from '../../../platform/access/people.ts'
import { answerQuestion, type Feature, handleAction } from '../../../platform/actions/feature.ts'
import * as actions from '../actions.ts'
import * as handOvers from '../hand-over.ts'
import * as owners from '../owner-actions.ts'
import { staffProblems } from '../problems.ts'
import { beginHandOver, resumeHandOver, stopHandOver, undoHandOver } from './begin-hand-over.ts'
import { changeDepartment, createDepartment, removeDepartment } from './change-departments.ts'
import { changeTeam, createTeam, removeTeam } from './change-teams.ts'
import { assignOwner, claimFromPool, returnToPool } from './give-owner.ts'
import { handOverTick } from './move-hand-over.ts'
import { staffOwned } from './owned-tables.ts'
import { beginRound, listRounds, ownerRoundTick, stopRound } from './owner-rounds.ts'
import { placePerson, withdrawInvitation } from './place-person.ts'
import { listHandOvers, previewHandOver, readHandOver } from './read-hand-overs.ts'
import { readOrganisation } from './read-organisation.ts'

export const staffFeature: Feature = {
  name: 'staff',
  problems: staffProblems,
  actions: [
    handleAction(actions.createDepartment, createDepartment),
    handleAction(actions.changeDepartment, changeDepartment),
    handleAction(actions.removeDepartment, removeDepartment),
    handleAction(actions.createTeam, createTeam),
    handleAction(actions.changeTeam, changeTeam),
    handleAction(actions.removeTeam, removeTeam),
    handleAction(actions.placePerson, placePerson),
    handleAction(actions.withdrawInvitation, withdrawInvitation),
    handleAction(owners.assignOwner, assignOwner),
    handleAction(owners.assignByRule, beginRound),
    handleAction(owners.stopOwnerRound, stopRound),
    handleAction(owners.claimFromPool, claimFromPool),
    handleAction(owners.returnToPool, returnToPool),
    handleAction(handOvers.handOver, beginHandOver),
    handleAction(handOvers.stopHandOver, stopHandOver),
    handleAction(handOvers.resumeHandOver, resumeHandOver),
    handleAction(handOvers.undoHandOver, undoHandOver),
  ],
  questions: [
    answerQuestion(actions.readOrganisation, readOrganisation),
    answerQuestion(owners.listOwnerRounds, listRounds),
    answerQuestion(handOvers.previewHandOver, previewHandOver),
    answerQuestion(handOvers.listHandOvers, listHandOvers),
    answerQuestion(handOvers.readHandOver, readHandOver),
  ],
  ticks: [ownerRoundTick, handOverTick],
  merging: [{ table: 'hand_over_moves', how: 'apart' }],
  liveOptions: async (db) => ({ type: 'person', options: await colleagueOptions(db) }),
  owned: staffOwned,
}
