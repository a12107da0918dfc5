import { answerQuestion, type Feature, handleAction } from '../../../platform/actions/feature.ts'
import * as definitions from '../actions.ts'
import { roleProblems } from '../problems.ts'
import { beginRoles } from './begin-roles.ts'
import { assignRoles, createRole, deleteRole, listRoles, updateRole } from './keep-roles.ts'
import { readRightsCatalogue } from './read-catalogue.ts'
import { readMyRights } from './read-my-rights.ts'
import { revealValue } from './reveal-value.ts'
import { listSharedWithMe, listShares, shareCustomer, unshareCustomer } from './share-customer.ts'
import { viewAs } from './view-as.ts'

export const rolesFeature: Feature = {
  name: 'roles',
  problems: roleProblems,
  actions: [
    handleAction(definitions.createRole, createRole),
    handleAction(definitions.updateRole, updateRole),
    handleAction(definitions.deleteRole, deleteRole),
    handleAction(definitions.assignRoles, assignRoles),
    handleAction(definitions.shareCustomer, shareCustomer),
    handleAction(definitions.unshareCustomer, unshareCustomer),
    handleAction(definitions.revealValue, revealValue),
  ],
  questions: [
    answerQuestion(definitions.listRoles, listRoles),
    answerQuestion(definitions.readRightsCatalogue, readRightsCatalogue),
    answerQuestion(definitions.listShares, listShares),
    answerQuestion(definitions.listSharedWithMe, listSharedWithMe),
    answerQuestion(definitions.readMyRights, readMyRights),
    answerQuestion(definitions.viewAs, viewAs),
  ],
  merging: [
    { table: 'shares', how: 'move' },
    { table: 'reveals', how: 'move' },
  ],
  begin: beginRoles,
}
