import { answerQuestion, type Feature, handleAction, type Tick } from '../../../platform/actions/feature.ts'
import * as actions from '../matching-actions.ts'
import { matchingProblems } from '../matching-problems.ts'
import { compareChanged } from './compare-changed.ts'
import { countLookAlikes } from './count-look-alikes.ts'
import { decidePairs } from './decide-pairs.ts'
import { gonePairsTick } from './drop-gone-pairs.ts'
import { findSimilar } from './find-similar.ts'
import { listDuplicates, readLookAlikes } from './list-duplicates.ts'
import { beginRules } from './match-rules.ts'
import { readMatching, startMatching, stopMatching } from './match-runs.ts'
import { mergeCertain } from './merge-certain.ts'
import { matchingRefresher } from './note-changed.ts'
import { removeMatchRule, resetMatchRule } from './remove-match-rule.ts'
import { rulesWithField } from './rules-with-field.ts'
import { listMatchRules, saveMatchRule } from './save-match-rule.ts'
import { tryMatchRule } from './try-match-rule.ts'
import { workOnRun } from './work-on-run.ts'

/** Who changed comes first, for somebody may be waiting for it; the whole base is gone through portion by portion between. */
const matchingTick: Tick = {
  name: 'matching',
  everyMs: 1_000,
  run: async (services) => {
    const isMore = [await compareChanged(services), await workOnRun(services), await mergeCertain(services)]
    return isMore.includes(true)
  },
}

export const matchingFeature: Feature = {
  name: 'matching',
  problems: matchingProblems,
  actions: [
    handleAction(actions.decidePairs, decidePairs),
    handleAction(actions.countLookAlikes, countLookAlikes),
    handleAction(actions.startMatching, startMatching),
    handleAction(actions.stopMatching, stopMatching),
    handleAction(actions.saveMatchRule, saveMatchRule),
    handleAction(actions.removeMatchRule, removeMatchRule),
    handleAction(actions.resetMatchRule, resetMatchRule),
  ],
  questions: [
    answerQuestion(actions.findSimilar, findSimilar),
    answerQuestion(actions.listDuplicates, listDuplicates),
    answerQuestion(actions.readLookAlikes, readLookAlikes),
    answerQuestion(actions.readMatching, readMatching),
    answerQuestion(actions.listMatchRules, listMatchRules),
    answerQuestion(actions.tryMatchRule, tryMatchRule),
  ],
  refreshers: [matchingRefresher],
  ticks: [matchingTick, gonePairsTick],
  merging: [
    { table: 'match_keys', how: 'forget' },
    { table: 'match_queue', how: 'forget' },
    { table: 'given_keys', how: 'move' },
  ],
  ruleUses: rulesWithField,
  begin: beginRules,
}
