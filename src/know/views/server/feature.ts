import { answerQuestion, type Feature, handleAction } from '../../../platform/actions/feature.ts'
import * as definitions from '../views.ts'
import { deleteView } from './delete-view.ts'
import { listViews } from './list-views.ts'
import { saveView } from './save-view.ts'

export const viewsFeature: Feature = {
  name: 'views',
  problems: definitions.viewProblems,
  actions: [handleAction(definitions.saveView, saveView), handleAction(definitions.deleteView, deleteView)],
  questions: [answerQuestion(definitions.listViews, listViews)],
}
