import { answerQuestion, type Feature, handleAction } from '../../../platform/actions/feature.ts'
import * as actions from '../actions.ts'
import { inboundProblems } from '../problems.ts'
import { answerInbound, linkInbound, setInbound } from './change-inbound.ts'
import { releaseHold } from '../../../know/contact-points/server/hold-address.ts'
import { forgetSeen, readWhenDue } from './inbox-tick.ts'
import { settleCalls } from './settle-calls.ts'
import { makeWatch } from './watch-inbox.ts'
import { listEmailHolds, listInbound, readInboxState } from './list-inbound.ts'

export const inboundFeature: Feature = {
  name: 'inbound',
  problems: inboundProblems,
  audited: { inbound: null },
  actions: [
    handleAction(actions.finishInbound, (ctx, { id }) => setInbound(ctx, id, 'done')),
    handleAction(actions.reopenInbound, (ctx, { id }) => setInbound(ctx, id, 'open')),
    handleAction(actions.linkInbound, linkInbound),
    handleAction(actions.answerInbound, answerInbound),
    handleAction(actions.releaseEmailHold, releaseHold),
  ],
  questions: [
    answerQuestion(actions.listInbound, listInbound),
    answerQuestion(actions.listEmailHolds, listEmailHolds),
    answerQuestion(actions.readInboxState, readInboxState),
  ],
  ticks: [
    { name: 'inbox', everyMs: 3_000, run: readWhenDue },
    { name: 'inbox-watch', everyMs: 30_000, run: makeWatch() },
    { name: 'calls-settle', everyMs: 15_000, run: settleCalls },
    { name: 'inbox-seen', everyMs: 3_600_000, run: forgetSeen },
  ],
  merging: [{ table: 'inbound_mails', how: 'move' }],
}
