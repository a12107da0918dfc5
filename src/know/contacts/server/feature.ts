import { answerQuestion, type Feature, handleAction } from '../../../platform/actions/feature.ts'
import * as actions from '../actions.ts'
import { contact } from '../contact.ts'
import { contactAdded, contactChanged, contactRemoved } from '../events.ts'
import { contactProblems } from '../problems.ts'
import { createContact } from './create-contact.ts'
import { followCompanies } from './follow-companies.ts'
import { listContacts } from './list-contacts.ts'
import { removeContact } from './remove-contact.ts'
import { updateContact } from './update-contact.ts'

export const contactsFeature: Feature = {
  name: 'contacts',
  entities: [contact],
  events: [contactAdded, contactChanged, contactRemoved],
  problems: contactProblems,
  actions: [
    handleAction(actions.createContact, createContact),
    handleAction(actions.updateContact, updateContact),
    handleAction(actions.removeContact, removeContact),
  ],
  questions: [answerQuestion(actions.listContacts, listContacts)],
  refreshers: [{ name: 'contacts-companies', hears: 'records', refresh: followCompanies }],
  merging: [{ table: 'contacts', how: 'move', refers: ['person_id'] }],
}
