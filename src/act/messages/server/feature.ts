import { answerQuestion, type Feature, handleAction, handleInTwo } from '../../../platform/actions/feature.ts'
import * as actions from '../actions.ts'
import {
  messageBounced,
  messageClicked,
  messageDelivered,
  messageFailed,
  messageHanded,
  messageReplied,
  messageSent,
  messageSkipped,
} from '../events.ts'
import { messageProblems } from '../problems.ts'
import { template } from '../template.ts'
import { messagesExport } from './export-messages.ts'
import { countMessages, listMessages, readMessage } from './list-messages.ts'
import { noteMessageOutcome } from './note-message-outcome.ts'
import { previewTemplate } from './preview-template.ts'
import { queueMessages, sendMessage } from './queue-messages.ts'
import { createTemplate, deleteTemplate, updateTemplate } from './save-template.ts'
import { sendDue } from './send-due.ts'
import { templateVariables } from './template-values.ts'
import { testTemplate } from './test-template.ts'
import { addUnsubscribeRoutes } from './unsubscribe-routes.ts'

export const messagesFeature: Feature = {
  name: 'messages',
  subjects: [{ name: 'message', label: { zh: '消息', en: 'Messages' }, tables: ['messages'] }],
  entities: [template],
  events: [messageSent, messageHanded, messageFailed, messageSkipped, messageDelivered, messageBounced, messageReplied, messageClicked],
  problems: messageProblems,
  actions: [
    handleAction(actions.createTemplate, createTemplate),
    handleAction(actions.updateTemplate, updateTemplate),
    handleAction(actions.deleteTemplate, deleteTemplate),
    handleAction(actions.sendMessage, sendMessage),
    handleAction(actions.queueMessages, queueMessages),
    handleAction(actions.noteMessageOutcome, noteMessageOutcome),
    handleInTwo(actions.testTemplate, testTemplate),
  ],
  questions: [
    answerQuestion(actions.previewTemplate, previewTemplate),
    answerQuestion(actions.listVariables, async (ctx) => ({ variables: templateVariables(ctx) })),
    answerQuestion(actions.listMessages, listMessages),
    answerQuestion(actions.countMessages, countMessages),
    answerQuestion(actions.readMessage, readMessage),
  ],
  ticks: [{ name: 'outbox', everyMs: 1_000, run: (services, stopping) => sendDue(services, { stopping }) }],
  merging: [
    { table: 'messages', how: 'move' },
    { table: 'message_links', how: 'move' },
  ],
  routes: addUnsubscribeRoutes,
  exports: [messagesExport],
}
