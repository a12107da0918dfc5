import { z } from 'zod'
import { defineAction, defineQuestion, roles } from '../../core/action/action.ts'
import { provedWork } from '../../core/action/proved-work.ts'
import { soundText } from '../../fields/sound-text.ts'

const nothing = z.strictObject({})
const id = z.uuid()

/** Kept as the setting `security`; platform/access reads it. */
export const securitySettings = z.strictObject({
  profile: z.enum(['standard', 'mlps']),
  idleMinutes: z.int().min(5).max(43_200),
  longestHours: z.int().min(1).max(720),
  secondFactorFor: z.array(z.enum(roles)).max(roles.length),
  proveFor: z.array(z.enum(provedWork)).max(provedWork.length).default([]),
})
export type SecuritySettings = z.output<typeof securitySettings>

/** A newcomer is never an owner. */
export const newcomerRoles = ['manager', 'member'] as const

const domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^(?!-)[a-z0-9-]+(\.[a-z0-9-]+)+$/, { error: 'example.com' })

const issuer = z
  .url({ protocol: /^https?$/ })
  .max(500)
  .refine((text) => isIssuer(text), { error: 'https://id.example.com' })

/** Without password, query or part, and not the address of the metadata, for which the issuer would not be checked. */
function isIssuer(text: string): boolean {
  const url = URL.parse(text)
  return (
    url !== null && url.username === '' && url.password === '' && url.search === '' && url.hash === '' && !text.includes('/.well-known/')
  )
}

const provider = z.strictObject({
  name: soundText(60),
  issuer,
  clientId: z.string().trim().min(1).max(300),
  newcomers: z.boolean(),
  role: z.enum(newcomerRoles),
  domains: z.array(domain).max(50),
  vouches: z.boolean(),
  enabled: z.boolean(),
})

export const readSecurity = defineQuestion({
  name: 'read-security',
  label: { zh: '查看安全设置', en: 'Read the security settings' },
  method: 'GET',
  path: '/settings/security',
  role: 'owner',
  right: 'people',
  about: 'nothing',
  input: nothing,
  output: z.object({
    settings: securitySettings,
    /** Who may come in, and how; those who have never come are left out. */
    people: z.array(
      z.object({ id, name: z.string(), role: z.enum(roles), authenticator: z.boolean(), passkeys: z.int(), sessions: z.int() }),
    ),
    /** The secret is never told. */
    providers: z.array(provider.extend({ id, /** What the provider must be told. */ callback: z.string() })),
  }),
})

export const saveSecurity = defineAction({
  name: 'save-security',
  label: { zh: '保存安全设置', en: 'Save the security settings' },
  help: { zh: '立即对所有人生效。需要刚刚确认过本人。', en: 'They hold for everybody at once. Needs a fresh proof of who one is.' },
  method: 'PUT',
  path: '/settings/security',
  role: 'owner',
  right: 'people',
  about: 'nothing',
  input: securitySettings,
  output: z.object({}),
})

export const addProvider = defineAction({
  name: 'add-provider',
  label: { zh: '添加 OIDC 登录', en: 'Add an OIDC provider' },
  help: {
    zh: '保存前会真的向它询问一次；密钥加密保存，不会再显示。',
    en: 'It is really asked once before it is kept; the secret is kept encrypted and never shown.',
  },
  method: 'POST',
  path: '/settings/providers',
  role: 'owner',
  right: 'people',
  about: 'nothing',
  input: provider.extend({ secret: z.string().min(1).max(1_000) }),
  output: z.object({ id }),
  secret: ['secret'],
})

export const changeProvider = defineAction({
  name: 'change-provider',
  label: { zh: '修改 OIDC 登录', en: 'Change an OIDC provider' },
  help: {
    zh: '不填密钥则保留原来的；换了地址就要重新填写。',
    en: 'Leave the secret out to keep it; another issuer or client needs it again.',
  },
  method: 'PUT',
  path: '/settings/providers/:id',
  role: 'owner',
  right: 'people',
  about: 'nothing',
  input: provider.extend({ id, secret: z.string().min(1).max(1_000).optional() }),
  output: z.object({ id }),
  secret: ['secret'],
})

export const removeProvider = defineAction({
  name: 'remove-provider',
  label: { zh: '移除 OIDC 登录', en: 'Remove an OIDC provider' },
  help: {
    zh: '由它登录的人会退出；没有密码也没有通行密钥的人，需要您发一个设置密码的链接。',
    en: 'Those who signed in by it are signed out; whoever has no password and no passkey needs a link to set one.',
  },
  method: 'DELETE',
  path: '/settings/providers/:id',
  role: 'owner',
  right: 'people',
  about: 'nothing',
  input: z.strictObject({ id }),
  output: z.object({}),
})
