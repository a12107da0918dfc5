import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { soundText } from '../../fields/sound-text.ts'

const nothing = z.strictObject({})
const id = z.uuid()
const when = z.string()
const code = z.string().trim().min(1).max(50)

const session = z.object({
  id,
  /** How its holder came in. */
  means: z.enum(['password', 'link', 'passkey', 'provider']),
  /** A second factor was shown, or is what it came in by. */
  strong: z.boolean(),
  address: z.string().nullable(),
  /** As the browser calls itself; `sayDevice` says it in words. */
  agent: z.string().nullable(),
  since: when,
  lastSeen: when,
  /** The one that asks. */
  here: z.boolean(),
})

const factors = z.object({
  hasPassword: z.boolean(),
  authenticatorSince: when.nullable(),
  recoveryCodesLeft: z.int(),
  /** A second factor is asked of this user's role. */
  secondFactorNeeded: z.boolean(),
  passkeys: z.array(z.object({ id: z.string(), name: z.string(), madeAt: when, lastUsedAt: when.nullable(), backedUp: z.boolean() })),
})

export const readAccount = defineQuestion({
  name: 'read-account',
  label: { zh: '查看自己的账号', en: 'Read one’s account' },
  method: 'GET',
  path: '/me',
  role: 'member',
  about: 'nothing',
  input: nothing,
  output: factors.extend({
    name: z.string(),
    email: z.string(),
    /** Of the password rules, for the form to say them beforehand. */
    passwordProfile: z.enum(['standard', 'mlps']),
    sessions: z.array(session),
  }),
})

export const beginAuthenticator = defineAction({
  name: 'begin-authenticator',
  label: { zh: '开始设置验证器', en: 'Begin to set up an authenticator app' },
  help: {
    zh: '回答里有二维码的内容；用应用显示的验证码确认后才生效。需要刚刚确认过本人。',
    en: 'The answer has what the QR picture says; it counts once a code of the app confirms it. Needs a fresh proof of who one is.',
  },
  method: 'POST',
  path: '/me/authenticator/begin',
  role: 'member',
  about: 'nothing',
  input: nothing,
  output: z.object({ secret: z.string(), address: z.string() }),
  secret: ['secret', 'address'],
})

export const confirmAuthenticator = defineAction({
  name: 'confirm-authenticator',
  label: { zh: '确认验证器', en: 'Confirm an authenticator app' },
  help: {
    zh: '以后登录要输入验证码。回答里有十个恢复码，只显示这一次。',
    en: 'From now on signing in asks for a code. The answer has ten recovery codes, shown this once.',
  },
  method: 'POST',
  path: '/me/authenticator',
  role: 'member',
  about: 'nothing',
  input: z.strictObject({ code }),
  output: z.object({ codes: z.array(z.string()) }),
  secret: ['code', 'codes'],
})

export const removeAuthenticator = defineAction({
  name: 'remove-authenticator',
  label: { zh: '关闭两步验证', en: 'Switch off the second factor' },
  help: {
    zh: '验证器和恢复码一起失效。需要刚刚确认过本人。',
    en: 'The app and the recovery codes stop working. Needs a fresh proof of who one is.',
  },
  method: 'DELETE',
  path: '/me/authenticator',
  role: 'member',
  about: 'nothing',
  input: nothing,
  output: z.object({}),
})

export const renewRecoveryCodes = defineAction({
  name: 'renew-recovery-codes',
  label: { zh: '换一套恢复码', en: 'Make new recovery codes' },
  help: { zh: '以前的恢复码全部失效；新的只显示这一次。', en: 'All earlier ones stop working; the new ones are shown this once.' },
  method: 'POST',
  path: '/me/recovery-codes',
  role: 'member',
  about: 'nothing',
  input: nothing,
  output: z.object({ codes: z.array(z.string()) }),
  secret: ['codes'],
})

export const beginNewPasskey = defineAction({
  name: 'begin-new-passkey',
  label: { zh: '开始添加通行密钥', en: 'Begin to add a passkey' },
  method: 'POST',
  path: '/me/passkeys/begin',
  role: 'member',
  about: 'nothing',
  input: nothing,
  output: z.object({ options: z.record(z.string(), z.unknown()) }),
  secret: ['options'],
})

export const addPasskey = defineAction({
  name: 'add-passkey',
  label: { zh: '添加通行密钥', en: 'Add a passkey' },
  help: { zh: '以后可以只用它登录。', en: 'One may sign in with it alone from now on.' },
  method: 'POST',
  path: '/me/passkeys',
  role: 'member',
  about: 'nothing',
  input: z.strictObject({ name: soundText(100), passkey: z.record(z.string(), z.unknown()) }),
  output: z.object({ id: z.string() }),
  secret: ['passkey'],
})

export const renamePasskey = defineAction({
  name: 'rename-passkey',
  label: { zh: '给通行密钥改名', en: 'Rename a passkey' },
  method: 'PATCH',
  path: '/me/passkeys/:id',
  role: 'member',
  about: 'nothing',
  input: z.strictObject({ id: z.string().min(1).max(2_000), name: soundText(100) }),
  output: z.object({}),
})

export const removePasskey = defineAction({
  name: 'remove-passkey',
  label: { zh: '移除通行密钥', en: 'Remove a passkey' },
  method: 'DELETE',
  path: '/me/passkeys/:id',
  role: 'member',
  about: 'nothing',
  input: z.strictObject({ id: z.string().min(1).max(2_000) }),
  output: z.object({}),
})

export const endSession = defineAction({
  name: 'end-session',
  label: { zh: '结束自己的一个登录', en: 'End one of one’s sessions' },
  help: { zh: '那台设备立即退出登录。', en: 'That device is signed out at once.' },
  method: 'DELETE',
  path: '/me/sessions/:id',
  role: 'member',
  about: 'nothing',
  input: z.strictObject({ id }),
  output: z.object({}),
})

export const endOtherSessions = defineAction({
  name: 'end-other-sessions',
  label: { zh: '结束自己的其他登录', en: 'End one’s other sessions' },
  help: { zh: '除了这里，所有设备立即退出登录。', en: 'Every device but this one is signed out at once.' },
  method: 'POST',
  path: '/me/sessions/end-others',
  role: 'member',
  about: 'nothing',
  input: nothing,
  output: z.object({ ended: z.int() }),
})

export const listUserSessions = defineQuestion({
  name: 'list-user-sessions',
  label: { zh: '查看某个用户的登录', en: 'List somebody’s sessions' },
  method: 'GET',
  path: '/users/:id/sessions',
  role: 'owner',
  right: 'people',
  about: 'nothing',
  input: z.strictObject({ id }),
  output: factors.omit({ passkeys: true }).extend({ passkeys: z.int(), sessions: z.array(session) }),
})

export const endUserSessions = defineAction({
  name: 'end-user-sessions',
  label: { zh: '结束某个用户的登录', en: 'End somebody’s sessions' },
  help: { zh: '给出 session 时只结束那一个，否则全部结束。', en: 'The one that `session` names, or all of them.' },
  method: 'POST',
  path: '/users/:id/sessions/end',
  role: 'owner',
  right: 'people',
  about: 'nothing',
  input: z.strictObject({ id, session: id.optional() }),
  output: z.object({ ended: z.int() }),
})

export const resetSecondFactor = defineAction({
  name: 'reset-second-factor',
  label: { zh: '重设某个用户的两步验证', en: 'Reset somebody’s second factor' },
  help: {
    zh: '验证器、恢复码和通行密钥全部移除，所有登录结束。给丢了手机的人；请先确认是本人。',
    en: 'Removes the app, recovery codes and passkeys and ends all sessions. For somebody who lost the phone; make sure first that it is they.',
  },
  method: 'POST',
  path: '/users/:id/reset-second-factor',
  role: 'owner',
  right: 'people',
  about: 'nothing',
  input: z.strictObject({
    id,
    proof: z
      .string()
      .trim()
      .min(4)
      .max(300)
      .describe('How you made sure that it is they who ask; kept in the audit · 如何确认是本人，记入审计'),
  }),
  output: z.object({}),
})
