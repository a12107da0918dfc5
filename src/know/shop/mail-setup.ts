import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { words } from '../../core/kit/words-schema.ts'
import { smtpInput } from './settings.ts'

/** How mail leaves beside the server itself, whether its signature can be checked, and from where answers are read. */

const nothing = z.strictObject({})
const done = z.object({})
const mailbox = z.union([z.literal(''), z.email().max(320)])

/** Kept as `mail`. */
export const mailSending = z.strictObject({
  /** Where answers go; empty for the sender. */
  replyTo: mailbox,
  /** Where bounces go, each to `name+…@` of its own; empty for the sender. Its mailbox must take plus addresses. */
  bounceTo: mailbox,
  /** What is done with a mail whose fate is unknown: nothing, or it is sent again under the same Message-ID. */
  delivery: z.enum(['at-most-once', 'at-least-once']),
  /** Mails a second at most; null for as fast as it goes. */
  perSecond: z.number().min(0.1).max(10_000).nullable(),
  /** Connections to the server at once. */
  connections: z.int().min(1).max(50),
})
export type MailSending = z.output<typeof mailSending>

export const usualMailSending: MailSending = { replyTo: '', bounceTo: '', delivery: 'at-most-once', perSecond: null, connections: 10 }

/** As kept: what is left out or unreadable takes its usual value. */
export const keptMailSending = z.object({
  replyTo: mailbox.catch(''),
  bounceTo: mailbox.catch(''),
  delivery: mailSending.shape.delivery.catch('at-most-once'),
  perSecond: mailSending.shape.perSecond.catch(null),
  connections: mailSending.shape.connections.catch(10),
})

const domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/, { error: 'example.com' })
const selector = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, { error: 'a-z 0-9 -' })

/** Kept as `dkim`; the private key sealed. */
export const keptDkim = z.object({ domain, selector, key: z.string().min(1) })
export type KeptDkim = z.output<typeof keptDkim>

const folder = z.string().trim().min(1).max(200)
const inbox = z.strictObject({
  host: smtpInput.shape.host,
  port: z.int().min(1).max(65_535),
  secure: z.boolean(),
  user: z.string().trim().min(1).max(320),
  folder: folder.default('INBOX'),
})
/** What is typed in; no password keeps the one there is. */
const inboxInput = inbox.extend({ password: z.string().min(1).max(1_000).optional() })

/** Kept as `mail-inbox`; the password sealed. `since`: mails from this day on are read. */
export const keptInbox = inbox.extend({ password: z.string().min(1), since: z.iso.datetime() })
export type KeptInbox = z.output<typeof keptInbox>

export const readMailSetup = defineQuestion({
  name: 'read-mail-setup',
  label: { zh: '查看发信与收信设置', en: 'Read how mail leaves and is read' },
  method: 'GET',
  path: '/settings/mail',
  role: 'owner',
  about: 'nothing',
  right: 'sending',
  input: nothing,
  output: z.object({
    sending: mailSending,
    dkim: z.object({ domain: z.string(), selector: z.string(), recordName: z.string(), recordValue: z.string() }).nullable(),
    /** The sender’s domain, for a key that is not there yet. */
    domain: z.string().nullable(),
    inbox: inbox.nullable(),
  }),
})

export const saveMailSending = defineAction({
  name: 'save-mail-sending',
  label: { zh: '保存发信方式', en: 'Save how mail leaves' },
  help: {
    zh: 'at-most-once：结果不明的邮件不再重发；at-least-once：用同一个 Message-ID 再发一次。',
    en: 'at-most-once leaves a mail in doubt alone; at-least-once sends it again under the same Message-ID.',
  },
  method: 'PUT',
  path: '/settings/mail',
  role: 'owner',
  about: 'nothing',
  right: 'sending',
  input: mailSending,
  output: done,
})

export const saveDkim = defineAction({
  name: 'save-dkim',
  label: { zh: '保存 DKIM 签名', en: 'Save the DKIM signature' },
  help: {
    zh: '不填 privateKey：域名和选择器没变则沿用原来的密钥，否则生成一个新的。回答里是要添加的 DNS 记录。',
    en: 'Without privateKey the kept key stays where domain and selector do, else a new one is made. Answers with the DNS record to set.',
  },
  method: 'PUT',
  path: '/settings/mail/dkim',
  role: 'owner',
  about: 'nothing',
  right: 'sending',
  input: z.strictObject({ domain, selector, privateKey: z.string().max(20_000).optional() }),
  output: z.object({ recordName: z.string(), recordValue: z.string() }),
  secret: ['privateKey'],
})

export const removeDkim = defineAction({
  name: 'remove-dkim',
  label: { zh: '停用 DKIM 签名', en: 'Stop signing mails' },
  method: 'DELETE',
  path: '/settings/mail/dkim',
  role: 'owner',
  about: 'nothing',
  right: 'sending',
  input: nothing,
  output: done,
})

export const saveMailInbox = defineAction({
  name: 'save-mail-inbox',
  label: { zh: '保存收信邮箱', en: 'Save the inbox' },
  help: {
    zh: '退信和客户的回复从这里读取；只读取，不删除，也不标为已读。',
    en: 'Bounces and answers are read from it; nothing is deleted there or marked as read.',
  },
  method: 'PUT',
  path: '/settings/mail/inbox',
  role: 'owner',
  about: 'nothing',
  right: 'sending',
  input: inboxInput,
  output: done,
  secret: ['password'],
})

export const removeMailInbox = defineAction({
  name: 'remove-mail-inbox',
  label: { zh: '停止收信', en: 'Stop reading the inbox' },
  method: 'DELETE',
  path: '/settings/mail/inbox',
  role: 'owner',
  about: 'nothing',
  right: 'sending',
  input: nothing,
  output: done,
})

export const testMailInbox = defineAction({
  name: 'test-mail-inbox',
  label: { zh: '测试收信', en: 'Try the inbox' },
  method: 'POST',
  path: '/settings/mail/inbox/test',
  role: 'owner',
  about: 'nothing',
  right: 'sending',
  input: nothing,
  output: z.object({ opened: z.boolean(), words, answer: z.string() }),
})
