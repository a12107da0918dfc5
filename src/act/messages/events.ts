import { defineEvent } from '../../core/event/event.ts'
import type { Fields, Option } from '../../core/entity/field.ts'
import { messageReasonOptions } from './reasons.ts'

const channels: readonly Option[] = [
  { value: 'email', label: { zh: '邮件', en: 'E-mail' } },
  { value: 'sms', label: { zh: '短信', en: 'SMS' } },
  { value: 'wecom', label: { zh: '企业微信', en: 'WeCom' } },
  { value: 'wechat', label: { zh: '微信服务号', en: 'WeChat service account' } },
  { value: 'dingtalk', label: { zh: '钉钉', en: 'DingTalk' } },
  { value: 'feishu', label: { zh: '飞书', en: 'Feishu' } },
  { value: 'webhook', label: { zh: 'Webhook', en: 'Webhook' } },
  { value: 'task', label: { zh: '任务', en: 'Task' } },
]

const payload = {
  message: { type: 'text', label: { zh: '消息编号', en: 'Message id' } },
  template: { type: 'text', label: { zh: '模板', en: 'Template' } },
  channel: { type: 'choice', label: { zh: '渠道', en: 'Channel' }, options: channels },
  subject: { type: 'text', label: { zh: '主题', en: 'Subject' } },
  reason: { type: 'choice', label: { zh: '原因', en: 'Reason' }, options: messageReasonOptions },
  journey: { type: 'text', to: 'journey', label: { zh: '哪个旅程', en: 'Which journey' } },
  campaign: { type: 'text', to: 'campaign', label: { zh: '哪个营销活动', en: 'Which campaign' } },
} satisfies Fields

export const messageSent = defineEvent({
  name: 'message.sent',
  label: { zh: '发出消息', en: 'Message sent' },
  sentence: { zh: '向客户发出{channel}“{subject}”', en: 'Sent by {channel}: “{subject}”' },
  payload,
  tone: 'blue',
})

export const messageHanded = defineEvent({
  name: 'message.handed',
  label: { zh: '消息交给同事', en: 'Message handed to a colleague' },
  sentence: {
    zh: '{channel}“{subject}”已交给同事，等待确认或执行',
    en: '{channel} “{subject}” was handed to a colleague, who confirms it or carries it out',
  },
  payload,
  tone: 'blue',
})

export const messageFailed = defineEvent({
  name: 'message.failed',
  label: { zh: '消息发送失败', en: 'Message failed' },
  sentence: { zh: '{channel}“{template}”发送失败：{reason}', en: '{channel} “{template}” failed: {reason}' },
  payload,
  tone: 'danger',
})

export const messageSkipped = defineEvent({
  name: 'message.skipped',
  label: { zh: '消息未发送', en: 'Message not sent' },
  sentence: { zh: '{channel}“{template}”没有发送：{reason}', en: '{channel} “{template}” was not sent: {reason}' },
  payload,
  tone: 'attention',
})

const heard = {
  ...payload,
  /** The address that was clicked, without what names the customer. */
  link: { type: 'text', label: { zh: '链接', en: 'Link' } },
  /** What a reply says, or the vendor's own words. */
  said: { type: 'longtext', label: { zh: '内容', en: 'What was said' } },
  /** Opened by a scanner of links rather than by a person. */
  machine: { type: 'boolean', label: { zh: '机器点击', en: 'By a machine' } },
} satisfies Fields

export const messageDelivered = defineEvent({
  name: 'message.delivered',
  label: { zh: '消息已送达', en: 'Message delivered' },
  sentence: { zh: '{channel}“{template}”已送达', en: '{channel} “{template}” was delivered' },
  payload: heard,
  tone: 'good',
})

export const messageBounced = defineEvent({
  name: 'message.bounced',
  label: { zh: '消息被退回', en: 'Message bounced' },
  sentence: { zh: '{channel}“{template}”被退回[：{said}]', en: '{channel} “{template}” bounced[: {said}]' },
  payload: heard,
  tone: 'danger',
})

export const messageReplied = defineEvent({
  name: 'message.replied',
  label: { zh: '客户回复了消息', en: 'Message answered' },
  sentence: { zh: '客户回复了{channel}“{template}”[：{said}]', en: 'The customer answered {channel} “{template}”[: {said}]' },
  payload: heard,
  tone: 'good',
})

export const messageClicked = defineEvent({
  name: 'message.clicked',
  label: { zh: '客户点击了消息', en: 'Message clicked' },
  sentence: { zh: '客户点击了{channel}“{template}”中的链接', en: 'The customer clicked a link in {channel} “{template}”' },
  payload: heard,
  tone: 'good',
})
