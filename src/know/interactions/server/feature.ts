import { answerQuestion, type Feature, handleAction } from '../../../platform/actions/feature.ts'
import * as actions from '../actions.ts'
import { interactionChanged, interactionRecorded, interactionRemoved, interactionRestored } from '../events.ts'
import { interaction } from '../interaction.ts'
import { interactionProblems } from '../problems.ts'
import { changeInteraction } from './change-interaction.ts'
import { readInteractions } from './read-interactions.ts'
import { recordInteraction } from './record-interaction.ts'
import { releaseOrphans } from './release-orphans.ts'
import { removeInteraction, restoreInteraction } from './remove-interaction.ts'

export const interactionsFeature: Feature = {
  name: 'interactions',
  entities: [interaction],
  events: [interactionRecorded, interactionChanged, interactionRemoved, interactionRestored],
  problems: interactionProblems,
  actions: [
    handleAction(actions.recordInteraction, recordInteraction),
    handleAction(actions.changeInteraction, changeInteraction),
    handleAction(actions.removeInteraction, removeInteraction),
    handleAction(actions.restoreInteraction, restoreInteraction),
  ],
  questions: [answerQuestion(actions.readInteractions, readInteractions)],
  ticks: [{ name: 'release-orphans', everyMs: 3_600_000, run: releaseOrphans }],
  merging: [
    { table: 'interactions', how: 'move' },
    { table: 'removed_interactions', how: 'move' },
  ],
}
