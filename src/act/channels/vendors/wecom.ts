import type { VendorRecord } from '../channel-kind.ts'
import { endpointField } from './endpoint.ts'

export const wecom = {
  name: 'wecom',
  label: { zh: '企业微信自建应用', en: 'An app of your own in WeCom' },
  document: '企业微信开发者中心 创建企业群发 add_msg_template',
  prepare: [
    {
      zh: '用管理员登录企业微信管理后台（work.weixin.qq.com）→ 我的企业 → 企业信息，最下面是企业 ID。',
      en: 'Sign in to WeCom’s admin console (work.weixin.qq.com) as an admin → My company: the corp id stands at the bottom.',
    },
    {
      zh: '应用管理 → 自建 → 创建应用：可见范围选上会加客户的员工；打开应用，复制 AgentId；Secret 会发到您手机的企业微信里。',
      en: 'Apps → your own → create one: let it be visible to the employees who add customers; open it and copy the AgentId. The Secret is sent to WeCom on your phone.',
    },
    {
      zh: '客户与上下游 → 客户联系：在“使用范围”里加上这些员工；在 API 的“可调用接口的应用”里勾选这个应用。',
      en: 'Customer contact: add those employees to its scope, and tick the app under API → apps that may call it.',
    },
    {
      zh: '保存后先设好下面的回调，再把服务器的出口 IP 填进应用的“企业可信 IP”（没设回调时企业微信不让填）。不知道服务器的出口 IP？先填好保存，再点“检查”：服务商的原话里会写着它看到的 IP。',
      en: 'Once saved, set the callback further down first, and then enter this server’s outgoing address under the app’s trusted IPs (WeCom asks for the callback first). You do not know this server’s outgoing address? Save and press “Check”: the vendor’s own words name the address that it saw.',
    },
  ],
  fields: [
    {
      name: 'corpId',
      label: { zh: '企业 ID（CorpID）', en: 'Corp id' },
      placeholder: 'ww…',
      pattern: /^[A-Za-z0-9_-]{6,64}$/,
      isRequired: true,
    },
    {
      name: 'agentId',
      label: { zh: '应用 AgentId', en: 'AgentId of the app' },
      placeholder: '1000002',
      pattern: /^\d{1,12}$/,
      isRequired: true,
    },
    { name: 'secret', label: { zh: '应用 Secret', en: 'Secret of the app' }, isSecret: true, isRequired: true },
    {
      name: 'sender',
      label: { zh: '由谁确认群发（可选）', en: 'Who confirms messages (optional)' },
      help: {
        zh: '填企业微信通讯录里的“账号”，这位员工须已添加客户。一般留空：由企业微信交给添加了该客户的员工。',
        en: 'An employee’s “account” in WeCom’s address book, who must have the customers as contacts. Usually left empty: WeCom asks whoever has the customer.',
      },
      placeholder: 'zhangsan',
      pattern: /^[A-Za-z0-9_.@-]{1,64}$/,
    },
    {
      name: 'callbackToken',
      label: { zh: '回调 Token', en: 'Token of callbacks' },
      help: { zh: '与“接收消息服务器配置”里的一致。', en: 'The same as in the app’s “receive messages” settings.' },
      isSecret: true,
      pattern: /^[A-Za-z0-9]{3,32}$/,
    },
    {
      name: 'encodingAesKey',
      label: { zh: '回调 EncodingAESKey', en: 'EncodingAESKey of callbacks' },
      isSecret: true,
      pattern: /^[A-Za-z0-9]{43}$/,
    },
    {
      name: 'welcome',
      label: { zh: '新客户欢迎语（可选）', en: 'Welcome to new contacts (optional)' },
      help: {
        zh: '客户添加员工后立即自动发出。员工在企业微信里已设欢迎语时，以那条为准。',
        en: 'Sent by itself to whoever has just added an employee. Where the employee has a welcome in WeCom, that one goes.',
      },
      isLong: true,
    },
    {
      name: 'newCustomers',
      label: { zh: '不认识的新联系人', en: 'New contacts whom we do not know' },
      usual: 'no',
      options: [
        { value: 'no', label: { zh: '先记下，有客户对上时再关联', en: 'Noted, and tied once a customer fits' } },
        { value: 'yes', label: { zh: '自动建立客户', en: 'Become customers by themselves' } },
      ],
    },
    endpointField('https://qyapi.weixin.qq.com'),
  ],
  callback: {
    isSigned: true,
    steps: [
      {
        zh: '打开企业微信管理后台 → 应用管理 → 您的自建应用 → 接收消息 → 设置 API 接收。',
        en: 'Open WeCom’s admin console → Apps → your own app → Receive messages → Set API.',
      },
      {
        zh: '点“随机获取”生成 Token 和 EncodingAESKey，先把它们填到这里并保存。',
        en: 'Let it make Token and EncodingAESKey, and enter both here and save before anything else.',
      },
      {
        zh: '把下面的回调地址粘贴到“URL”，点“保存”：企业微信会当场验证。',
        en: 'Paste the callback address below as the URL and save: WeCom verifies it at once.',
      },
      {
        zh: '在“客户与上下游 → 客户联系 → API”里，把“接收事件服务器”也设为同样的地址、Token 和 EncodingAESKey。',
        en: 'Under Customer contact → API set the server for events to the same address, Token and EncodingAESKey.',
      },
      {
        zh: '在应用的“企业可信 IP”里填入本服务器的出口 IP。',
        en: 'Under the app’s trusted IPs enter the address from which this server reaches the Internet.',
      },
    ],
  },
} satisfies VendorRecord
