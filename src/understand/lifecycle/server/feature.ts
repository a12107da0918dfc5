import { sql } from 'kysely'
import type { Words } from '../../../core/kit/words.ts'
import { replaceIdIn } from '../../../platform/records/rule-uses.ts'
import { answerQuestion, type Feature, handleAction } from '../../../platform/actions/feature.ts'
import * as actions from '../actions.ts'
import { stageChanged } from '../events.ts'
import { stageProblems } from '../problems.ts'
import * as questions from '../questions.ts'
import { stagesInOrder } from '../stages.ts'
import { beginStages } from './begin-stages.ts'
import { explainStage, readStages, stageConversion, stageFlows, stagesOverTime, timeInStage } from './read-lifecycle.ts'
import { historyTick } from './reconstruct-history.ts'
import { saveStages, simulateStages } from './save-stages.ts'
import { stageCohorts } from './stage-cohorts.ts'
import { stageCosts } from './stage-costs.ts'
import { readStagePlans, saveStagePlan } from './stage-plans.ts'
import { stageSweepTick } from './sweep-stages.ts'

export const lifecycleFeature: Feature = {
  name: 'lifecycle',
  events: [stageChanged],
  problems: stageProblems,
  actions: [handleAction(actions.saveStages, saveStages), handleAction(actions.saveStagePlan, saveStagePlan)],
  questions: [
    answerQuestion(questions.readStages, readStages),
    answerQuestion(questions.simulateStages, simulateStages),
    answerQuestion(questions.stageFlows, stageFlows),
    answerQuestion(questions.stageConversion, stageConversion),
    answerQuestion(questions.timeInStage, timeInStage),
    answerQuestion(questions.stagesOverTime, stagesOverTime),
    answerQuestion(questions.explainStage, explainStage),
    answerQuestion(questions.readStagePlans, readStagePlans),
    answerQuestion(questions.stageCosts, stageCosts),
    answerQuestion(questions.stageCohorts, stageCohorts),
  ],
  ticks: [stageSweepTick, historyTick],
  vocabulary: async (db) => ({
    stages: new Map((await stagesInOrder.execute(db)).rows.map((stage) => [stage.key, { ...stage.label, colour: stage.colour }])),
  }),
  replaceInRules: (db, from, to) => replaceIdIn(db, 'stages', 'rule', from, to),
  ruleUses: async (db, match) => {
    const { rows } = await sql<{ label: Words }>`select label from stages where ${match(sql`rule`)} order by position`.execute(db)
    return rows.map(({ label }) => ({ kind: { zh: '生命周期阶段', en: 'stage' }, name: label.zh, address: '/lifecycle' }))
  },
  owned: [
    {
      what: 'stage-plan',
      label: { zh: '负责的生命周期阶段', en: 'Lifecycle stages answered for' },
      table: 'stage_plans',
      column: 'owner_id',
      as: 'actor',
    },
  ],
  merging: [{ table: 'stage_moves', how: 'recompute' }],
  begin: beginStages,
}
