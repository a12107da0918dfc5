import { answerQuestion, type Feature, handleAction } from '../../../platform/actions/feature.ts'
import { replaceIdIn } from '../../../platform/records/rule-uses.ts'
import * as actions from '../actions.ts'
import { discoveryProblems } from '../problems.ts'
import { discoveriesTick, lookForDiscoveries } from './look-for-discoveries.ts'
import { muteDiscovery, readDiscoveries, unmuteDiscovery } from './read-discoveries.ts'

export const discoveriesFeature: Feature = {
  name: 'discoveries',
  problems: discoveryProblems,
  actions: [
    handleAction(actions.lookForDiscoveries, (ctx) => lookForDiscoveries(ctx)),
    handleAction(actions.muteDiscovery, muteDiscovery),
    handleAction(actions.unmuteDiscovery, unmuteDiscovery),
  ],
  questions: [answerQuestion(actions.readDiscoveries, readDiscoveries)],
  ticks: [discoveriesTick],
  replaceInRules: (db, from, to) => replaceIdIn(db, 'discoveries', 'rule', from, to),
}
