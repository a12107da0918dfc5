import { answerQuestion, type Feature, handleAction } from '../../../platform/actions/feature.ts'
import * as actions from '../actions.ts'
import { attentionProblems } from '../problems.ts'
import { checkSending } from './check-sending.ts'
import { previewAttention } from './preview-attention.ts'
import { readCustomerAttention } from './read-customer-attention.ts'
import { listAttentionCustomers, readOverview } from './read-overview.ts'
import { refusalStatistics } from './refusal-statistics.ts'
import { forgetReservations, listReservations, releaseAttention, reserveAttention } from './reserve-attention.ts'
import { lookAnew, readAttentionSettings, saveAttention } from './save-attention.ts'

export const attentionFeature: Feature = {
  name: 'attention',
  problems: attentionProblems,
  actions: [
    handleAction(actions.saveAttention, saveAttention),
    handleAction(actions.reserveAttention, reserveAttention),
    handleAction(actions.releaseAttention, releaseAttention),
  ],
  questions: [
    answerQuestion(actions.readAttentionSettings, readAttentionSettings),
    answerQuestion(actions.attentionOverview, readOverview),
    answerQuestion(actions.listAttentionCustomers, listAttentionCustomers),
    answerQuestion(actions.customerAttention, readCustomerAttention),
    answerQuestion(actions.checkSending, checkSending),
    answerQuestion(actions.refusalStatistics, refusalStatistics),
    answerQuestion(actions.previewAttention, previewAttention),
    answerQuestion(actions.listReservations, listReservations),
  ],
  ticks: [{ name: 'attention-reservations', everyMs: 3_600_000, run: forgetReservations }],
  merging: [{ table: 'attention_reservations', how: 'move' }],
  settingSaved: lookAnew,
}
