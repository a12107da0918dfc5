import type { VendorRecord } from '../channel-kind.ts'
import { endpointField } from './endpoint.ts'

export const aliyunSms = {
  name: 'aliyun-sms',
  label: { zh: '阿里云短信', en: 'Alibaba Cloud SMS' },
  document: '阿里云 短信服务 SendSms - 发送短信',
  prepare: [
    {
      zh: '用企业账号登录阿里云，完成企业实名认证，开通“短信服务”。个人认证的账号不能发营销短信。',
      en: 'Sign in to Alibaba Cloud with the firm’s account, verify it as a company and activate “SMS”. Accounts of private persons may send no marketing.',
    },
    {
      zh: '短信服务 → 国内消息：提交资质和签名，再提交正文模板，等审核通过；签名还要向运营商报备，通常要一到两周。',
      en: 'Under SMS → Domestic messages submit qualification and signature, then the texts, and wait for their approval; carriers register the signature too, which takes one to two weeks.',
    },
    {
      zh: 'RAM 访问控制 → 用户：新建一个用户，只授予 AliyunDysmsFullAccess，创建 AccessKey。Secret 只显示一次，当场复制到下面。',
      en: 'Under RAM → Users make a user who is granted AliyunDysmsFullAccess alone, and an AccessKey. The secret is shown once: copy it straight into the field below.',
    },
  ],
  fields: [
    {
      name: 'accessKeyId',
      label: { zh: 'AccessKey ID', en: 'AccessKey ID' },
      placeholder: 'LTAI5t…',
      pattern: /^[A-Za-z0-9]{8,64}$/,
      isRequired: true,
    },
    { name: 'accessKeySecret', label: { zh: 'AccessKey Secret', en: 'AccessKey Secret' }, isSecret: true, isRequired: true },
    {
      name: 'signName',
      label: { zh: '短信签名', en: 'SMS signature' },
      help: { zh: '审核通过的签名名称，不带【】。', en: 'As it was approved, without the brackets 【】.' },
      placeholder: '山前茶事',
      pattern: /^[^【】[\]]{2,50}$/,
      isRequired: true,
    },
    endpointField('https://dysmsapi.aliyuncs.com'),
  ],
  registers: {
    zh: '短信正文须先在阿里云“模板管理”审核通过；把模板 CODE（SMS_ 开头）和原文登记在这里。',
    en: 'Texts must be approved by Alibaba Cloud under “templates” first; enter each code (SMS_…) and its text here.',
  },
  callback: {
    isSigned: false,
    steps: [
      {
        zh: '打开阿里云控制台 → 短信服务 → 系统设置 → 通用设置。',
        en: 'Open Alibaba Cloud’s console → SMS → System settings → General settings.',
      },
      {
        zh: '在“国内消息”找到“短信发送回执接收（SmsReport）”，选择“HTTP 批量推送模式”。',
        en: 'Under domestic messages find “delivery receipts (SmsReport)” and choose “HTTP batch push”.',
      },
      { zh: '把下面的回调地址粘贴进去，点“确定”。', en: 'Paste the callback address below and confirm.' },
      {
        zh: '在“短信上行消息接收（SmsUp）”里同样选择“HTTP 批量推送模式”，粘贴同一个地址。',
        en: 'Do the same for “messages from customers (SmsUp)” with the same address.',
      },
      {
        zh: '发一条测试短信；几分钟后这里会显示“最近收到回调”。',
        en: 'Send a test message; within minutes this page says when the last callback came.',
      },
    ],
  },
} satisfies VendorRecord
