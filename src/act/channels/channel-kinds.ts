import type { Option } from '../../core/entity/field.ts'
import { type ChannelKind, type ChannelName, channelNames, type VendorRecord } from './channel-kind.ts'
import { aliyunSms } from './vendors/aliyun-sms.ts'
import { dingtalkRobot, feishuRobot, webhook } from './vendors/firm.ts'
import { tencentSms } from './vendors/tencent-sms.ts'
import { wechatService } from './vendors/wechat-service.ts'
import { wecom } from './vendors/wecom.ts'

/** Every way in which a message can leave. A new vendor of a channel is one record in vendors/ and one driver. */
export const channelKinds: Readonly<Record<ChannelName, ChannelKind>> = {
  email: {
    name: 'email',
    label: { zh: '邮件', en: 'E-mail' },
    form: 'mail',
    address: 'email',
    marketing: true,
    // Its server is set under Settings → Mail.
    vendors: [],
    limits: { caps: [], usualHours: { from: '09:00', to: '21:00' } },
  },
  sms: {
    name: 'sms',
    label: { zh: '短信', en: 'SMS' },
    form: 'registered',
    address: 'phone',
    marketing: true,
    vendors: [aliyunSms, tencentSms],
    limits: {
      caps: [
        {
          code: 'sms-day',
          most: 1,
          per: 'day',
          counts: 'marketing',
          label: { zh: '每位客户每天最多 1 条营销短信', en: 'One marketing SMS a day to one customer' },
        },
      ],
      // 《通信短信息服务管理规定》与行业惯例: carriers refuse marketing at night.
      hardHours: { from: '08:00', to: '22:00' },
      usualHours: { from: '09:00', to: '20:00' },
    },
  },
  wecom: {
    name: 'wecom',
    label: { zh: '企业微信', en: 'WeCom' },
    form: 'text',
    address: 'wecom-external',
    marketing: true,
    vendors: [wecom],
    limits: {
      caps: [
        {
          code: 'wecom-day',
          most: 1,
          per: 'day',
          counts: 'all',
          label: { zh: '每位客户每天最多收到 1 条群发（企业微信规定）', en: 'One group message a day to one customer (WeCom’s rule)' },
        },
      ],
      usualHours: { from: '09:00', to: '21:00' },
      isConfirmed: true,
    },
  },
  wechat: {
    name: 'wechat',
    label: { zh: '微信服务号', en: 'WeChat service account' },
    form: 'registered',
    address: 'wechat-openid',
    marketing: true,
    vendors: [wechatService],
    limits: {
      caps: [
        {
          code: 'wechat-month',
          most: 4,
          per: 'month',
          counts: 'all',
          label: { zh: '每位粉丝每月最多收到 4 条（微信规定）', en: 'Four a month to one follower (WeChat’s rule)' },
        },
      ],
      usualHours: { from: '09:00', to: '21:00' },
      windowHours: 48,
    },
  },
  dingtalk: {
    name: 'dingtalk',
    label: { zh: '钉钉', en: 'DingTalk' },
    form: 'text',
    address: null,
    marketing: false,
    vendors: [dingtalkRobot],
    limits: { caps: [] },
  },
  feishu: {
    name: 'feishu',
    label: { zh: '飞书', en: 'Feishu' },
    form: 'text',
    address: null,
    marketing: false,
    vendors: [feishuRobot],
    limits: { caps: [] },
  },
  webhook: {
    name: 'webhook',
    label: { zh: 'Webhook', en: 'Webhook' },
    form: 'json',
    address: null,
    marketing: false,
    vendors: [webhook],
    limits: { caps: [] },
  },
  task: {
    name: 'task',
    label: { zh: '人工任务', en: 'Task for a person' },
    form: 'task',
    // A call needs the phone, but the to-do is also made without one: the colleague finds another way.
    address: null,
    marketing: true,
    vendors: [],
    limits: { caps: [], usualHours: { from: '09:00', to: '20:00' } },
  },
}

export const channelOptions: readonly Option[] = channelNames.map((value) => ({ value, label: channelKinds[value].label }))

export function isChannelName(name: string): name is ChannelName {
  return channelNames.some((each) => each === name)
}

/** The kind of a channel as it stands in a row; undefined for one that this version does not know. */
export const channelKindOf = (name: string): ChannelKind | undefined => (isChannelName(name) ? channelKinds[name] : undefined)

export function vendorOf(channel: string, vendor: string): VendorRecord | undefined {
  return channelKindOf(channel)?.vendors.find(({ name }) => name === vendor)
}
