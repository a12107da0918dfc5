import { defineEvent } from '../../core/event/event.ts'
import type { Fields } from '../../core/entity/field.ts'
import { messageReasonOptions } from './reasons.ts'

const payload = {
  message: { type: 'text', label: { zh: '消息编号', en: 'Message id' } },
  template: { type: 'text', label: { zh: '模板', en: 'Template' } },
  channel: { type: 'text', label: { zh: '渠道', en: 'Channel' } },
  subject: { type: 'text', label: { zh: '主题', en: 'Subject' } },
  reason: { type: 'choice', label: { zh: '原因', en: 'Reason' }, options: messageReasonOptions },
} satisfies Fields

export const messageSent = defineEvent({
  name: 'message.sent',
  label: { zh: '发出消息', en: 'Message sent' },
  sentence: { zh: '向客户发出邮件“{subject}”', en: 'The mail “{subject}” was sent' },
  payload,
  tone: 'blue',
})

export const messageFailed = defineEvent({
  name: 'message.failed',
  label: { zh: '消息发送失败', en: 'Message failed' },
  sentence: { zh: '邮件“{template}”发送失败：{reason}', en: 'The mail “{template}” failed: {reason}' },
  payload,
  tone: 'danger',
})

export const messageSkipped = defineEvent({
  name: 'message.skipped',
  label: { zh: '消息未发送', en: 'Message not sent' },
  sentence: { zh: '邮件“{template}”没有发送：{reason}', en: 'The mail “{template}” was not sent: {reason}' },
  payload,
  tone: 'attention',
})
