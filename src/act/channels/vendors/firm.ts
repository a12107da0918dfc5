import type { VendorRecord } from '../channel-kind.ts'

/** For the firm's own people: robots in their groups, and webhooks to their other systems. */

/** As Standard Webhooks says: 24 to 64 bytes in base64. */
const webhookSecret = /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/

export const dingtalkRobot = {
  name: 'dingtalk-robot',
  label: { zh: '钉钉群机器人', en: 'A robot in a DingTalk group' },
  document: '钉钉开放平台 自定义机器人安全设置',
  checkSpeaks: true,
  prepare: [
    {
      zh: '在电脑上打开钉钉，进入同事的群 → 群设置 → 机器人 → 添加机器人 → 自定义。',
      en: 'Open DingTalk on a computer, go to the colleagues’ group → Settings → Robots → Add → Custom.',
    },
    {
      zh: '安全设置选“加签”，复制 SEC 开头的密钥。',
      en: 'For its security choose signing (加签) and copy the secret that begins with SEC.',
    },
    {
      zh: '点“完成”，复制 Webhook 地址。知道这个地址的人都能往群里发消息，不要外传。',
      en: 'Finish and copy the webhook’s address. Whoever knows it may speak in the group: keep it to yourself.',
    },
  ],
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
  prepare: [
    {
      zh: '在飞书里打开同事的群 → 设置 → 群机器人 → 添加机器人 → 自定义机器人。',
      en: 'In Feishu open the colleagues’ group → Settings → Bots → Add → Custom bot.',
    },
    {
      zh: '复制 Webhook 地址；安全设置勾选“签名校验”，复制密钥，保存。',
      en: 'Copy the webhook’s address; tick signature verification, copy the secret and save.',
    },
  ],
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
  prepare: [
    {
      zh: '向对方系统（ERP、数据仓库等）的开发人员要一个 https 接收地址。',
      en: 'Ask whoever looks after the other system (ERP, data warehouse …) for an https address that receives.',
    },
    {
      zh: '两边用同一把密钥：对方给您的，或在下面点“生成一把”再交给对方。',
      en: 'Both sides use the same secret: the one they give you, or one that you make below and hand to them.',
    },
    {
      zh: '请对方按 Standard Webhooks 验证每次请求的 webhook-id、webhook-timestamp 和 webhook-signature。',
      en: 'Let them verify webhook-id, webhook-timestamp and webhook-signature of each request as Standard Webhooks says.',
    },
  ],
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
        zh: '以 whsec_ 开头。更换时在这里填新的，旧的自动留作“旧的签名密钥”，对方换好之前两个都签名。',
        en: 'It begins with whsec_. To change it, enter the new one here: the old one is kept as the former one by itself, and both sign until the receiver has changed over.',
      },
      placeholder: 'whsec_…',
      pattern: webhookSecret,
      isSecret: true,
      isRequired: true,
      isMade: true,
      formerIn: 'formerSecret',
    },
    {
      name: 'formerSecret',
      label: { zh: '旧的签名密钥', en: 'Former signing secret' },
      help: {
        zh: '有它的时候两个密钥同时签名；接收方换好后去掉。',
        en: 'While there is one both sign; remove it once the receiver has changed over.',
      },
      placeholder: 'whsec_…',
      pattern: webhookSecret,
      isSecret: true,
    },
  ],
} satisfies VendorRecord
