import { sql } from 'kysely'
import { answerQuestion, type Feature, handleAction } from '../../../platform/actions/feature.ts'
import type { Db } from '../../../platform/database/connect.ts'
import { replaceIdIn, usesIn } from '../../../platform/records/rule-uses.ts'
import * as actions from '../actions.ts'
import { segmentEntered, segmentLeft } from '../events.ts'
import { segmentProblems } from '../problems.ts'
import * as questions from '../questions.ts'
import { segment } from '../segment.ts'
import { countRule } from './count-rule.ts'
import { explainMembership, overviewSegments, previewRule, readSegment, segmentHistory, segmentsOfCustomer } from './read-segments.ts'
import { segmentsRefresher } from './refresh-segments.ts'
import { createSegment, deleteSegment, updateSegment } from './save-segment.ts'
import { segmentsUsing } from './segment-uses.ts'
import { segmentSweepTick } from './sweep-segments.ts'

const namesOf = async (db: Db) => (await sql<{ id: string; name: string }>`select id, name from segments order by name`.execute(db)).rows

export const segmentsFeature: Feature = {
  name: 'segments',
  entities: [segment],
  events: [segmentEntered, segmentLeft],
  problems: segmentProblems,
  actions: [
    handleAction(actions.createSegment, createSegment),
    handleAction(actions.updateSegment, updateSegment),
    handleAction(actions.deleteSegment, deleteSegment),
  ],
  questions: [
    answerQuestion(questions.overviewSegments, overviewSegments),
    answerQuestion(questions.readSegment, readSegment),
    answerQuestion(questions.countRule, countRule),
    answerQuestion(questions.previewRule, previewRule),
    answerQuestion(questions.segmentHistory, segmentHistory),
    answerQuestion(questions.explainMembership, explainMembership),
    answerQuestion(questions.segmentsOfCustomer, segmentsOfCustomer),
  ],
  refreshers: [segmentsRefresher],
  merging: [{ table: 'memberships', how: 'recompute' }],
  ticks: [segmentSweepTick],
  segmentUses: segmentsUsing,
  replaceInRules: (db, from, to) => replaceIdIn(db, 'segments', 'rule', from, to),
  ruleUses: (db, match) => usesIn(db, 'segments', { zh: '细分', en: 'segment' }, match(sql`t.rule`), '/segments/'),
  vocabulary: async (db) => ({ segments: new Map((await namesOf(db)).map(({ id, name }) => [id, name])) }),
  named: {
    to: 'segment',
    options: async (db) => (await namesOf(db)).map(({ id, name }) => ({ value: id, label: { zh: name, en: name } })),
  },
}
