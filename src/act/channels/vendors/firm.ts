import type { VendorRecord } from '../channel-kind.ts'

/** For the firm's own people: robots in their groups, and webhooks to their other systems. */

/** As Standard Webhooks says: 24 to 64 bytes in base64. */
const webhookSecret = /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/

export const dingtalkRobot = {
  name: 'dingtalk-robot',
  label: { zh: '钉钉群机器人', en: 'A robot in a DingTalk group' },
  document: '钉钉开放平台 自定义机器人安全设置',
  checkSpeaks: true,
  docs: {
    zh: '钉钉群 → 群设置 → 机器人 → 添加“自定义”机器人，安全设置选“加签”，复制 Webhook 地址和 SEC 开头的密钥。',
    en: 'In the group’s settings add a custom robot, choose signing (加签) for its security, and copy the webhook’s address and the secret that begins with SEC.',
  },
  fields: [
    {
      name: 'address',
      label: { zh: 'Webhook 地址', en: 'Webhook address' },
      placeholder: 'https://oapi.dingtalk.com/robot/send?access_token=…',
      isAddress: true,
      isSecret: true,
      isRequired: true,
    },
    { name: 'secret', label: { zh: '加签密钥', en: 'Signing secret' }, placeholder: 'SEC…', isSecret: true },
  ],
} satisfies VendorRecord

export const feishuRobot = {
  name: 'feishu-robot',
  label: { zh: '飞书群机器人', en: 'A robot in a Feishu group' },
  document: '飞书开放平台 自定义机器人使用指南',
  checkSpeaks: true,
  docs: {
    zh: '飞书群 → 设置 → 群机器人 → 添加“自定义机器人”，安全设置勾选“签名校验”，复制 Webhook 地址和密钥。',
    en: 'In the group’s settings add a custom robot, tick signature verification, and copy the webhook’s address and the secret.',
  },
  fields: [
    {
      name: 'address',
      label: { zh: 'Webhook 地址', en: 'Webhook address' },
      placeholder: 'https://open.feishu.cn/open-apis/bot/v2/hook/…',
      isAddress: true,
      isSecret: true,
      isRequired: true,
    },
    { name: 'secret', label: { zh: '签名密钥', en: 'Signing secret' }, isSecret: true },
  ],
} satisfies VendorRecord

export const webhook = {
  name: 'webhook',
  label: { zh: '签名 Webhook（Standard Webhooks）', en: 'Signed webhook (Standard Webhooks)' },
  document: 'Standard Webhooks specification',
  checkSpeaks: true,
  docs: {
    zh: '接收方的 https 地址。每次请求都带 webhook-id、webhook-timestamp 和 webhook-signature；把签名密钥交给接收方验证。',
    en: 'The receiver’s https address. Each request carries webhook-id, webhook-timestamp and webhook-signature; give the receiver the secret to verify them.',
  },
  fields: [
    {
      name: 'address',
      label: { zh: '接收地址', en: 'Address' },
      placeholder: 'https://erp.example.com/hooks/regulars',
      isAddress: true,
      isRequired: true,
    },
    {
      name: 'secret',
      label: { zh: '签名密钥', en: 'Signing secret' },
      help: {
        zh: 'whsec_ 加 base64。换密钥时先填新的，旧的移到下一栏。',
        en: 'whsec_ and base64. To change it, enter the new one and move the old one to the next field.',
      },
      placeholder: 'whsec_…',
      pattern: webhookSecret,
      isSecret: true,
      isRequired: true,
    },
    {
      name: 'formerSecret',
      label: { zh: '旧的签名密钥', en: 'Former signing secret' },
      help: {
        zh: '更换期间两个密钥同时签名，接收方换好后清空。',
        en: 'While it is set both sign; empty it once the receiver has changed over.',
      },
      placeholder: 'whsec_…',
      pattern: webhookSecret,
      isSecret: true,
    },
  ],
} satisfies VendorRecord
