import { answerQuestion, type Feature, handleAction } from '../../../platform/actions/feature.ts'
import * as actions from '../actions.ts'
import { campaignTouch } from '../campaign-touch.ts'
import { groupJoined, identified, pageViewed, screenViewed, tracked } from '../events.ts'
import * as hookActions from '../hook-actions.ts'
import { sourceProblems } from '../problems.ts'
import { disableSource, pauseSource, resumeSource, saveOrigins } from './change-source.ts'
import { createHook, saveHook } from './create-hook.ts'
import { createSource } from './create-source.ts'
import { listDeliveries, playAgain, sweepDeliveries } from './deliveries.ts'
import { addHookRoutes } from './hook-routes.ts'
import { addIntakeRoutes } from './intake-routes.ts'
import { listLatest } from './list-latest.ts'
import { listSourceNotes } from './list-source-notes.ts'
import { listSources } from './list-sources.ts'
import { readSource } from './read-source.ts'
import { fillTouchesTick } from './fill-touches.ts'
import { touchRefresher } from './refresh-touches.ts'
import { rotateKey } from './rotate-key.ts'
import { tryMapping } from './try-mapping.ts'
import { sweepVisitors } from './visitors.ts'

export const sourcesFeature: Feature = {
  name: 'sources',
  audited: { sources: 'sources' },
  events: [tracked, pageViewed, screenViewed, groupJoined, identified],
  problems: sourceProblems,
  actions: [
    handleAction(actions.createSource, createSource),
    handleAction(actions.rotateKey, rotateKey),
    handleAction(actions.pauseSource, pauseSource),
    handleAction(actions.resumeSource, resumeSource),
    handleAction(actions.disableSource, disableSource),
    handleAction(actions.saveOrigins, saveOrigins),
    handleAction(hookActions.createHook, createHook),
    handleAction(hookActions.saveHook, saveHook),
    handleAction(hookActions.playAgain, playAgain),
  ],
  questions: [
    answerQuestion(actions.listSources, listSources),
    answerQuestion(actions.readSource, readSource),
    answerQuestion(actions.listLatest, listLatest),
    answerQuestion(actions.listSourceNotes, listSourceNotes),
    answerQuestion(hookActions.tryMapping, tryMapping),
    answerQuestion(hookActions.listDeliveries, listDeliveries),
  ],
  ticks: [
    { name: 'visitors', everyMs: 60_000, run: sweepVisitors },
    fillTouchesTick,
    { name: 'deliveries', everyMs: 3_600_000, run: sweepDeliveries },
  ],
  extensions: [campaignTouch],
  refreshers: [touchRefresher],
  merging: [
    { table: 'source_groups', how: 'move', unique: ['group_key'] },
    { table: 'campaign_touches', how: 'recompute' },
  ],
  routes: (app, services) => {
    addIntakeRoutes(app, services)
    addHookRoutes(app, services)
  },
}
