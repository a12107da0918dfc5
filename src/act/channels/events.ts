import { defineEvent } from '../../core/event/event.ts'
import { channelOptions } from './channel-kinds.ts'

const channel = { type: 'choice', label: { zh: '渠道', en: 'Channel' }, options: channelOptions } as const
const account = { type: 'text', label: { zh: '账号', en: 'Account' } } as const

export const channelFollowed = defineEvent({
  name: 'channel.followed',
  label: { zh: '关注', en: 'Followed us' },
  sentence: { zh: '关注了{channel}“{account}”', en: 'Followed us on {channel}: “{account}”' },
  payload: { channel, account },
  tone: 'good',
})

export const channelLeft = defineEvent({
  name: 'channel.left',
  label: { zh: '取消关注', en: 'Unfollowed us' },
  sentence: { zh: '取消关注了{channel}“{account}”', en: 'Unfollowed us on {channel}: “{account}”' },
  payload: { channel, account },
  tone: 'attention',
})

export const channelHeard = defineEvent({
  name: 'channel.heard',
  label: { zh: '客户发来消息', en: 'Message from the customer' },
  sentence: { zh: '客户通过{channel}说：{said}', en: 'The customer wrote by {channel}: {said}' },
  payload: { channel, account, said: { type: 'longtext', label: { zh: '内容', en: 'What was said' } } },
  tone: 'teal',
})
