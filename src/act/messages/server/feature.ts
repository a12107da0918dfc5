import { answerQuestion, type Feature, handleAction, handleInTwo, handlePrepared, type Tick } from '../../../platform/actions/feature.ts'
import type { ChannelName } from '../../channels/channel-kind.ts'
import * as actions from '../actions.ts'
import * as pictures from '../picture-actions.ts'
import * as templates from '../template-actions.ts'
import * as tries from '../try-template-actions.ts'
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
import { checkLinks } from './check-links.ts'
import { saveContentSettings } from './content-settings.ts'
import { decideTemplate, restoreVersion, submitTemplate } from './decide-template.ts'
import { consentRefresher } from './heed-withdrawals.ts'
import { addLinkRoutes } from './link-routes.ts'
import { readContentRules } from './read-content-rules.ts'
import { listLibrary, listVersions, readOneVersion, readTemplate } from './read-templates.ts'
import { countMessages, listMessages, readMessage } from './list-messages.ts'
import { noteMessageOutcome } from './note-message-outcome.ts'
import { adoptStrays } from './note-missing.ts'
import { addPicture, deletePicture, listPictures, readPicture } from './picture-library.ts'
import { previewTemplate } from './preview-template.ts'
import { queueMessages, sendMessage } from './queue-messages.ts'
import { resolveMessages } from './resolve-messages.ts'
import { createTemplate, deleteTemplate, updateTemplate } from './save-template.ts'
import { scanPictures } from './scan-pictures.ts'
import { sendDue } from './send-due.ts'
import { templateVariables } from './template-values.ts'
import { testTemplate } from './test-template.ts'
import { withdrawMessages } from './withdraw-messages.ts'
import { addUnsubscribeRoutes } from './unsubscribe-routes.ts'

const outboxes: readonly (readonly [string, readonly ChannelName[]])[] = [
  ['outbox', ['email']],
  ['outbox-sms', ['sms']],
  ['outbox-wecom', ['wecom']],
  ['outbox-wechat', ['wechat']],
  ['outbox-firm', ['dingtalk', 'feishu', 'webhook', 'task']],
]

export const messagesFeature: Feature = {
  name: 'messages',
  subjects: [{ name: 'message', label: { zh: '消息', en: 'Messages' }, tables: ['messages'] }],
  entities: [template],
  events: [messageSent, messageHanded, messageFailed, messageSkipped, messageDelivered, messageBounced, messageReplied, messageClicked],
  problems: messageProblems,
  actions: [
    handlePrepared(templates.createTemplate, scanPictures, createTemplate),
    handlePrepared(templates.updateTemplate, scanPictures, updateTemplate),
    handleAction(templates.deleteTemplate, deleteTemplate),
    handleAction(actions.sendMessage, sendMessage),
    handleAction(actions.queueMessages, queueMessages),
    handleAction(actions.withdrawMessages, withdrawMessages),
    handleAction(actions.noteMessageOutcome, noteMessageOutcome),
    handleAction(actions.resolveMessages, resolveMessages),
    handleInTwo(tries.testTemplate, testTemplate),
    handleAction(templates.restoreTemplateVersion, restoreVersion),
    handleAction(templates.submitTemplate, submitTemplate),
    handleAction(templates.decideTemplate, decideTemplate),
    handlePrepared(pictures.addPicture, scanPictures, addPicture),
    handleAction(pictures.deletePicture, deletePicture),
    handlePrepared(templates.saveContentSettings, scanPictures, saveContentSettings),
    handleInTwo(templates.checkLinks, checkLinks),
  ],
  questions: [
    answerQuestion(tries.previewTemplate, previewTemplate),
    answerQuestion(templates.listLibrary, listLibrary),
    answerQuestion(pictures.listPictures, listPictures),
    answerQuestion(pictures.readPicture, readPicture),
    answerQuestion(templates.readTemplate, readTemplate),
    answerQuestion(templates.listTemplateVersions, listVersions),
    answerQuestion(templates.readTemplateVersion, readOneVersion),
    answerQuestion(templates.readContentSettings, (ctx) => readContentRules(ctx.db)),
    answerQuestion(tries.listVariables, async (ctx) => ({ variables: templateVariables(ctx) })),
    answerQuestion(actions.listMessages, listMessages),
    answerQuestion(actions.countMessages, countMessages),
    answerQuestion(actions.readMessage, readMessage),
  ],
  ticks: [
    // Each in a loop of its own, so that a channel that is slow holds up no other.
    ...outboxes.map(
      ([name, channels]): Tick => ({ name, everyMs: 1_000, run: (services, stopping) => sendDue(services, { channels, stopping }) }),
    ),
    { name: 'outbox-strays', everyMs: 60_000, run: adoptStrays },
  ],
  refreshers: [consentRefresher],
  merging: [
    { table: 'messages', how: 'move' },
    { table: 'message_links', how: 'move' },
  ],
  routes: (app, services) => {
    addUnsubscribeRoutes(app, services)
    addLinkRoutes(app, services)
  },
  exports: [messagesExport],
}
