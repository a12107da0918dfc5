import { answerQuestion, type Feature, handleAction } from '../../../platform/actions/feature.ts'
import { replaceIdIn } from '../../../platform/records/rule-uses.ts'
import * as actions from '../actions.ts'
import * as moves from '../move-actions.ts'
import * as replays from '../replay-actions.ts'
import { journeyEnded, journeyEntered, journeyKeptOut } from '../events.ts'
import { journeyProblems } from '../problems.ts'
import { advanceDue } from './advance-due.ts'
import { calendarTick } from './calendar-tick.ts'
import { doorTick } from './door-tick.ts'
import { testTick } from './decide-tests.ts'
import { listSkips } from './list-skips.ts'
import { moveRuns, moveTick, previewMove } from './move-runs.ts'
import { listReplayPeople, listReplays, readReplay, startReplay, stopReplay } from './replays.ts'
import { replayTick } from './replay-tick.ts'
import { listJourneyActions } from './step-actions.ts'
import { frameTick } from './sweep-frames.ts'
import { tallyTick } from './tallies.ts'
import { enterJourney } from './enter-by-hand.ts'
import { journeyRefresher } from './hear-facts.ts'
import { listJourneys, readJourney } from './list-journeys.ts'
import { listCustomerJourneys, listRuns } from './list-runs.ts'
import { journeyNames } from './journey-names.ts'
import { mergedRuns } from './merged-runs.ts'
import { createJourney, deleteJourney, pauseJourney, startJourney, updateJourney } from './save-journey.ts'
import { journeysUsingSegment, journeysWithRule } from './segment-uses.ts'
import { simulateJourney } from './simulate-journey.ts'

export const journeysFeature: Feature = {
  name: 'journeys',
  subjects: [
    {
      name: 'journey',
      label: { zh: '旅程', en: 'Journeys' },
      tables: [
        'journeys',
        'journey_versions',
        'journey_runs',
        'journey_steps',
        'journey_pokes',
        'journey_skips',
        'journey_calendars',
        'journey_tests',
        'journey_tallies',
        'journey_replays',
      ],
    },
  ],
  owned: [{ what: 'journey', label: { zh: '旅程', en: 'Journeys' }, table: 'journeys', column: 'created_by', as: 'actor' }],
  audited: { journeys: 'journeys' },
  events: [journeyEntered, journeyEnded, journeyKeptOut],
  problems: journeyProblems,
  actions: [
    handleAction(actions.createJourney, createJourney),
    handleAction(actions.updateJourney, updateJourney),
    handleAction(actions.startJourney, startJourney),
    handleAction(actions.pauseJourney, pauseJourney),
    handleAction(actions.deleteJourney, deleteJourney),
    handleAction(actions.enterJourney, enterJourney),
    handleAction(moves.moveRuns, moveRuns),
    handleAction(replays.startReplay, startReplay),
    handleAction(replays.stopReplay, stopReplay),
  ],
  questions: [
    answerQuestion(actions.listJourneys, listJourneys),
    answerQuestion(actions.readJourney, readJourney),
    answerQuestion(actions.listRuns, listRuns),
    answerQuestion(actions.customerJourneys, listCustomerJourneys),
    answerQuestion(replays.simulateJourney, simulateJourney),
    answerQuestion(actions.listSkips, listSkips),
    answerQuestion(actions.listJourneyActions, listJourneyActions),
    answerQuestion(moves.previewMove, previewMove),
    answerQuestion(replays.readReplay, readReplay),
    answerQuestion(replays.listReplays, listReplays),
    answerQuestion(replays.listReplayPeople, listReplayPeople),
  ],
  named: { to: 'journey', options: journeyNames },
  segmentUses: journeysUsingSegment,
  merging: [
    mergedRuns,
    { table: 'journey_steps', how: 'move' },
    { table: 'journey_pokes', how: 'move' },
    { table: 'journey_skips', how: 'move' },
  ],
  ruleUses: journeysWithRule,
  replaceInRules: async (db, from, to) => {
    await replaceIdIn(db, 'journeys', 'definition', from, to)
    await replaceIdIn(db, 'journey_versions', 'definition', from, to)
  },
  refreshers: [journeyRefresher],
  ticks: [
    doorTick,
    calendarTick,
    moveTick,
    tallyTick,
    testTick,
    replayTick,
    frameTick,
    { name: 'journeys', everyMs: 1_000, run: async (services) => (await advanceDue(services)) > 0 },
  ],
}
