import { sql } from 'kysely'
import { answerQuestion, type Feature, handleAction, handleInTwo } from '../../../platform/actions/feature.ts'
import type { Services } from '../../../platform/actions/services.ts'
import * as actions from '../actions.ts'
import { lacksField } from '../check-settings.ts'
import { vendorOf } from '../channel-kinds.ts'
import { channelFollowed, channelHeard, channelLeft } from '../events.ts'
import { channelProblems } from '../problems.ts'
import { readAccounts } from './account-rows.ts'
import { addChannelRoutes } from './channel-routes.ts'
import { makeFollowHanded } from './follow-handed.ts'
import { listAccounts, listSending, listTexts } from './list-accounts.ts'
import { lookAtFollowers } from './look-at-followers.ts'
import { changeAccount, createAccount, deleteAccount } from './save-account.ts'
import { addText, changeText, deleteText } from './save-text.ts'
import { tieFollower } from './tie-followers.ts'
import { checkAccount, checkAndKeep, testAccount } from './try-account.ts'

export const channelsFeature: Feature = {
  name: 'channels',
  audited: { 'channels/accounts': null, 'channels/texts': null },
  events: [channelFollowed, channelLeft, channelHeard],
  problems: channelProblems,
  actions: [
    handleAction(actions.createChannelAccount, createAccount),
    handleAction(actions.changeChannelAccount, changeAccount),
    handleAction(actions.deleteChannelAccount, deleteAccount),
    handleInTwo(actions.checkChannelAccount, checkAccount),
    handleInTwo(actions.testChannelAccount, testAccount),
    handleAction(actions.addChannelText, addText),
    handleAction(actions.changeChannelText, changeText),
    handleAction(actions.deleteChannelText, deleteText),
    handleAction(actions.tieFollower, tieFollower),
  ],
  questions: [
    answerQuestion(actions.listChannelAccounts, listAccounts),
    answerQuestion(actions.listSendingAccounts, listSending),
    answerQuestion(actions.listChannelTexts, listTexts),
  ],
  routes: addChannelRoutes,
  ticks: [
    { name: 'look-at-followers', everyMs: 60_000, run: lookAtFollowers },
    { name: 'follow-handed', everyMs: 300_000, run: makeFollowHanded() },
    { name: 'check-channels', everyMs: 3_600_000, run: checkDaily },
    { name: 'sweep-channel-calls', everyMs: 3_600_000, run: sweepCalls },
  ],
}

const dayMs = 86_400_000

/** Each account in use is asked once a day whether it still can be used, where asking is heard by nobody. */
async function checkDaily(services: Services): Promise<boolean> {
  const before = new Date(services.clock().getTime() - dayMs)
  const rows = await readAccounts(services.database.db, sql`state = 'on' and (checked_at is null or checked_at < ${before})`)
  for (const row of rows) {
    const vendor = vendorOf(row.channel, row.vendor)
    if (vendor && vendor.checkSpeaks !== true && !lacksField(vendor, row.settings)) await checkAndKeep(services, row)
  }
  return false
}

/** Vendors call again for hours, not for weeks. */
async function sweepCalls({ database, clock }: Services): Promise<boolean> {
  await sql`delete from channel_calls where at < ${new Date(clock().getTime() - 14 * dayMs)}`.execute(database.db)
  return false
}
