import type { VendorRecord } from '../channel-kind.ts'
import { endpointField } from './endpoint.ts'

export const aliyunSms = {
  name: 'aliyun-sms',
  label: { zh: '阿里云短信', en: 'Alibaba Cloud SMS' },
  document: '阿里云 短信服务 SendSms - 发送短信',
  docs: {
    zh: '阿里云控制台 → 短信服务 → 国内消息：签名名称和模板 CODE；AccessKey 在“RAM 访问控制 → 用户”里创建，只授予 AliyunDysmsFullAccess。',
    en: 'In Alibaba Cloud’s console under SMS → Domestic messages: the signature and the template codes. Make the AccessKey for a RAM user who is granted AliyunDysmsFullAccess alone.',
  },
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
