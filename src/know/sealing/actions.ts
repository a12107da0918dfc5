import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'

const words = z.object({ zh: z.string(), en: z.string() })

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
