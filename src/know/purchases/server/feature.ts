import { answerQuestion, type Feature, handleAction } from '../../../platform/actions/feature.ts'
import * as actions from '../actions.ts'
import { purchaseCorrected, purchaseMade, purchaseRefunded, purchaseVoided } from '../events.ts'
import { purchaseProblems } from '../problems.ts'
import { purchase } from '../purchase.ts'
import { listPurchases } from './list-purchases.ts'
import { recordPurchase } from './record-purchase.ts'
import { voidPurchase } from './void-purchase.ts'

export const purchasesFeature: Feature = {
  name: 'purchases',
  entities: [purchase],
  events: [purchaseMade, purchaseRefunded, purchaseCorrected, purchaseVoided],
  problems: purchaseProblems,
  actions: [handleAction(actions.recordPurchase, recordPurchase), handleAction(actions.voidPurchase, voidPurchase)],
  questions: [answerQuestion(actions.listPurchases, listPurchases)],
  merging: [
    { table: 'purchases', how: 'move' },
    { table: 'purchase_lines', how: 'move' },
  ],
}
