import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { words } from '../../core/kit/words-schema.ts'
import { soundText } from '../../fields/sound-text.ts'
import { sourceName } from './actions.ts'
import { hookMappingSchema } from './hook-mapping.ts'
import { signatureSchemes } from './signature-schemes.ts'

const scheme = z.enum(signatureSchemes).describe('How its deliveries are signed · 签名方式')
const header = soundText(80)
  .regex(/^[A-Za-z0-9-]+$/)
  .describe('The name of the header, for the scheme hmac · 请求头名称（仅 hmac）')

export const createHook = defineAction({
  name: 'create-hook',
  label: { zh: '新建 Webhook', en: 'Create a webhook' },
  help: {
    zh: '得到一个接收地址。secret 不填时由系统生成，只在回答中显示这一次；把它和地址填到对方系统。',
    en: 'Gives an address to send to. Without “secret” one is made and shown this once; enter it and the address in the sending system.',
  },
  method: 'POST',
  path: '/sources/hooks',
  role: 'owner',
  about: 'nothing',
  right: 'sources',
  input: z.strictObject({
    name: sourceName,
    scheme,
    header: header.optional(),
    secret: soundText(500).optional(),
    mapping: hookMappingSchema.optional(),
    isOn: z.boolean().default(false).describe('Whether deliveries are made into customers at once · 是否立即启用映射'),
  }),
  output: z.object({ id: z.uuid(), address: z.string(), secret: z.string() }),
  secret: ['secret'],
})

export const saveHook = defineAction({
  name: 'save-hook',
  label: { zh: '保存 Webhook 的映射', en: 'Save a webhook’s mapping' },
  help: {
    zh: '未启用时，收到的内容只保存；启用后可以重放。',
    en: 'While it is off, deliveries are only kept; once it is on they can be played again.',
  },
  method: 'POST',
  path: '/sources/:id/mapping',
  role: 'manager',
  about: 'nothing',
  right: 'sources',
  input: z.strictObject({ id: z.uuid(), mapping: hookMappingSchema, isOn: z.boolean() }),
  output: z.object({ id: z.uuid() }),
})

const body = z.string().max(1_048_576)
const headers = z.record(z.string().max(100), z.string().max(2_000))

export const tryMapping = defineQuestion({
  name: 'try-hook-mapping',
  label: { zh: '试用映射', en: 'Try a mapping' },
  help: {
    zh: '按映射读取一段内容，说明会产生什么。不保存任何数据。',
    en: 'Reads a body by a mapping and says what it would make. Nothing is kept.',
  },
  method: 'POST',
  path: '/sources/try-mapping',
  role: 'manager',
  about: 'nothing',
  right: 'sources',
  input: z.strictObject({ mapping: hookMappingSchema, body, headers: headers.default({}) }),
  output: z.object({
    problem: words.nullable().describe('Why it would make nothing'),
    skipped: z.boolean(),
    customer: z
      .object({
        id: z.uuid().nullable().describe('The customer who is meant; null where one would be made'),
        name: z.string().nullable(),
        values: z.record(z.string(), z.string()),
      })
      .nullable(),
    purchase: z
      .object({
        kind: z.enum(['purchase', 'refund', 'cancelled']),
        number: z.string(),
        amount: z.int().nullable(),
        refunded: z.int().nullable().describe('What was given back of it, which becomes its refund'),
        currency: z.string(),
        occurredAt: z.string(),
        lines: z.array(z.object({ product: z.string(), name: z.string().nullable(), quantity: z.number(), amount: z.int() })),
      })
      .nullable(),
    fact: z.object({ event: z.string(), occurredAt: z.string(), properties: z.record(z.string(), z.unknown()) }).nullable(),
    remarks: z.array(words).describe('What would be left out, and why'),
  }),
})

export const listDeliveries = defineQuestion({
  name: 'list-hook-deliveries',
  label: { zh: 'Webhook 收到的内容', en: 'Deliveries of a webhook' },
  help: {
    zh: '最近 50 次。kept 已处理，skipped 不在条件之内，failed 无法处理，held 映射未启用。正文在处理后保留 7 天，其余保留 30 天。',
    en: 'The newest 50. Bodies stay 7 days once they were made into something, 30 days otherwise.',
  },
  method: 'GET',
  path: '/sources/:id/deliveries',
  people: 'deliveries',
  role: 'manager',
  about: 'nothing',
  right: 'sources',
  input: z.strictObject({ id: z.uuid(), state: z.enum(['kept', 'skipped', 'failed', 'held']).optional() }),
  output: z.object({
    deliveries: z.array(
      z.object({
        id: z.uuid(),
        at: z.string(),
        state: z.enum(['kept', 'skipped', 'failed', 'held']),
        words: words.nullable(),
        headers: z.record(z.string(), z.string()),
        body: z.string().nullable(),
      }),
    ),
    waiting: z.int().describe('Deliveries that failed or were held and can be played again'),
  }),
})

export const playAgain = defineAction({
  name: 'play-hook-again',
  label: { zh: '重放', en: 'Play again' },
  help: {
    zh: '按现在的映射重新处理失败和未处理的内容，从最早的开始，每次最多 200 条。',
    en: 'Reads what failed or was held by the mapping as it is now, the oldest first, at most 200 at a time.',
  },
  method: 'POST',
  path: '/sources/:id/play-again',
  role: 'manager',
  about: 'nothing',
  right: 'sources',
  input: z.strictObject({ id: z.uuid(), delivery: z.uuid().optional().describe('Only this one · 仅此一条') }),
  output: z.object({ played: z.int(), kept: z.int(), skipped: z.int(), failed: z.int(), left: z.int() }),
})
