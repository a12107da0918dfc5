import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { words } from '../../core/kit/words-schema.ts'
import { soundText } from '../../fields/sound-text.ts'
import { accountStates, deliveries } from './account-state.ts'
import { channelNames } from './channel-kind.ts'

const id = z.uuid()
const channel = z.enum(channelNames)
const done = z.object({ id })

export const textPurposes = ['marketing', 'service', 'survey'] as const
const text = z.object({ id, accountId: id, code: z.string(), text: z.string(), purpose: z.enum(textPurposes) })

const account = z.object({
  id,
  channel,
  vendor: z.string(),
  name: z.string(),
  /** All that is no secret. */
  settings: z.record(z.string(), z.string()),
  /** The secrets that are kept; they are never told. */
  kept: z.array(z.string()),
  state: z.enum(accountStates),
  isOn: z.boolean(),
  isDefault: z.boolean(),
  delivery: z.enum(deliveries),
  perSecond: z.number().nullable(),
  cost: z.int(),
  checkedAt: z.string().nullable(),
  check: z.object({ ok: z.boolean(), words, answer: z.string() }).nullable(),
  /** Why sending stands still. */
  stopped: words.nullable(),
  lastCallAt: z.string().nullable(),
  callbackUrl: z.string().nullable(),
  texts: z.array(text),
  /** Followers who are nobody's yet. */
  strangers: z.int(),
})
export type Account = z.output<typeof account>

export const listChannelAccounts = defineQuestion({
  name: 'list-channel-accounts',
  label: { zh: '渠道账号', en: 'Accounts of channels' },
  help: { zh: '密钥不会显示。', en: 'Secrets are never told.' },
  method: 'GET',
  path: '/channels/accounts',
  role: 'manager',
  about: 'nothing',
  right: 'sending',
  input: z.object({}),
  output: z.object({ accounts: z.array(account), currency: z.string() }),
})

export const listSendingAccounts = defineQuestion({
  name: 'list-sending-accounts',
  label: { zh: '可选的渠道账号', en: 'Accounts to send by' },
  help: { zh: '写活动和旅程时供选择：只有名称和单价。', en: 'To choose from in a campaign or journey: names and prices alone.' },
  method: 'GET',
  path: '/channels/choices',
  role: 'member',
  about: 'nothing',
  input: z.object({ channel: channel.optional() }),
  output: z.object({
    accounts: z.array(
      z.object({
        id,
        channel,
        name: z.string(),
        isOn: z.boolean(),
        isDefault: z.boolean(),
        cost: z.int().describe('Minor units · 最小货币单位'),
      }),
    ),
    currency: z.string(),
  }),
})

export const listChannelTexts = defineQuestion({
  name: 'list-channel-texts',
  label: { zh: '已登记的文本', en: 'Registered texts' },
  help: { zh: '短信和微信模板消息可用的文本，供编辑模板时选用。', en: 'The texts that SMS and WeChat templates may use.' },
  method: 'GET',
  path: '/channels/texts',
  role: 'member',
  about: 'nothing',
  input: z.object({ channel: channel.optional() }),
  output: z.object({
    texts: z.array(
      text.extend({ channel, vendor: z.string(), accountName: z.string(), signName: z.string().nullable(), isDefault: z.boolean() }),
    ),
  }),
})

const value = z.union([z.literal(''), soundText(2_000)])
const settings = {
  name: soundText(60),
  settings: z.record(z.string().max(40), value).describe('All that is no secret, by the vendor’s fields · 非密钥的设置'),
  secrets: z
    .record(z.string().max(40), z.string().max(2_000))
    .default({})
    .describe('Left out: kept as they are; empty: taken away · 不填则保留原来的'),
  isOn: z.boolean().default(true),
  isDefault: z.boolean().default(false),
  delivery: z.enum(deliveries).default('at-most-once'),
  perSecond: z.number().positive().max(5_000).nullable().default(null),
  cost: z.int().min(0).max(1_000_000).default(0).describe('Minor units for a message or a part of one · 每条费用，最小货币单位'),
}

export const createChannelAccount = defineAction({
  name: 'create-channel-account',
  label: { zh: '添加渠道账号', en: 'Add an account of a channel' },
  help: { zh: '密钥加密保存，不会再显示。', en: 'Secrets are kept encrypted and never shown.' },
  method: 'POST',
  path: '/channels/accounts',
  role: 'manager',
  about: 'nothing',
  right: 'sending',
  secret: ['secrets'],
  input: z.strictObject({ channel, vendor: z.string().max(40), ...settings }),
  output: done,
})

export const changeChannelAccount = defineAction({
  name: 'change-channel-account',
  label: { zh: '修改渠道账号', en: 'Change an account of a channel' },
  help: { zh: '不填的密钥保留原来的。', en: 'Secrets that are left out stay as they are.' },
  method: 'PUT',
  path: '/channels/accounts/:id',
  role: 'manager',
  about: 'nothing',
  right: 'sending',
  secret: ['secrets'],
  input: z.strictObject({ id, ...settings }),
  output: done,
})

export const deleteChannelAccount = defineAction({
  name: 'delete-channel-account',
  label: { zh: '删除渠道账号', en: 'Delete an account of a channel' },
  method: 'DELETE',
  path: '/channels/accounts/:id',
  role: 'manager',
  about: 'nothing',
  right: 'sending',
  input: z.strictObject({ id }),
  output: done,
})

const verdict = z.object({ ok: z.boolean(), words, answer: z.string().describe('The vendor’s own words · 服务商的原话') })

export const checkChannelAccount = defineAction({
  name: 'check-channel-account',
  label: { zh: '检查渠道账号', en: 'Check an account of a channel' },
  help: { zh: '问服务商能否使用，不发任何消息。', en: 'Asks the vendor whether it can be used; nothing is sent.' },
  method: 'POST',
  path: '/channels/accounts/:id/check',
  role: 'manager',
  about: 'nothing',
  right: 'sending',
  input: z.strictObject({ id }),
  output: verdict,
})

export const testChannelAccount = defineAction({
  name: 'test-channel-account',
  label: { zh: '给自己发一条测试', en: 'Send a test to oneself' },
  help: {
    zh: '真的发出一条：短信填手机号，服务号填 openid，企业微信填员工账号；群机器人和 Webhook 不用填。',
    en: 'Sends a real one: to a phone by SMS, to an openid, to an employee’s account at WeCom; robots and webhooks need no receiver.',
  },
  method: 'POST',
  path: '/channels/accounts/:id/test',
  role: 'manager',
  about: 'nothing',
  right: 'sending',
  input: z.strictObject({ id, to: soundText(200).optional(), textId: id.optional() }),
  output: verdict,
})

const textFields = { code: soundText(100), text: soundText(2_000), purpose: z.enum(textPurposes) }

export const addChannelText = defineAction({
  name: 'add-channel-text',
  label: { zh: '登记文本', en: 'Register a text' },
  help: { zh: '服务商审核通过的模板：编号和原文。', en: 'A template that the vendor approved: its code and its text.' },
  method: 'POST',
  path: '/channels/accounts/:id/texts',
  role: 'manager',
  about: 'nothing',
  right: 'sending',
  input: z.strictObject({ id, ...textFields }),
  output: done,
})

export const changeChannelText = defineAction({
  name: 'change-channel-text',
  label: { zh: '修改登记的文本', en: 'Change a registered text' },
  method: 'PUT',
  path: '/channels/texts/:id',
  role: 'manager',
  about: 'nothing',
  right: 'sending',
  input: z.strictObject({ id, ...textFields }),
  output: done,
})

export const deleteChannelText = defineAction({
  name: 'delete-channel-text',
  label: { zh: '删除登记的文本', en: 'Delete a registered text' },
  method: 'DELETE',
  path: '/channels/texts/:id',
  role: 'manager',
  about: 'nothing',
  right: 'sending',
  input: z.strictObject({ id }),
  output: done,
})

export const tieFollower = defineAction({
  name: 'tie-follower',
  label: { zh: '关联关注者', en: 'Link a follower to a customer' },
  help: {
    zh: '把服务号的 openid 或企业微信的 external_userid 记到客户名下。',
    en: 'An openid or an external_userid becomes the customer’s.',
  },
  method: 'POST',
  path: '/customers/:id/followers',
  role: 'member',
  about: { customer: 'id' },
  input: z.strictObject({ id, accountId: id, address: soundText(200) }),
  output: done,
})

export const followerStandings = ['all', 'linked', 'unlinked', 'left'] as const

export const listFollowers = defineQuestion({
  name: 'list-followers',
  label: { zh: '关注者', en: 'Followers' },
  help: {
    zh: '谁关注了服务号或加了企业微信，是哪位客户。',
    en: 'Who follows the service account or added the firm on WeCom, and which customer it is.',
  },
  method: 'GET',
  path: '/channels/accounts/:id/followers',
  people: 'rows',
  role: 'manager',
  about: { customer: null },
  right: 'sending',
  input: z.object({
    id,
    standing: z.enum(followerStandings).default('all'),
    search: z.string().trim().max(100).default(''),
    after: z.string().max(300).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  output: z.object({
    counts: z
      .object({ all: z.int(), linked: z.int(), unlinked: z.int(), left: z.int() })
      .nullable()
      .describe('只随第一页给出 · With the first page alone'),
    rows: z.array(
      z.object({
        address: z.string(),
        name: z.string().nullable(),
        employee: z.string().nullable(),
        followedAt: z.string(),
        leftAt: z.string().nullable(),
        lastWordAt: z.string().nullable(),
        customerId: z.guid().nullable(),
        customerName: z.string().nullable(),
      }),
    ),
    next: z.string().nullable(),
  }),
})
