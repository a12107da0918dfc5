import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { words } from '../../core/kit/words-schema.ts'
import { sendingSettings } from '../../know/shop/settings.ts'
import { channelNames } from '../channels/channel-kind.ts'
import { attentionSettings } from './attention-settings.ts'

const channel = z.enum(channelNames)
const both = z.strictObject({ sending: sendingSettings, attention: attentionSettings })

export const readAttentionSettings = defineQuestion({
  name: 'read-attention-settings',
  label: { zh: '触达额度的设置', en: 'Limits of attention' },
  method: 'GET',
  path: '/attention/settings',
  role: 'member',
  about: 'nothing',
  input: z.object({}),
  output: both.extend({
    hours: z.array(
      z.object({
        channel,
        label: words,
        usual: z.object({ from: z.string(), to: z.string() }).nullable(),
        hard: z.object({ from: z.string(), to: z.string() }).nullable(),
      }),
    ),
    quotas: z.array(z.object({ channel, words })).describe('渠道自己的限额，不能放宽 · The channels’ own, which nobody can widen'),
  }),
})

export const saveAttention = defineAction({
  name: 'save-attention',
  label: { zh: '保存触达额度', en: 'Save the limits of attention' },
  help: {
    zh: '各渠道和全部渠道的上限、发送时段、节日；对已排队的消息也立即生效。',
    en: 'Limits of each channel and over all, hours and festivals; in force at once, for what is queued too.',
  },
  method: 'PUT',
  path: '/attention/settings',
  role: 'manager',
  about: 'nothing',
  right: 'sending',
  input: both,
  output: z.object({}),
})

const reason = z.object({ code: z.string(), words, count: z.int() })

export const attentionOverview = defineQuestion({
  name: 'attention-overview',
  label: { zh: '还能打扰谁', en: 'Whom may still be contacted' },
  help: {
    zh: '各渠道今天、本周还能收到营销消息的客户数；其余的人被什么挡住。只看规则，不看此刻的钟点。',
    en: 'How many customers may still get marketing by each channel today and this week, and what stands in the way of the others. By the rules alone, whatever the hour.',
  },
  method: 'GET',
  path: '/attention/overview',
  role: 'member',
  about: { customer: null, message: null },
  input: z.object({}),
  output: z.object({
    asOf: z.string(),
    channels: z.array(
      z.object({
        channel,
        label: words,
        isReady: z.boolean().describe('已经可以发送 · Something can be sent by it'),
        customers: z.int(),
        today: z.int(),
        week: z.int(),
        wait: z.object({ words, until: z.string() }).nullable().describe('此刻的钟点或节日 · What the hour or a festival says just now'),
        reasons: z.array(reason),
      }),
    ),
    stopped: z.array(
      z.object({
        key: z.string(),
        channel: z.string(),
        name: z.string().nullable(),
        since: z.string(),
        lookAt: z.string().nullable(),
        words,
      }),
    ),
  }),
})

export const listAttentionCustomers = defineQuestion({
  name: 'list-attention-customers',
  label: { zh: '额度背后的客户', en: 'The customers behind a number of the limits' },
  method: 'GET',
  path: '/attention/customers',
  people: 'rows',
  role: 'member',
  about: { customer: null, message: null },
  input: z.strictObject({
    channel,
    /** `may`, or a reason of the overview. */
    reason: z.string().max(100),
    after: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  output: z.object({
    rows: z.array(z.object({ id: z.uuid(), name: z.string().nullable(), address: z.string().nullable() })),
    next: z.string().nullable(),
  }),
})

const verdict = z.object({
  channel,
  label: words,
  /** now, later, or not by any rule of the moment. */
  state: z.enum(['now', 'later', 'no']),
  reason: z.object({ code: z.string(), words }).nullable(),
  /** When it may be, as far as the rules of today say; null where nobody can tell. */
  from: z.string().nullable(),
  limits: z.array(z.object({ code: z.string(), words, sent: z.int(), kept: z.int(), most: z.int() })),
})

export const customerAttention = defineQuestion({
  name: 'customer-attention',
  label: { zh: '还能发什么给这位客户', en: 'What may still be sent to this customer' },
  method: 'GET',
  path: '/customers/:customerId/attention',
  role: 'member',
  about: { customer: 'customerId', message: null },
  input: z.object({ customerId: z.uuid() }),
  output: z.object({ timeZone: z.string(), marketing: z.array(verdict), service: z.array(verdict) }),
})

export const checkSending = defineQuestion({
  name: 'check-sending',
  label: { zh: '这条消息能不能发给这位客户', en: 'May this message be sent to this customer' },
  help: {
    zh: '按此刻的规则，发件箱会怎样处理这个模板：现在发、稍后发，还是不发，为什么。不发送任何东西。',
    en: 'What the outbox would do with this template by the rules of the moment: send it now, later or not, and why. It sends nothing.',
  },
  method: 'GET',
  path: '/customers/:customerId/attention/:templateId',
  role: 'member',
  about: { customer: 'customerId', template: 'templateId', message: null },
  input: z.object({ customerId: z.uuid(), templateId: z.uuid() }),
  /** `unseen`: it hangs on an address that the reader’s role hides. */
  output: verdict.extend({ state: z.enum([...verdict.shape.state.options, 'unseen']) }),
})

export const refusalStatistics = defineQuestion({
  name: 'refusal-statistics',
  label: { zh: '没有发出的消息，按规则统计', en: 'Refused messages by rule' },
  method: 'GET',
  path: '/attention/refusals',
  role: 'member',
  about: { message: null },
  input: z.object({ days: z.coerce.number().int().min(1).max(366).default(28) }),
  output: z.object({
    total: z.int(),
    sent: z.int(),
    rules: z.array(reason),
    channels: z.array(z.object({ channel: z.string(), label: words, count: z.int() })),
    plans: z.array(
      z.object({ kind: z.enum(['journey', 'campaign', 'hand']), id: z.string().nullable(), name: z.string().nullable(), count: z.int() }),
    ),
    days: z.array(z.object({ date: z.string(), count: z.int() })),
  }),
})

export const previewAttention = defineQuestion({
  name: 'preview-attention',
  label: { zh: '试算新的额度', en: 'Try other limits' },
  help: {
    zh: '用上周已发出的营销和调查消息试算：按这些额度，有多少条不会发出。不改动任何东西。',
    en: 'Tried on last week’s marketing and surveys: how many of them would not have been sent. It changes nothing.',
  },
  method: 'POST',
  path: '/attention/preview',
  role: 'manager',
  about: { message: null, customer: null },
  input: both,
  output: z.object({
    looked: z.int(),
    refused: z.int(),
    customers: z.int().describe('受影响的客户 · Customers concerned'),
    deferred: z.int().describe('会推迟的 · Those that would have waited'),
    isPart: z.boolean().describe('消息太多，只算了一部分客户 · Too many messages: some customers only'),
    rules: z.array(reason),
  }),
})

export const reserveAttention = defineAction({
  name: 'reserve-attention',
  label: { zh: '预留触达额度', en: 'Keep room for planned messages' },
  help: {
    zh: '给计划中的活动或旅程留位置：在此期间，优先级更低的消息没有余量时不发。同一计划重复预留即更新。',
    en: 'Keeps room for a planned campaign or journey: a message of lower priority for which then none is left is not sent. Reserved again it is changed.',
  },
  method: 'POST',
  path: '/attention/reservations',
  role: 'manager',
  about: { message: null, customer: 'customerIds' },
  verb: 'create',
  input: z.strictObject({
    byKind: z.enum(['campaign', 'journey']),
    byId: z.guid(),
    channel,
    priority: z.int().min(0).max(100).default(50),
    fromAt: z.iso.datetime({ offset: true }),
    untilAt: z.iso.datetime({ offset: true }),
    customerIds: z.array(z.guid()).min(1).max(10_000),
  }),
  output: z.object({ reserved: z.int() }),
})

export const releaseAttention = defineAction({
  name: 'release-attention',
  label: { zh: '释放预留的额度', en: 'Let reserved room go' },
  method: 'POST',
  path: '/attention/reservations/release',
  role: 'manager',
  about: { message: null },
  verb: 'change',
  input: z.strictObject({ byKind: z.enum(['campaign', 'journey']), byId: z.guid() }),
  output: z.object({ released: z.int() }),
})

export const listReservations = defineQuestion({
  name: 'list-reservations',
  label: { zh: '预留的触达额度', en: 'Reserved room' },
  method: 'GET',
  path: '/attention/reservations',
  role: 'member',
  about: { message: null },
  input: z.object({}),
  output: z.object({
    reservations: z.array(
      z.object({
        byKind: z.string(),
        byId: z.string(),
        name: z.string().nullable(),
        channel: z.string(),
        label: words,
        priority: z.int(),
        customers: z.int(),
        from: z.string(),
        until: z.string(),
      }),
    ),
  }),
})
