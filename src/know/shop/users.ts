import { z } from 'zod'
import { defineAction, defineQuestion, roles } from '../../core/action/action.ts'
import { soundText } from '../../fields/sound-text.ts'
import { placeFields } from '../staff/staff.ts'

export const userStates = ['active', 'invited', 'disabled'] as const

const id = z.uuid()
const email = z.email().max(320)
const link = z.string().describe('Opens the page where the user sets a password; works once, for 7 days')

export const listUsers = defineQuestion({
  name: 'list-users',
  label: { zh: '用户列表', en: 'List users' },
  method: 'GET',
  path: '/users',
  role: 'owner',
  about: 'nothing',
  right: 'people',
  input: z.strictObject({}),
  output: z.object({
    users: z.array(
      z.object({
        id,
        name: z.string(),
        email: z.string(),
        role: z.enum(roles),
        ownRoles: z.array(z.string()).describe('Names of the firm’s own roles that stand in the place of the standing one · 自建角色'),
        state: z.enum(userStates),
        you: z.boolean(),
        createdAt: z.string(),
        lastSignInAt: z.string().nullable(),
        inviteUntil: z.string().nullable().describe('Until when the link to set a password works; null where there is none · 链接有效至'),
      }),
    ),
  }),
})

/** Who one works with: names alone, for whoever hands a colleague something to do. */
export const listColleagues = defineQuestion({
  name: 'list-colleagues',
  label: { zh: '同事名单', en: 'Colleagues' },
  help: { zh: '可以登录的同事的姓名，用于指派和筛选。', en: 'Names of those who may sign in, to assign to and to filter by.' },
  method: 'GET',
  path: '/colleagues',
  role: 'member',
  about: 'nothing',
  input: z.strictObject({}),
  output: z.object({
    colleagues: z.array(
      z.object({ id: z.string().describe('As actors are named: `user:…` · 用户编号'), name: z.string(), you: z.boolean() }),
    ),
  }),
})

export const inviteUser = defineAction({
  name: 'invite-user',
  label: { zh: '邀请用户', en: 'Invite a user' },
  help: {
    zh: '回答里有一个设置密码的链接，只显示这一次；发信服务器可用时也会寄出。',
    en: 'The answer has a link to set a password, shown this once; it is also mailed if the mail server works.',
  },
  method: 'POST',
  path: '/users',
  role: 'owner',
  about: 'nothing',
  right: 'people',
  input: z.strictObject({ name: soundText(200), email, role: z.enum(roles), mail: z.boolean().default(true), ...placeFields }),
  output: z.object({ id, link, mailed: z.boolean() }),
  secret: ['link'],
})

export const updateUser = defineAction({
  name: 'update-user',
  label: { zh: '修改用户', en: 'Change a user' },
  help: { zh: '姓名或角色。新角色立即生效。', en: 'The name or the role. A new role holds at once.' },
  method: 'PATCH',
  path: '/users/:id',
  role: 'owner',
  about: 'nothing',
  right: 'people',
  input: z.strictObject({ id, name: soundText(200).optional(), role: z.enum(roles).optional() }),
  output: z.object({ id }),
})

export const disableUser = defineAction({
  name: 'disable-user',
  label: { zh: '停用用户', en: 'Disable a user' },
  help: { zh: '立即退出登录，不能再登录；做过的事都保留。', en: 'Signed out at once and kept out; what the user did stays.' },
  method: 'POST',
  path: '/users/:id/disable',
  role: 'owner',
  about: 'nothing',
  right: 'people',
  input: z.strictObject({ id }),
  output: z.object({ id }),
})

export const enableUser = defineAction({
  name: 'enable-user',
  label: { zh: '启用用户', en: 'Enable a user' },
  method: 'POST',
  path: '/users/:id/enable',
  role: 'owner',
  about: 'nothing',
  right: 'people',
  input: z.strictObject({ id }),
  output: z.object({ id }),
})

export const makeUserLink = defineAction({
  name: 'make-user-link',
  label: { zh: '生成设置密码的链接', en: 'Make a link to set a password' },
  help: {
    zh: '给忘记密码或邀请过期的用户。之前的链接随之失效。',
    en: 'For a user who forgot the password or whose invitation is too old. Earlier links stop working.',
  },
  method: 'POST',
  path: '/users/:id/link',
  role: 'owner',
  about: 'nothing',
  right: 'people',
  input: z.strictObject({ id, mail: z.boolean().default(false) }),
  output: z.object({ id, link, mailed: z.boolean() }),
  secret: ['link'],
})

export const changePassword = defineAction({
  name: 'change-password',
  label: { zh: '修改自己的密码', en: 'Change one’s password' },
  help: { zh: '所有设备都会退出登录，请用新密码重新登录。', en: 'Signs you out everywhere; sign in again with the new password.' },
  method: 'POST',
  path: '/me/password',
  role: 'member',
  about: 'nothing',
  input: z.strictObject({
    current: z.string().max(1_000).default('').describe('Left out by whoever has no password yet'),
    password: z.string().max(1_000),
  }),
  output: z.object({}),
  secret: ['current', 'password'],
})
