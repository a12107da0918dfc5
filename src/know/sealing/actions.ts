import { z } from 'zod'
import { contactKinds } from '../../core/kit/contact-token.ts'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { words } from '../../core/kit/words-schema.ts'

export const readSealing = defineQuestion({
  name: 'read-sealing',
  label: { zh: '加密情况', en: 'What is encrypted' },
  help: {
    zh: '哪些字段加密保存、密钥的版本、正在进行的转换。',
    en: 'Which fields are kept encrypted, the version of the keys, and what is under way.',
  },
  method: 'GET',
  path: '/sealing',
  role: 'owner',
  about: 'nothing',
  right: 'settings',
  input: z.strictObject({}),
  output: z.object({
    keysIn: z.string().describe('The file that holds the keys, or REGULARS_KEY'),
    version: z.int().describe('Of the key under which persons’ keys are wrapped'),
    madeAt: z.string().nullable(),
    people: z.int().describe('Customers who have a key of their own'),
    older: z.int().describe('Keys that are still wrapped under an older version'),
    fields: z.array(z.object({ name: z.string(), label: words, custom: z.boolean() })),
    contactKey: z.int().describe('Version of the key under which contact details are sealed'),
    contacts: z.array(
      z.object({
        kind: z.enum(contactKinds),
        label: words,
        sealed: z.boolean().describe('Whether it is to be kept encrypted'),
        work: z
          .object({
            aim: z.enum(['sealed', 'open', 'renewed']),
            phase: z.enum(['keys', 'values']),
            done: z.int(),
            total: z.int(),
            halted: z.boolean(),
          })
          .nullable()
          .describe('Turning over, where it is not done'),
      }),
    ),
    work: z.array(
      z.object({
        name: z.string(),
        label: words,
        doing: z.enum(['seal', 'open', 'rewrap']),
        done: z.int(),
        total: z.int(),
        startedAt: z.string(),
        endedAt: z.string().nullable(),
      }),
    ),
  }),
})

export const rotateSealingKeys = defineAction({
  name: 'rotate-sealing-keys',
  label: { zh: '更换加密密钥', en: 'Change the encryption key' },
  help: {
    zh: '生成新密钥，并在后台用它重新包装每位客户的密钥；加密的内容本身不变。更换后请重新保存密钥文件。',
    en: 'Makes a new key and wraps every customer’s own key under it, in the background; what is encrypted stays as it is. Keep the key file anew afterwards.',
  },
  method: 'POST',
  path: '/sealing/rotate',
  role: 'owner',
  about: 'nothing',
  right: 'settings',
  input: z.strictObject({}),
  output: z.object({ version: z.int() }),
})

export const sealContacts = defineAction({
  name: 'seal-contacts',
  label: { zh: '设置联系方式是否加密保存', en: 'Keep contact details encrypted, or not' },
  help: {
    zh: '手机号、邮箱或微信号在数据库和备份里改为只存密文，或改回原样；在后台逐批转换，期间两种形式都能读取。加密后只能按完整的值或手机号、微信号的后四位查找。',
    en: 'Phones, e-mails or WeChat ids stand in the database and in backups as ciphertext only, or as they were again; turned over in portions while both forms are read. Encrypted they are found whole, phones and WeChat ids by their last four characters too, and by nothing else.',
  },
  method: 'POST',
  path: '/sealing/contacts',
  role: 'owner',
  about: 'nothing',
  right: 'settings',
  input: z.strictObject({ kind: z.enum(contactKinds), sealed: z.boolean() }),
  output: z.object({ kind: z.enum(contactKinds), sealed: z.boolean(), total: z.int() }),
})

export const renewContactKey = defineAction({
  name: 'renew-contact-key',
  label: { zh: '更换联系方式的密钥', en: 'Change the key of contact details' },
  help: {
    zh: '生成新密钥，并在后台逐批用它重新加密手机号、邮箱和微信号；期间两把密钥都能读取和查找，可以暂停。不能改动的操作审计仍用旧密钥读取。',
    en: 'Makes a new key and seals phones, e-mails and WeChat ids anew under it, portion by portion in the background; until it is through both keys open and find, and it can be halted. The audit, which cannot be changed, is read with the old one still.',
  },
  method: 'POST',
  path: '/sealing/contacts/renew',
  role: 'owner',
  about: 'nothing',
  right: 'settings',
  input: z.strictObject({}),
  output: z.object({ version: z.int() }),
})

export const haltSealing = defineAction({
  name: 'halt-sealing',
  label: { zh: '暂停或继续联系方式的转换', en: 'Halt the turning over of contact details, or go on' },
  help: {
    zh: '暂停期间两种形式并存，都能读取和查找；新写入的值按新的形式保存。',
    en: 'While it is halted both forms stand beside each other and are read and found alike; new values are kept in the new form.',
  },
  method: 'POST',
  path: '/sealing/contacts/halt',
  role: 'owner',
  about: 'nothing',
  right: 'settings',
  input: z.strictObject({ kind: z.enum(contactKinds), halted: z.boolean() }),
  output: z.object({ kind: z.enum(contactKinds), halted: z.boolean() }),
})

export const renewPersonKey = defineAction({
  name: 'renew-person-key',
  label: { zh: '更换一位客户的密钥', en: 'Change one customer’s key' },
  help: {
    zh: '怀疑某位客户的密钥外泄时使用：为这位客户生成新密钥，并用它重新加密身份证号和敏感字段，包括合并和导入留下的副本。旧密钥随即作废；更早的备份里仍是旧的。联系方式不使用个人密钥。',
    en: 'After a suspected leak of one customer’s key: makes a new one and seals their ID card number and sensitive fields anew under it, what merges and imports kept included. The old key is gone; backups of before still have it. Contact details are under no key of a person’s.',
  },
  method: 'POST',
  path: '/customers/:id/renew-key',
  role: 'owner',
  about: { customer: 'id' },
  verb: 'change',
  right: 'settings',
  input: z.strictObject({ id: z.uuid() }),
  output: z.object({ id: z.uuid(), values: z.int().describe('Values that were sealed anew') }),
})
