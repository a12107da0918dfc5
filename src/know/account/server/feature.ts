import { answerQuestion, type Feature, handleAction } from '../../../platform/actions/feature.ts'
import * as account from '../account.ts'
import { accountProblems } from '../problems.ts'
import * as security from '../security.ts'
import { addPasskey, beginNewPasskey, removePasskey, renamePasskey } from './change-passkeys.ts'
import { addProvider, changeProvider, providerReaches, removeProvider } from './change-providers.ts'
import { beginAuthenticator, confirmAuthenticator, removeAuthenticator, renewRecoveryCodes } from './change-second-factor.ts'
import { readSecurity, saveSecurity } from './change-security.ts'
import { endOtherSessions, endSession, endUserSessions, resetSecondFactor } from './end-sessions.ts'
import { listUserSessions, readAccount } from './read-account.ts'

export const accountFeature: Feature = {
  name: 'account',
  problems: accountProblems,
  actions: [
    handleAction(account.beginAuthenticator, beginAuthenticator),
    handleAction(account.confirmAuthenticator, confirmAuthenticator),
    handleAction(account.removeAuthenticator, removeAuthenticator),
    handleAction(account.renewRecoveryCodes, renewRecoveryCodes),
    handleAction(account.beginNewPasskey, beginNewPasskey),
    handleAction(account.addPasskey, addPasskey),
    handleAction(account.renamePasskey, renamePasskey),
    handleAction(account.removePasskey, removePasskey),
    handleAction(account.endSession, endSession),
    handleAction(account.endOtherSessions, endOtherSessions),
    handleAction(account.endUserSessions, endUserSessions),
    handleAction(account.resetSecondFactor, resetSecondFactor),
    handleAction(security.saveSecurity, saveSecurity),
    handleAction(security.addProvider, addProvider),
    handleAction(security.changeProvider, changeProvider),
    handleAction(security.removeProvider, removeProvider),
  ],
  reaches: providerReaches,
  questions: [
    answerQuestion(account.readAccount, readAccount),
    answerQuestion(account.listUserSessions, listUserSessions),
    answerQuestion(security.readSecurity, readSecurity),
  ],
}
