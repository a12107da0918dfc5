import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { emailText } from '../../fields/email/email.ts'
import { phoneText } from '../../fields/phone/phone.ts'
import { soundText } from '../../fields/sound-text.ts'
import { ownNumbering } from './purchase.ts'

const line = z.strictObject({
  product: soundText(200).describe('Product code · 商品编码'),
  name: soundText(500).nullable().optional(),
  category: soundText(200).nullable().optional(),
  quantity: z.number().min(0).max(1e9).default(1),
  amount: z.int().min(0).describe('Paid for the line, in minor units · 该行实付，单位为分'),
})

const keys = z.strictObject({
  code: soundText(500).optional(),
  phone: phoneText.optional(),
  email: emailText.optional(),
  name: soundText(500).optional(),
})

const numbering = soundText(60)
  .regex(/^[^:]+$/)
  .default(ownNumbering)

export const recordPurchase = defineAction({
  name: 'record-purchase',
  label: { zh: '记录消费', en: 'Record a purchase' },
  help: {
    zh: '同一来源、同一订单号再来一次就是同一笔：有变化则更正，不会重复计算；已取消的订单不再计入（outcome: voided）。退款用 kind: refund，金额同样写正数。金额以分为单位，币种必须是店铺的币种。',
    en: 'The same number from the same source again is the same purchase: it is corrected where it differs, never counted twice; one that was cancelled stays out (outcome “voided”). A refund has kind "refund" and a positive amount too. Amounts are in minor units of the shop’s currency.',
  },
  method: 'POST',
  path: '/purchases',
  role: 'member',
  about: { purchase: null, customer: 'customerId' },
  verb: 'create',
  input: z.strictObject({
    customerId: z.uuid().optional(),
    customer: keys.optional().describe('Who bought, if not by id; made when nobody has these keys · 按编号、手机号或邮箱认人，没有则新建'),
    kind: z.enum(['purchase', 'refund']).default('purchase'),
    number: soundText(200),
    of: soundText(200)
      .optional()
      .describe('Of a refund: the number of the order, where it is another · 退款所属的订单号（与退款号不同时）'),
    occurredAt: z.iso.datetime({ offset: true }).optional(),
    amount: z.int().min(0).max(1e15).optional(),
    currency: z.string().max(20).optional(),
    channel: soundText(200).nullable().optional(),
    source: numbering,
    lines: z.array(line).max(5_000).default([]),
  }),
  example: {
    customer: { phone: '+8613812345678' },
    number: 'A-20260615-1',
    occurredAt: '2026-06-15T10:30:00+08:00',
    lines: [{ product: 'LJ-100', name: '明前龙井', quantity: 2, amount: 25_600 }],
  },
  output: z.object({ id: z.uuid(), customerId: z.uuid(), outcome: z.enum(['made', 'corrected', 'unchanged', 'voided']) }),
})

export const voidPurchase = defineAction({
  name: 'void-purchase',
  label: { zh: '取消消费', en: 'Cancel a purchase' },
  help: {
    zh: '订单取消或关闭后不再计入：消费连同它的退款（与订单同号，或记录时用 of 指明了这笔订单）一起退出，时间线留下记录。再取消一次没有变化。订单还没收到也可以先取消：之后收到、发生在取消之前的不计入；取消之后重新成交的照常计入。kind: refund 只撤回这一笔退款（number 是退款号），订单不变；之后再记录同号退款，照常计入。',
    en: 'An order that was cancelled counts no more: the purchase goes, with its refunds (under its number, or recorded with it as “of”), and the timeline says so. Cancelled again, nothing changes. An order that did not come in yet can be cancelled too: what comes later and was bought before that time is left out, what was bought after it counts. With kind “refund” one refund is taken back by its own number and the order stands; recorded again it counts again.',
  },
  method: 'POST',
  path: '/purchases/void',
  role: 'member',
  about: { purchase: null, customer: 'customerId' },
  verb: 'change',
  input: z.strictObject({
    customerId: z.uuid(),
    kind: z.enum(['purchase', 'refund']).default('purchase'),
    number: soundText(200),
    occurredAt: z.iso.datetime({ offset: true }).optional().describe('When it was cancelled · 取消的时间'),
    reason: soundText(200).optional(),
    source: numbering,
  }),
  output: z.object({ customerId: z.uuid(), outcome: z.enum(['voided', 'noted', 'unchanged']) }),
})

/** What one customer bought and brought back, newest first. */
export const listPurchases = defineQuestion({
  name: 'list-purchases',
  label: { zh: '客户的消费记录', en: 'Purchases of a customer' },
  method: 'GET',
  path: '/customers/:id/purchases',
  role: 'member',
  about: { purchase: null, customer: 'id' },
  input: z.object({ id: z.uuid(), after: z.string().max(100).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  output: z.object({
    purchases: z.array(
      z.object({
        id: z.uuid(),
        kind: z.enum(['purchase', 'refund']),
        number: z.string(),
        orderNumber: z.string().nullable().describe('Of a refund: its order, where that has another number'),
        occurredAt: z.string(),
        amount: z.int(),
        currency: z.string(),
        items: z.number().nullable(),
        channel: z.string().nullable(),
        source: z.string(),
        lines: z.array(
          z.object({
            product: z.string(),
            name: z.string().nullable(),
            category: z.string().nullable(),
            quantity: z.number(),
            amount: z.int(),
          }),
        ),
      }),
    ),
    next: z.string().nullable().describe('Pass as `after` for older ones'),
  }),
})
