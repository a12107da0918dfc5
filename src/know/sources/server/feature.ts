import { answerQuestion, type Feature, handleAction } from '../../../platform/actions/feature.ts'
import * as actions from '../actions.ts'
import { groupJoined, identified, pageViewed, screenViewed, tracked } from '../events.ts'
import { sourceProblems } from '../problems.ts'
import { createSource } from './create-source.ts'
import { disableSource } from './disable-source.ts'
import { addIntakeRoutes } from './intake-routes.ts'
import { listSourceNotes, listSources } from './list-sources.ts'
import { sweepVisitors } from './visitors.ts'

export const sourcesFeature: Feature = {
  name: 'sources',
  events: [tracked, pageViewed, screenViewed, groupJoined, identified],
  merging: [{ table: 'source_groups', how: 'move', unique: ['group_key'] }],
  problems: sourceProblems,
  actions: [handleAction(actions.createSource, createSource), handleAction(actions.disableSource, disableSource)],
  questions: [answerQuestion(actions.listSources, listSources), answerQuestion(actions.listSourceNotes, listSourceNotes)],
  ticks: [{ name: 'visitors', everyMs: 60_000, run: sweepVisitors }],
  routes: addIntakeRoutes,
}
