import { z } from 'zod'
import type { RouteDocument } from '../../../platform/http/route-document.ts'

const who = {
  userId: z.string().max(200).optional().describe('The customer number · 客户编号'),
  anonymousId: z.string().max(200).optional().describe('A visitor not yet named · 尚未识别的访客'),
  messageId: z.string().max(200).optional().describe('The same id is kept once · 同一编号只保存一次'),
  timestamp: z.iso
    .datetime({ offset: true })
    .optional()
    .describe(
      'When it happened; now where left out. More than 3 days ago is history: it counts, and wakes no journey · 发生时间；不填为现在。3 天以前的算历史：照常计入，但不触发旅程',
    ),
}
const bag = z.record(z.string(), z.unknown())

const messages = {
  identify: z.looseObject({ ...who, traits: bag.optional() }),
  track: z.looseObject({ ...who, event: z.string().max(200), properties: bag.optional() }),
  page: z.looseObject({ ...who, name: z.string().optional(), properties: bag.optional() }),
  screen: z.looseObject({ ...who, name: z.string().optional(), properties: bag.optional() }),
  group: z.looseObject({ ...who, groupId: z.string().optional(), traits: bag.optional() }),
  alias: z.looseObject({ ...who, previousId: z.string() }),
}

export type IntakeType = keyof typeof messages

type Told = { readonly words: string; readonly example: Readonly<Record<string, unknown>> }
const when = '2026-06-15T10:30:00+08:00'

/** What each kind of message is for, with one that can be sent. */
const told: Readonly<Record<keyof typeof messages, Told>> = {
  identify: {
    words: 'Who a visitor is, and what is known of them. · 访客是谁，以及已知的资料。',
    example: { userId: 'M1024', messageId: 'm-1', traits: { name: '单雄信', email: 'xiongxin@example.com' } },
  },
  track: {
    words: 'What somebody did; `Order Completed` becomes a purchase. · 做了什么；`Order Completed` 会记为消费。',
    example: { userId: 'M1024', event: 'Review Written', messageId: 'm-2', timestamp: when, properties: { stars: 5 } },
  },
  page: {
    words: 'A page that was looked at. · 浏览了哪个网页。',
    example: { anonymousId: 'v-99', messageId: 'm-3', name: '礼盒', properties: { url: 'https://tea.example/gift' } },
  },
  screen: {
    words: 'A screen of an app that was looked at. · 浏览了应用的哪个界面。',
    example: { userId: 'M1024', messageId: 'm-4', name: '我的订单' },
  },
  group: {
    words: 'The company that somebody belongs to. · 属于哪家企业。',
    example: { userId: 'M1024', messageId: 'm-5', groupId: 'C-7', traits: { name: '北京纷扬科技有限公司' } },
  },
  alias: {
    words: 'Two ids that are one customer. · 两个编号是同一位客户。',
    example: { previousId: 'v-99', userId: 'M1024', messageId: 'm-6' },
  },
}

const base = { tags: ['intake'], security: [{ writeKey: [] }] }

export function describeIntake(type: IntakeType): RouteDocument {
  return {
    ...base,
    operationId: `intake.${type}`,
    summary: `Take in one ${type} message (Segment) · 接收一条 ${type} 消息（Segment）`,
    description: told[type].words.replace(' · ', '\n\n'),
    example: told[type].example,
    body: messages[type],
    answer: z.object({ success: z.literal(true) }),
  }
}

const oneOfThem = z.looseObject({ ...who, type: z.enum(['identify', 'track', 'page', 'screen', 'group', 'alias']) })

export const describeBatch: RouteDocument = {
  ...base,
  operationId: 'intake.batch',
  summary: 'Take in a batch of messages (Segment) · 批量接收消息（Segment）',
  description:
    'At most 500 KB; 32 KB a message. Good messages are kept even where others are wrong: those are listed in `refused` and in the source’s notes.\n\n整批最多 500 KB，单条最多 32 KB。有误的消息列在 refused 和来源的问题消息中，其余照常保存。',
  example: { batch: [{ type: 'track', ...told.track.example }] },
  body: z.looseObject({ batch: z.array(oneOfThem).max(2_500), sentAt: z.iso.datetime({ offset: true }).optional() }),
  answer: z.object({ success: z.literal(true), received: z.int(), refused: z.array(z.object({ index: z.int(), code: z.string() })) }),
}

export const describeHook: RouteDocument = {
  operationId: 'intake.hook',
  summary: 'Take in a signed webhook · 接收带签名的 Webhook',
  description:
    'The body may be JSON or a form of at most 1 MB; its signature is that of the source’s scheme. A delivery that came before is answered with `repeated` and changes nothing.\n\n内容为 JSON 或表单，最多 1 MB；签名方式由来源决定。重复的内容以 repeated 应答，不会再处理。',
  tags: ['intake'],
  security: [],
  params: z.object({ id: z.uuid() }),
  body: z.unknown(),
  answer: z.looseObject({ success: z.literal(true), repeated: z.literal(true).optional() }),
}
