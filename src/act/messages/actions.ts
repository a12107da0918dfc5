import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { words } from '../../core/kit/words-schema.ts'
import { messageOutcomes, messageStates } from './message.ts'

export const sendMessage = defineAction({
  name: 'send-message',
  label: { zh: '给客户发消息', en: 'Send a message to a customer' },
  help: {
    zh: '先排队，随后发出；同意、免打扰时段、频次上限在发出时检查。',
    en: 'It is queued and leaves shortly; consent, quiet hours and the cap are obeyed when it leaves.',
  },
  method: 'POST',
  path: '/messages',
  role: 'member',
  about: { message: null, customer: 'customerId' },
  verb: 'create',
  input: z.strictObject({ customerId: z.uuid(), templateId: z.uuid(), dueAt: z.iso.datetime({ offset: true }).optional() }),
  output: z.object({ id: z.uuid() }),
})

// Ids of customers may have been brought from elsewhere in any form of UUID.
const queued = z.strictObject({
  customerId: z.guid(),
  templateId: z.guid(),
  key: z.string().min(1).max(200).describe('同一客户同一键只发一次 · The same key for the same customer is one message'),
  journeyId: z.guid().optional(),
  runId: z.guid().optional(),
  step: z.string().max(60).optional(),
  campaignId: z.guid().optional(),
  variant: z.string().max(60).optional().describe('内容版本 · Which variant of the content'),
  channel: z.string().max(30).optional().describe('渠道；不填时用模板的渠道 · The template’s channel where left out'),
  accountId: z.guid().optional().describe('从哪个账号发；不填时用渠道的默认账号 · The channel’s default account where left out'),
  priority: z
    .int()
    .min(0)
    .max(100)
    .optional()
    .describe('0–100，默认 50；额度不够时高的先发 · Of two for which there is room for one the higher goes'),
  dueAt: z.iso.datetime({ offset: true }).optional().describe('最早什么时候发 · Not before'),
  expiresAt: z.iso.datetime({ offset: true }).optional().describe('过了就不再发 · Of no use any more after'),
  context: z.record(z.string().max(60), z.json()).optional().describe('供模板使用的内容 · For the template, e.g. what lay in the cart'),
  language: z.enum(['zh', 'en']).optional(),
})
export type QueuedMessage = z.input<typeof queued>

/** Many at once: what journeys send goes through here. Only the program itself may name a journey. */
export const queueMessages = defineAction({
  name: 'queue-messages',
  label: { zh: '批量排队消息', en: 'Queue many messages' },
  method: 'POST',
  path: '/messages/batch',
  role: 'manager',
  about: { message: null, customer: 'messages.customerId' },
  verb: 'create',
  input: z.strictObject({ messages: z.array(queued).max(5_000) }),
  output: z.object({ queued: z.int() }),
})

/** Of a campaign that was stopped: what still waits for its time is looked at now, and so refused at once. */
export const withdrawMessages = defineAction({
  name: 'withdraw-messages',
  label: { zh: '撤回活动未发的消息', en: 'Take back a campaign’s messages that have not left' },
  method: 'POST',
  path: '/messages/withdraw',
  role: 'manager',
  about: { message: null },
  verb: 'change',
  input: z.strictObject({ campaignId: z.guid() }),
  output: z.object({ withdrawn: z.int() }),
})

/**
 * What is heard of a message after it left: by receipts, callbacks, the inbox, the links in it. Told again it changes nothing.
 * The program itself may name it by the vendor's reference or by its Message-ID; others by message and customer.
 */
export const noteMessageOutcome = defineAction({
  name: 'note-message-outcome',
  label: { zh: '记录消息的后续', en: 'Note what became of a message' },
  method: 'POST',
  path: '/messages/outcomes',
  role: 'manager',
  about: { message: null, customer: 'customerId' },
  verb: 'change',
  input: z.strictObject({
    messageId: z.guid().optional(),
    customerId: z.guid().optional(),
    reference: z.string().min(1).max(500).optional().describe('渠道方给的编号 · What the vendor calls it'),
    accountId: z.guid().optional().describe('编号属于哪个账号 · The account that the reference is of'),
    mailId: z.string().min(1).max(1_000).optional().describe('Message-ID'),
    what: z.enum(messageOutcomes),
    at: z.iso.datetime({ offset: true }),
    details: z
      .strictObject({
        said: z.string().max(10_000).optional().describe('回复内容，或渠道方的原话 · What was answered, or the vendor’s own words'),
        code: z.string().max(100).optional(),
        link: z.string().max(2_000).optional(),
        /** Opened by a scanner and not by a person: kept as a fact, not as the message's click. */
        machine: z.boolean().optional(),
        /** Tells one of several apart, e.g. the number of a link or the id of a reply. */
        key: z.string().max(200).optional(),
      })
      .default({}),
  }),
  output: z.object({ known: z.boolean().describe('找到了这条消息 · There is such a message'), changed: z.boolean() }),
})

const reason = z.object({ code: z.string(), words }).nullable()

const line = z.object({
  id: z.uuid(),
  customerId: z.uuid(),
  customerName: z.string().nullable(),
  templateId: z.uuid().nullable(),
  templateName: z.string().nullable(),
  journeyId: z.uuid().nullable(),
  kind: z.string(),
  channel: z.string(),
  address: z.string().nullable(),
  subject: z.string().nullable(),
  state: z.enum(messageStates),
  reason,
  attempts: z.int(),
  dueAt: z.string().nullable(),
  createdAt: z.string(),
  sentAt: z.string().nullable(),
  campaignId: z.uuid().nullable(),
  deliveredAt: z.string().nullable(),
  bouncedAt: z.string().nullable(),
  clickedAt: z.string().nullable(),
  repliedAt: z.string().nullable(),
  /** Minor units. */
  cost: z.int().nullable(),
})

/** Which messages of the outbox. */
export const messageFilters = {
  channel: z.string().max(30).optional(),
  campaignId: z.uuid().optional(),
  state: z.enum(messageStates).optional(),
  /** A code of `reasons.ts`. */
  reason: z.string().max(60).optional(),
  templateId: z.uuid().optional(),
  journeyId: z.uuid().optional(),
  step: z.string().max(60).optional(),
  customerId: z.uuid().optional(),
}

export const listMessages = defineQuestion({
  name: 'list-messages',
  label: { zh: '发件箱', en: 'Outbox' },
  help: { zh: '每条消息的状态；没有发出的写明原因。', en: 'Every message’s state, and the reason where one was not sent.' },
  method: 'GET',
  path: '/messages',
  people: 'rows',
  role: 'member',
  about: { message: null, customer: 'customerId' },
  // A filter that is mistyped finds nothing out: it would be answered with everybody’s messages.
  input: z.strictObject({
    ...messageFilters,
    after: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  output: z.object({ rows: z.array(line), next: z.string().nullable() }),
})

export const countMessages = defineQuestion({
  name: 'count-messages',
  label: { zh: '各状态的消息数', en: 'Messages by state' },
  method: 'GET',
  path: '/messages/counts',
  role: 'member',
  about: { message: null },
  input: z.strictObject({
    journeyId: z.uuid().optional(),
    campaignId: z.uuid().optional(),
    channel: z.string().max(30).optional(),
    step: z.string().max(60).optional(),
    templateId: z.uuid().optional(),
  }),
  output: z.object({
    counts: z.record(z.string(), z.int()),
    channels: z.array(z.object({ channel: z.string(), label: words, count: z.int() })),
    cost: z.int().describe('费用合计，最小货币单位 · What they cost, minor units'),
    reasons: z.array(z.object({ state: z.string(), code: z.string(), words, count: z.int() })),
  }),
})

/** How many are settled at once. */
export const mostResolved = 5_000

/** Of messages whose fate nobody knows, the firm decides: of one, or of many by one word. */
export const resolveMessages = defineAction({
  name: 'resolve-messages',
  label: { zh: '处理结果不明的消息', en: 'Settle messages in doubt' },
  help: {
    zh: '再发一次（编号不变，对方可能收到两次），或认定已送达。其中结果已经清楚的保持不变，只计入 passed。',
    en: 'Sent again under the same id, so that the customer may get it twice; or taken as sent. Of those named, what is known by now stays as it is and is only counted (passed).',
  },
  method: 'POST',
  path: '/messages/resolve',
  role: 'manager',
  about: { message: null, customer: 'messages.customerId' },
  verb: 'change',
  input: z.strictObject({
    messages: z
      .array(z.strictObject({ customerId: z.guid(), id: z.guid() }))
      .min(1)
      .max(mostResolved),
    how: z.enum(['resend', 'sent']),
  }),
  output: z.object({ settled: z.int(), passed: z.int() }),
})

export const readMessage = defineQuestion({
  name: 'read-message',
  label: { zh: '消息详情', en: 'One message' },
  method: 'GET',
  path: '/customers/:customerId/messages/:id',
  role: 'member',
  about: { message: null, customer: 'customerId' },
  input: z.object({ customerId: z.uuid(), id: z.uuid() }),
  output: line.extend({
    html: z.string().nullable(),
    text: z.string().nullable(),
    mailId: z.string().nullable(),
    accountName: z.string().nullable(),
    priority: z.int(),
    variant: z.string().nullable(),
    /** What is told of it in the customer's log, in order. */
    trail: z.array(z.object({ at: z.string(), what: words, said: z.string().nullable() })),
    reference: z.string().nullable(),
  }),
})
