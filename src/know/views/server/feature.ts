import { sql } from 'kysely'
import { replaceIdIn, usesIn } from '../../../platform/records/rule-uses.ts'
import { answerQuestion, type Feature, handleAction } from '../../../platform/actions/feature.ts'
import * as definitions from '../views.ts'
import { deleteView } from './delete-view.ts'
import { listViews } from './list-views.ts'
import { saveView } from './save-view.ts'

export const viewsFeature: Feature = {
  name: 'views',
  audited: { views: 'saved_views' },
  problems: definitions.viewProblems,
  actions: [handleAction(definitions.saveView, saveView), handleAction(definitions.deleteView, deleteView)],
  owned: [{ what: 'view', label: { zh: '保存的视图', en: 'Saved views' }, table: 'saved_views', column: 'created_by', as: 'actor' }],
  replaceInRules: (db, from, to) => replaceIdIn(db, 'saved_views', 'query', from, to),
  ruleUses: (db, match) =>
    usesIn(db, 'saved_views', { zh: '视图', en: 'view' }, sql`t.entity = 'customer' and ${match(sql`t.query`)}`, '/customers?view='),
  questions: [answerQuestion(definitions.listViews, listViews)],
}
