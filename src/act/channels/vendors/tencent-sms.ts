import type { VendorRecord } from '../channel-kind.ts'
import { endpointField } from './endpoint.ts'

export const tencentSms = {
  name: 'tencent-sms',
  label: { zh: '腾讯云短信', en: 'Tencent Cloud SMS' },
  document: '腾讯云 短信 发送短信 SendSms（2021-01-11）',
  prepare: [
    {
      zh: '用企业账号登录腾讯云，完成企业实名认证，开通“短信”。个人认证的账号不能申请营销短信。',
      en: 'Sign in to Tencent Cloud with the firm’s account, verify it as a company and activate “SMS”. Accounts of private persons may not apply for marketing.',
    },
    {
      zh: '短信 → 国内短信：提交签名和正文模板，等审核通过。',
      en: 'Under SMS → Domestic SMS submit the signature and the texts, and wait for their approval.',
    },
    {
      zh: '短信 → 应用管理 → 应用列表：复制 SDKAppID（1400 开头的数字）。',
      en: 'Under SMS → Applications copy the SDKAppID (a number that begins with 1400).',
    },
    {
      zh: '访问管理 → 用户：新建一个子用户，只授予 QcloudSMSFullAccess，再创建它的 API 密钥（SecretId、SecretKey）。',
      en: 'Under Access management → Users make a sub-user who is granted QcloudSMSFullAccess alone, and its API key (SecretId and SecretKey).',
    },
  ],
  fields: [
    { name: 'secretId', label: { zh: 'SecretId', en: 'SecretId' }, placeholder: 'AKID…', pattern: /^[A-Za-z0-9]{8,64}$/, isRequired: true },
    { name: 'secretKey', label: { zh: 'SecretKey', en: 'SecretKey' }, isSecret: true, isRequired: true },
    { name: 'sdkAppId', label: { zh: 'SDKAppID', en: 'SDKAppID' }, placeholder: '1400006666', pattern: /^\d{6,12}$/, isRequired: true },
    {
      name: 'signName',
      label: { zh: '短信签名', en: 'SMS signature' },
      help: { zh: '审核通过的签名内容，不带【】。', en: 'As it was approved, without the brackets 【】.' },
      placeholder: '山前茶事',
      pattern: /^[^【】[\]]{2,50}$/,
      isRequired: true,
    },
    {
      name: 'region',
      label: { zh: '地域', en: 'Region' },
      usual: 'ap-guangzhou',
      options: [
        { value: 'ap-guangzhou', label: { zh: '华南（广州）', en: 'Guangzhou' } },
        { value: 'ap-beijing', label: { zh: '华北（北京）', en: 'Beijing' } },
        { value: 'ap-nanjing', label: { zh: '华东（南京）', en: 'Nanjing' } },
      ],
    },
    endpointField('https://sms.tencentcloudapi.com'),
  ],
  registers: {
    zh: '短信正文须先在腾讯云“正文模板管理”审核通过；把模板 ID（数字）和原文登记在这里，变量写作 {1}、{2}。',
    en: 'Texts must be approved by Tencent Cloud under “templates” first; enter each id (a number) and its text here, with {1}, {2} for what varies.',
  },
  callback: {
    isSigned: false,
    steps: [
      {
        zh: '打开腾讯云控制台 → 短信 → 应用管理 → 应用列表，点应用名称。',
        en: 'Open Tencent Cloud’s console → SMS → Applications and click the application’s name.',
      },
      { zh: '在“事件回调配置”里点“编辑”。', en: 'Under “event callbacks” click “edit”.' },
      {
        zh: '把下面的回调地址粘贴到“短信下发状态回调 URL”和“短信回复回调 URL”，保存。',
        en: 'Paste the callback address below both for “delivery status” and for “replies”, and save.',
      },
      {
        zh: '发一条测试短信；几分钟后这里会显示“最近收到回调”。',
        en: 'Send a test message; within minutes this page says when the last callback came.',
      },
    ],
  },
} satisfies VendorRecord
