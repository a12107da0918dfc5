import { answerQuestion, type Feature, handleAction, handleInTwo } from '../../../platform/actions/feature.ts'
import * as settings from '../actions.ts'
import * as mail from '../mail-setup.ts'
import * as keys from '../keys.ts'
import * as outgoing from '../outgoing.ts'
import { shopProblems } from '../problems.ts'
import * as users from '../users.ts'
import { createKey, listKeys, revokeKey } from './change-keys.ts'
import { changePassword, disableUser, enableUser, updateUser } from './change-users.ts'
import { inviteUser, makeUserLink } from './invite-user.ts'
import { listColleagues } from './list-colleagues.ts'
import { listUsers } from './list-users.ts'
import { readMailSetup, removeSetting, saveDkim, saveInbox, testInbox } from './mail-setup.ts'
import { mailReaches } from './mail-reaches.ts'
import { readSettings } from './read-settings.ts'
import { remindOfTodos } from './remind-todos.ts'
import { readOutgoing, saveOutgoing } from './save-outgoing.ts'
import { saveShop } from './save-shop.ts'
import { saveSmtp } from './save-smtp.ts'
import { testSmtp } from './test-smtp.ts'
import { writeSetting } from './write-setting.ts'

export const shopFeature: Feature = {
  name: 'shop',
  audited: { users: 'auth.users', keys: 'api_keys' },
  problems: shopProblems,
  actions: [
    handleAction(settings.saveShop, saveShop),
    handleInTwo(outgoing.saveOutgoing, saveOutgoing),
    handleAction(settings.saveSending, async (ctx, input) => {
      await writeSetting(ctx, 'sending', input)
      return {}
    }),
    handleAction(settings.saveSmtp, saveSmtp),
    handleInTwo(settings.testSmtp, testSmtp),
    handleAction(mail.saveMailSending, async (ctx, input) => {
      await writeSetting(ctx, 'mail', input)
      return {}
    }),
    handleAction(mail.saveDkim, saveDkim),
    handleAction(mail.removeDkim, (ctx) => removeSetting(ctx, 'dkim')),
    handleAction(mail.saveMailInbox, saveInbox),
    handleAction(mail.removeMailInbox, (ctx) => removeSetting(ctx, 'mail-inbox')),
    handleInTwo(mail.testMailInbox, testInbox),
    handleInTwo(users.inviteUser, inviteUser),
    handleAction(users.updateUser, updateUser),
    handleAction(users.disableUser, disableUser),
    handleAction(users.enableUser, enableUser),
    handleInTwo(users.makeUserLink, makeUserLink),
    handleAction(users.changePassword, changePassword),
    handleAction(keys.createKey, createKey),
    handleAction(keys.revokeKey, revokeKey),
  ],
  reaches: mailReaches,
  ticks: [{ name: 'todo-reminders', everyMs: 60_000, run: remindOfTodos }],
  questions: [
    answerQuestion(settings.readSettings, readSettings),
    answerQuestion(outgoing.readOutgoing, readOutgoing),
    answerQuestion(mail.readMailSetup, readMailSetup),
    answerQuestion(users.listUsers, listUsers),
    answerQuestion(users.listColleagues, listColleagues),
    answerQuestion(keys.listKeys, listKeys),
  ],
}
