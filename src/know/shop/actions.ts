import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { words } from '../../core/kit/words-schema.ts'
import { sendingSettings, shopSettings, smtpInput } from './settings.ts'

const nothing = z.strictObject({})
const done = z.object({})

export const readSettings = defineQuestion({
  name: 'read-settings',
  label: { zh: '查看设置', en: 'Read the settings' },
  method: 'GET',
  path: '/settings',
  role: 'manager',
  about: 'nothing',
  right: 'settings',
  input: nothing,
  output: z.object({
    shop: shopSettings.extend({ name: z.string() }),
    /** Purchases exist, so the currency stays. */
    currencyFixed: z.boolean(),
    sending: sendingSettings,
    /** Null until a server is set. The password is never told. */
    smtp: smtpInput.omit({ password: true }).extend({ hasPassword: z.boolean() }).nullable(),
  }),
})

export const saveShop = defineAction({
  name: 'save-shop',
  label: { zh: '保存店铺设置', en: 'Save the shop' },
  help: {
    zh: '名称、币种和时区。有消费记录后，币种不能再改。',
    en: 'Its name, currency and time zone. The currency stays once there are purchases.',
  },
  method: 'PUT',
  path: '/settings/shop',
  role: 'manager',
  about: 'nothing',
  right: 'settings',
  input: shopSettings,
  output: done,
})

export const saveSending = defineAction({
  name: 'save-sending',
  label: { zh: '保存发送规则', en: 'Save the sending rules' },
  help: {
    zh: '免打扰时段，以及每位客户每 7 天最多收到几条营销消息。',
    en: 'Quiet hours, and how many marketing messages one customer gets in 7 days at most.',
  },
  method: 'PUT',
  path: '/settings/sending',
  role: 'manager',
  about: 'nothing',
  right: 'sending',
  input: sendingSettings,
  output: done,
})

export const saveSmtp = defineAction({
  name: 'save-smtp',
  label: { zh: '保存发信服务器', en: 'Save the mail server' },
  help: {
    zh: '密码加密保存，不会再显示；不填则保留原来的。',
    en: 'The password is kept encrypted and never shown; leave it out to keep the one there is.',
  },
  method: 'PUT',
  path: '/settings/smtp',
  role: 'owner',
  about: 'nothing',
  right: 'sending',
  input: smtpInput,
  output: done,
  secret: ['password'],
})

export const testSmtp = defineAction({
  name: 'test-smtp',
  label: { zh: '发送测试邮件', en: 'Send a test mail' },
  help: {
    zh: '用保存的发信服务器寄一封真实的邮件，并说明结果。',
    en: 'Sends a real mail through the saved server and says what became of it.',
  },
  method: 'POST',
  path: '/settings/smtp/test',
  role: 'owner',
  about: 'nothing',
  right: 'sending',
  input: z.strictObject({ to: z.email().max(320) }),
  output: z.object({
    sent: z.boolean(),
    words,
    /** The server's own words. */
    answer: z.string(),
  }),
})
