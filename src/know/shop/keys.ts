import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { allScopes, keyScopes } from '../../core/action/key-scopes.ts'
import { soundText } from '../../fields/sound-text.ts'

/** A key may not be an owner: people, keys and the mail server are for owners who sign in. */
export const keyRoles = ['manager', 'member'] as const

const id = z.uuid()

export const listKeys = defineQuestion({
  name: 'list-keys',
  label: { zh: 'API 密钥列表', en: 'List API keys' },
  method: 'GET',
  path: '/keys',
  role: 'owner',
  about: 'nothing',
  right: 'keys',
  input: z.strictObject({}),
  output: z.object({
    keys: z.array(
      z.object({
        id,
        name: z.string(),
        role: z.enum(keyRoles),
        keyHint: z.string(),
        scopes: keyScopes,
        createdAt: z.string(),
        expiresAt: z.string().nullable(),
        lastUsedAt: z.string().nullable(),
        lastUsedAddress: z.string().nullable(),
        revokedAt: z.string().nullable(),
        isMakerDisabled: z.boolean().describe('It does not work while the account of whoever made it is disabled'),
      }),
    ),
  }),
})

export const createKey = defineAction({
  name: 'create-key',
  label: { zh: '新建 API 密钥', en: 'Create an API key' },
  help: {
    zh: '密钥只显示这一次，请立即保存；我们只保留它的指纹。可以限定只读、范围和有效期。需要刚刚确认过本人。',
    en: 'The key is shown this once; keep it. Only its fingerprint is stored. It may be confined to reading, to parts, and to a time. Needs a fresh proof of who one is.',
  },
  method: 'POST',
  path: '/keys',
  role: 'owner',
  about: 'nothing',
  right: 'keys',
  input: z.strictObject({
    name: soundText(100),
    role: z.enum(keyRoles),
    scopes: keyScopes.default(allScopes),
    expiresInDays: z.int().min(1).max(730).nullable().default(null).describe('Null: never'),
  }),
  output: z.object({ id, key: z.string() }),
  secret: ['key'],
})

export const revokeKey = defineAction({
  name: 'revoke-key',
  label: { zh: '吊销 API 密钥', en: 'Revoke an API key' },
  help: { zh: '立即失效，不能恢复。', en: 'It stops working at once and for good.' },
  method: 'DELETE',
  path: '/keys/:id',
  role: 'owner',
  about: 'nothing',
  right: 'keys',
  input: z.strictObject({ id }),
  output: z.object({ id }),
})
