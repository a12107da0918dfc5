import { answerQuestion, type Feature, handleAction } from '../../../platform/actions/feature.ts'
import { currentCustomer } from '../../../platform/event-log/merged-heads.ts'
import * as actions from '../actions.ts'
import { customerMerged, customerParted, customerRestored } from '../events.ts'
import { mergeProblems } from '../problems.ts'
import { listMerges, readMerge } from './read-merge.ts'
import { mergeCustomers } from './merge-customers.ts'
import { previewMerge } from './preview-merge.ts'
import { tryMerge } from './try-merge.ts'
import { unmergeCustomers } from './unmerge-customers.ts'

export const identityFeature: Feature = {
  name: 'identity',
  events: [customerMerged, customerParted, customerRestored],
  problems: mergeProblems,
  actions: [handleAction(actions.mergeCustomers, mergeCustomers), handleAction(actions.unmergeCustomers, unmergeCustomers)],
  questions: [
    answerQuestion(actions.previewMerge, previewMerge),
    answerQuestion(actions.tryMerge, tryMerge),
    answerQuestion(actions.listMerges, listMerges),
    answerQuestion(actions.readMerge, readMerge),
  ],
  leadsTo: async (db, entity, id) => {
    if (entity !== 'customer') return null
    const into = await currentCustomer(db, id)
    return into === id ? null : into
  },
  merging: [
    { table: 'customers', how: 'by-hand' },
    { table: 'log_heads', how: 'by-hand' },
    { table: 'events', how: 'by-hand' },
    { table: 'merges', how: 'by-hand' },
    { table: 'merged_customers', how: 'by-hand' },
    { table: 'merged_facts', how: 'by-hand' },
    { table: 'merge_kept', how: 'by-hand' },
  ],
}
