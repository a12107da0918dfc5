import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { words } from '../../core/kit/words-schema.ts'
import { soundText } from '../../fields/sound-text.ts'
import { deliveryStates, subscriptionStates } from './subscription.ts'

const id = z.uuid()
const done = z.object({ id })

const whole = {
  name: soundText(60),
  accountId: id.describe('一个 Webhook 渠道账号 · A webhook account'),
  kinds: z.array(z.string().max(80)).min(1).max(100).describe('订阅的事件 · Kinds of facts'),
  isOn: z.boolean().default(true),
}

export const createSubscription = defineAction({
  name: 'create-subscription',
  label: { zh: '新建事件订阅', en: 'Subscribe to facts' },
  help: {
    zh: '选定的事件一发生，就用签名 Webhook 推送给您的其他系统；只推送创建人有权导出的客户。',
    en: 'Another system of yours is told of the chosen facts by a signed webhook; only of customers whom its maker may export.',
  },
  method: 'POST',
  path: '/subscriptions',
  role: 'manager',
  about: 'nothing',
  right: 'sending',
  input: z.strictObject(whole),
  output: done,
})

export const changeSubscription = defineAction({
  name: 'change-subscription',
  label: { zh: '修改事件订阅', en: 'Change a subscription' },
  help: { zh: '修改后按修改人的权限推送。', en: 'It has the rights of whoever changed it last.' },
  method: 'PUT',
  path: '/subscriptions/:id',
  role: 'manager',
  about: 'nothing',
  right: 'sending',
  input: z.strictObject({ id, ...whole }),
  output: done,
})

export const deleteSubscription = defineAction({
  name: 'delete-subscription',
  label: { zh: '删除事件订阅', en: 'Delete a subscription' },
  method: 'DELETE',
  path: '/subscriptions/:id',
  role: 'manager',
  about: 'nothing',
  right: 'sending',
  input: z.strictObject({ id }),
  output: done,
})

export const resendDeliveries = defineAction({
  name: 'resend-deliveries',
  label: { zh: '重新推送没有送达的', en: 'Deliver again what failed' },
  method: 'POST',
  path: '/subscriptions/:id/resend',
  role: 'manager',
  about: 'nothing',
  right: 'sending',
  input: z.strictObject({ id }),
  output: z.object({ id, again: z.int() }),
})

const subscription = z.object({
  id,
  name: z.string(),
  accountId: id,
  accountName: z.string(),
  kinds: z.array(z.object({ name: z.string(), label: words })),
  state: z.enum(subscriptionStates),
  actsAs: z.string().nullable().describe('按谁的权限 · Whose rights it has'),
  /** When a receiver that did not answer is tried next, and what was said: `account-off`, `maker-gone`, or the receiver's own words. */
  lookAt: z.string().nullable(),
  said: z.string().nullable(),
  counts: z.object({ waiting: z.int(), sent: z.int(), failed: z.int(), withheld: z.int() }),
})

export const listSubscriptions = defineQuestion({
  name: 'list-subscriptions',
  label: { zh: '事件订阅', en: 'Subscriptions to facts' },
  method: 'GET',
  path: '/subscriptions',
  role: 'manager',
  about: 'nothing',
  right: 'sending',
  input: z.object({}),
  output: z.object({
    subscriptions: z.array(subscription),
    kinds: z.array(z.object({ name: z.string(), label: words })),
    accounts: z.array(z.object({ id, name: z.string() })),
  }),
})

export const listDeliveries = defineQuestion({
  name: 'list-deliveries',
  label: { zh: '推送记录', en: 'Deliveries of a subscription' },
  method: 'GET',
  path: '/subscriptions/:id/deliveries',
  people: 'rows',
  role: 'manager',
  about: { customer: null },
  right: 'sending',
  input: z.object({
    id,
    state: z.enum(deliveryStates).optional(),
    after: z.string().max(100).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  output: z.object({
    rows: z.array(
      z.object({
        id: z.guid(),
        customerId: z.guid(),
        customerName: z.string().nullable(),
        label: words,
        state: z.enum(deliveryStates),
        tries: z.int(),
        said: z.string().nullable(),
        createdAt: z.string(),
        dueAt: z.string().nullable(),
        sentAt: z.string().nullable(),
      }),
    ),
    next: z.string().nullable(),
  }),
})
