import { sql } from 'kysely'
import { answerQuestion, type Feature, handleAction } from '../../../platform/actions/feature.ts'
import { replaceIdIn } from '../../../platform/records/rule-uses.ts'
import * as actions from '../actions.ts'
import { customerChurn } from '../churn.ts'
import { churnLeft, churnResolved, churnReturned } from '../events.ts'
import { churnProblems } from '../problems.ts'
import * as questions from '../questions.ts'
import * as rateQuestions from '../rate-questions.ts'
import { assignEntry, makeTodo, noteStep, reopenEntry, resolveEntry, snoozeEntry } from './entries.ts'
import { listEntries } from './list-entries.ts'
import { readHazards } from './read-hazards.ts'
import { readCustomerRhythm } from './read-customer.ts'
import { readRate, readSurvival } from './read-rate.ts'
import { previewChurn, readSettings, readSummary } from './read-settings.ts'
import { readReasonTable, readWonBack } from './read-won-back.ts'
import { beginReasons, reasonField, saveReasons, setReason } from './reasons.ts'
import { churnRefresher } from './refresh-churn.ts'
import { saveCapacity, saveDefinition } from './save-settings.ts'
import { churnSweepTick } from './sweep-churn.ts'

/** Only the definition that holds can break: older versions are kept as they were. */
const newest = sql`d.version = (select max(version) from churn_definitions) and d.who is not null`

export const churnFeature: Feature = {
  name: 'churn',
  extensions: [customerChurn],
  events: [churnLeft, churnReturned, churnResolved],
  problems: churnProblems,
  actions: [
    handleAction(actions.assignChurnEntry, assignEntry),
    handleAction(actions.snoozeChurnEntry, snoozeEntry),
    handleAction(actions.resolveChurnEntry, resolveEntry),
    handleAction(actions.reopenChurnEntry, reopenEntry),
    handleAction(actions.makeChurnTodo, makeTodo),
    handleAction(actions.noteChurnStep, noteStep),
    handleAction(actions.setChurnReason, setReason),
    handleAction(actions.saveChurnDefinition, saveDefinition),
    handleAction(actions.saveChurnCapacity, saveCapacity),
    handleAction(actions.saveChurnReasons, saveReasons),
  ],
  questions: [
    answerQuestion(questions.listChurnEntries, listEntries),
    answerQuestion(questions.churnSummary, readSummary),
    answerQuestion(rateQuestions.churnRate, readRate),
    answerQuestion(rateQuestions.churnSurvival, readSurvival),
    answerQuestion(rateQuestions.churnHazards, readHazards),
    answerQuestion(questions.churnReasons, readReasonTable),
    answerQuestion(questions.churnWonBack, readWonBack),
    answerQuestion(questions.readChurnSettings, readSettings),
    answerQuestion(questions.previewChurn, previewChurn),
    answerQuestion(questions.customerRhythm, readCustomerRhythm),
  ],
  owned: [
    {
      what: 'win-back',
      label: { zh: '挽回名单上的客户', en: 'Customers to win back' },
      table: 'churn_entries',
      column: 'assignee_id',
      as: 'actor',
      nameColumn: 'assignee_name',
      open: ['open', 'snoozed'],
      followsCustomer: true,
    },
  ],
  refreshers: [churnRefresher],
  ticks: [churnSweepTick],
  liveFields: reasonField,
  merging: [
    { table: 'churn_states', how: 'recompute' },
    { table: 'churn_spells', how: 'recompute' },
    { table: 'churn_entries', how: 'move' },
    { table: 'churn_steps', how: 'move' },
  ],
  segmentUses: async (db, segmentId) => {
    const { rows } = await sql`select 1 from churn_definitions d where ${newest} and d.who::text like ${`%${segmentId}%`}`.execute(db)
    return rows.length > 0 ? [definitionUse] : []
  },
  ruleUses: async (db, match) => {
    const { rows } = await sql`select 1 from churn_definitions d where ${newest} and ${match(sql`d.who`)}`.execute(db)
    return rows.length > 0 ? [definitionUse] : []
  },
  replaceInRules: (db, from, to) => replaceIdIn(db, 'churn_definitions', 'who', from, to),
  begin: beginReasons,
}

const definitionUse = { kind: { zh: '流失的定义', en: 'definition of leaving' }, name: '流失', address: '/churn?tab=settings' }
