import { answerQuestion, type Feature, handleAction } from '../../../platform/actions/feature.ts'
import * as actions from '../actions.ts'
import { customer } from '../customer.ts'
import { consentChanged, customerCreated, customerUpdated, ownerChanged } from '../events.ts'
import { customerProblems } from '../problems.ts'
import { createCustomer } from './create-customer.ts'
import { nameCustomers } from './name-customers.ts'
import { namePlaces } from './name-places.ts'
import { readTimeline } from './read-timeline.ts'
import { updateCustomer } from './update-customer.ts'

export const customersFeature: Feature = {
  name: 'customers',
  audited: { customers: null },
  entities: [customer],
  events: [customerCreated, customerUpdated, consentChanged, ownerChanged],
  problems: customerProblems,
  actions: [
    handleAction(actions.createCustomer, createCustomer),
    handleAction(actions.updateCustomer, (ctx, input) => updateCustomer(ctx, input)),
  ],
  questions: [answerQuestion(actions.readTimeline, readTimeline), answerQuestion(actions.nameCustomers, nameCustomers)],
  begin: namePlaces,
  merging: [{ table: 'customer_identities', how: 'move' }],
}
