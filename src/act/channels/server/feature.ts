import { sql } from 'kysely'
import { answerQuestion, type Feature, handleAction, handleInTwo } from '../../../platform/actions/feature.ts'
import type { Services } from '../../../platform/actions/services.ts'
import * as actions from '../actions.ts'
import * as subscribing from '../subscription-actions.ts'
import { lacksField } from '../check-settings.ts'
import { vendorOf } from '../channel-kinds.ts'
import { channelFollowed, channelHeard, channelLeft } from '../events.ts'
import { channelProblems } from '../problems.ts'
import { readAccounts } from './account-rows.ts'
import { channelReaches } from './channel-reaches.ts'
import { addChannelRoutes } from './channel-routes.ts'
import { deliverWaiting, sweepDeliveries } from './deliver-facts.ts'
import { makeFollowHanded } from './follow-handed.ts'
import { listAccounts, listSending, listTexts } from './list-accounts.ts'
import { listFollowers } from './list-followers.ts'
import { listDeliveries, listSubscriptions } from './list-subscriptions.ts'
import { tryAgain } from './let-go.ts'
import { lookAtFollowers } from './look-at-followers.ts'
import { subscriptionsRefresher } from './note-deliveries.ts'
import { changeAccount, createAccount, deleteAccount } from './save-account.ts'
import { changeSubscription, createSubscription, deleteSubscription, resendDeliveries } from './save-subscription.ts'
import { addText, changeText, deleteText } from './save-text.ts'
import { tieFollower } from './tie-followers.ts'
import { checkAccount, checkAndKeep, testAccount } from './try-account.ts'

export const channelsFeature: Feature = {
  name: 'channels',
  audited: { 'channels/accounts': null, 'channels/texts': null, subscriptions: null },
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
    handleAction(subscribing.createSubscription, createSubscription),
    handleAction(subscribing.changeSubscription, changeSubscription),
    handleAction(subscribing.deleteSubscription, deleteSubscription),
    handleAction(subscribing.resendDeliveries, resendDeliveries),
  ],
  questions: [
    answerQuestion(actions.listChannelAccounts, listAccounts),
    answerQuestion(actions.listSendingAccounts, listSending),
    answerQuestion(actions.listChannelTexts, listTexts),
    answerQuestion(actions.listFollowers, listFollowers),
    answerQuestion(subscribing.listSubscriptions, listSubscriptions),
    answerQuestion(subscribing.listDeliveries, listDeliveries),
  ],
  routes: addChannelRoutes,
  reaches: channelReaches,
  settingSaved: tryAgain,
  // Right before the journeys': they are the last who tell facts of what they hear.
  refreshers: [subscriptionsRefresher],
  merging: [{ table: 'webhook_deliveries', how: 'move' }],
  ticks: [
    { name: 'webhook-deliveries', everyMs: 2_000, run: deliverWaiting },
    { name: 'sweep-deliveries', everyMs: 3_600_000, run: sweepDeliveries },
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
