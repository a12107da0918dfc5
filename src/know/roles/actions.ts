import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { fieldRights, rights, verbs } from '../../core/rights/rights.ts'
import { roleBody, scopes } from '../../core/rights/role-body.ts'
import { words } from '../../core/kit/words-schema.ts'

const id = z.uuid()
const name = z.string().trim().min(1).max(60)
const description = z.string().max(500).nullable().default(null)
const done = z.object({ id })
const guard = { role: 'owner', right: 'roles', about: 'nothing' } as const

/** A role with how many people hold it. `standing` ones come with the product; their body says what they amount to. */
const role = z.object({
  id,
  name: z.string(),
  description: z.string().nullable(),
  standing: z.enum(['owner', 'manager', 'member']).nullable(),
  body: roleBody,
  holders: z.array(z.object({ id, name: z.string() })),
  updatedAt: z.string(),
})

export const listRoles = defineQuestion({
  name: 'list-roles',
  label: { zh: '角色列表', en: 'Roles' },
  help: { zh: '系统自带的与自建的角色，以及谁持有它们。', en: 'Those that come with the product and your own, and who holds them.' },
  method: 'GET',
  path: '/roles',
  ...guard,
  input: z.strictObject({}),
  output: z.object({ roles: z.array(role) }),
})

export const readRightsCatalogue = defineQuestion({
  name: 'read-rights-catalogue',
  label: { zh: '权限目录', en: 'Catalogue of rights' },
  help: {
    zh: '可以授权的对象、动作、范围、字段与其他权利。',
    en: 'Kinds of records, verbs, rows, fields and other rights that roles give.',
  },
  method: 'GET',
  path: '/rights/catalogue',
  ...guard,
  input: z.strictObject({}),
  output: z.object({
    kinds: z.array(
      z.object({
        name: z.string(),
        label: words,
        verbs: z.array(z.enum(verbs)),
        hasRows: z.boolean().describe('Scopes may be chosen · 可选范围'),
      }),
    ),
    verbs: z.array(z.object({ name: z.enum(verbs), label: words })),
    scopes: z.array(z.object({ name: z.enum(scopes), label: words, help: words })),
    fields: z.array(z.object({ name: z.string(), label: words, custom: z.boolean(), canMask: z.boolean(), sensitive: z.boolean() })),
    fieldRights: z.array(z.object({ name: z.enum(fieldRights), label: words, help: words })),
    rights: z.array(z.object({ name: z.enum(rights), label: words, help: words })),
  }),
})

export const createRole = defineAction({
  name: 'create-role',
  label: { zh: '新建角色', en: 'Create a role' },
  help: {
    zh: 'grants 按对象写明动作与范围，fields 写明哪些字段隐藏、打码或只读，rights 是其他权利。',
    en: '`grants` says verbs and rows by kind of record, `fields` which are hidden, masked or read-only, `rights` what is not about records.',
  },
  method: 'POST',
  path: '/roles',
  ...guard,
  input: z.strictObject({ name, description, body: roleBody }),
  output: done,
})

export const updateRole = defineAction({
  name: 'update-role',
  label: { zh: '修改角色', en: 'Change a role' },
  help: { zh: '对持有者的下一个请求就生效。', en: 'In force with the next request of whoever holds it.' },
  method: 'PUT',
  path: '/roles/:id',
  ...guard,
  input: z.strictObject({ id, name, description, body: roleBody }),
  output: done,
})

export const deleteRole = defineAction({
  name: 'delete-role',
  label: { zh: '删除角色', en: 'Delete a role' },
  help: { zh: '还有人持有时不能删除。', en: 'Not while somebody holds it.' },
  method: 'DELETE',
  path: '/roles/:id',
  ...guard,
  input: z.strictObject({ id }),
  output: done,
})

export const assignRoles = defineAction({
  name: 'assign-roles',
  label: { zh: '分配角色', en: 'Give roles to a person' },
  help: {
    zh: '持有自建角色的人只有这些角色合起来允许的权限；一个也没有时，按系统自带的角色。负责人不受自建角色限制。',
    en: 'Whoever holds roles of your own has what these allow together; with none, what the standing role says. Owners are never narrowed.',
  },
  method: 'PUT',
  path: '/users/:id/roles',
  ...guard,
  input: z.strictObject({ id, roleIds: z.array(id).max(20) }),
  output: done,
})

const shareTarget = { withKind: z.enum(['person', 'team', 'department']), withId: id, may: z.enum(['read', 'change']).default('read') }

export const shareCustomer = defineAction({
  name: 'share-customer',
  label: { zh: '共享客户', en: 'Share a customer' },
  help: {
    zh: '让一位同事、一个团队或部门看到这位客户，可以设定到期时间。',
    en: 'Shows this customer to a colleague, a team or a department, for a time if you like.',
  },
  method: 'POST',
  path: '/customers/:id/shares',
  role: 'member',
  about: { customer: 'id' },
  verb: 'share',
  input: z.strictObject({ id, ...shareTarget, until: z.iso.datetime({ offset: true }).optional(), note: z.string().max(500).optional() }),
  output: z.object({ id, shareId: id }),
})

export const unshareCustomer = defineAction({
  name: 'unshare-customer',
  label: { zh: '收回共享', en: 'Take a share back' },
  method: 'DELETE',
  path: '/customers/:id/shares/:shareId',
  role: 'member',
  about: { customer: 'id' },
  verb: 'share',
  input: z.strictObject({ id, shareId: id }),
  output: done,
})

export const listShares = defineQuestion({
  name: 'list-shares',
  label: { zh: '客户的共享', en: 'With whom a customer is shared' },
  method: 'GET',
  path: '/customers/:id/shares',
  role: 'member',
  about: { customer: 'id' },
  input: z.strictObject({ id }),
  output: z.object({
    shares: z.array(
      z.object({
        id,
        ...shareTarget,
        withName: z.string().nullable(),
        note: z.string().nullable(),
        by: z.string(),
        sharedAt: z.string(),
        until: z.string().nullable(),
      }),
    ),
  }),
})

export const listSharedWithMe = defineQuestion({
  name: 'list-shared-with-me',
  label: { zh: '共享给我的客户', en: 'Customers shared with me' },
  help: {
    zh: '同事直接、或经我的团队或部门共享给我的，最新的在前，最多 200 条。',
    en: 'By a colleague, to me or my teams or department; the newest first, at most 200.',
  },
  method: 'GET',
  path: '/me/shares',
  role: 'member',
  about: { customer: null },
  input: z.strictObject({}),
  output: z.object({
    shares: z.array(
      z.object({
        id,
        customerId: id,
        name: z.string().nullable(),
        may: z.enum(['read', 'change']),
        note: z.string().nullable(),
        by: z.string(),
        until: z.string().nullable(),
      }),
    ),
  }),
})

export const revealValue = defineAction({
  name: 'reveal-value',
  label: { zh: '查看打码内容', en: 'Reveal a masked value' },
  help: {
    zh: '一次一位客户的一个字段，须填理由；每人每小时最多 30 次，每次都留痕。互动、待办、联系人和联系方式标签里打码的号码，用 of 指明是哪一条。',
    en: 'One field of one customer at a time, with a reason; at most 30 an hour for each person, each of them logged. `of` names the interaction, to-do, contact or contact point in whose words a number is masked.',
  },
  method: 'POST',
  path: '/customers/:id/reveal',
  role: 'manager',
  about: { customer: 'id' },
  verb: 'read',
  reads: true,
  right: 'reveal',
  input: z.strictObject({
    id,
    field: z.string().max(100),
    of: z.strictObject({ kind: z.enum(['interaction', 'todo', 'contact', 'contact-point']), id }).optional(),
    reason: z.string().trim().min(2).max(500),
  }),
  output: z.object({ id, value: z.unknown(), left: z.int().describe('How many more this hour · 本小时还可查看的次数') }),
  secret: ['value'],
})

/** What a reader of this screen may do with itself: the actions and questions that are open at all. */
export const readMyRights = defineQuestion({
  name: 'read-my-rights',
  label: { zh: '我的权限', en: 'My rights' },
  method: 'GET',
  path: '/me/rights',
  role: 'member',
  about: 'nothing',
  input: z.strictObject({}),
  output: z.object({
    role: z.enum(['owner', 'manager', 'member']),
    limited: z.boolean(),
    roles: z.array(z.object({ id, name: z.string() })),
    actions: z.array(z.string()).describe('Names of actions and questions · 可用的动作与查询'),
    exports: z.array(z.string()).describe('Kinds of records that may be exported · 可导出的对象'),
    rights: z.array(z.enum(rights)),
    fields: z.record(z.string(), z.enum(fieldRights)),
  }),
})

const state = z.enum(['allowed', 'hidden', 'masked', 'read-only', 'denied'])
const because = z.object({ role: z.string().nullable(), words })

export const viewAs = defineQuestion({
  name: 'view-as',
  label: { zh: '以某人或某角色的身份查看', en: 'View as a person or a role' },
  help: {
    zh: '对一条记录（客户、联系人、消费记录、待办、互动、细分、模板、商品……），逐项说明这个人或角色能看到什么、能做什么，以及由哪条规则决定。',
    en: 'For one record (a customer, contact, purchase, to-do, interaction, segment, template, product …), part by part: what this person or role sees and does, and which rule decides it.',
  },
  method: 'POST',
  path: '/rights/view-as',
  ...guard,
  input: z
    .strictObject({
      userId: id.optional(),
      roleId: id.optional(),
      body: roleBody.optional(),
      customerId: id.optional(),
      kind: z.string().max(60).optional().describe('Of another record: its kind, e.g. `contact` · 其他记录的类型'),
      recordId: id.optional(),
    })
    .refine((input) => (input.customerId === undefined) !== (input.kind === undefined || input.recordId === undefined), {
      path: ['customerId'],
      error: 'customerId, or kind and recordId',
    })
    .refine((input) => [input.userId, input.roleId, input.body].filter(Boolean).length === 1, {
      path: ['userId'],
      error: 'one of userId, roleId, body',
    })
    .meta({ examples: [{ roleId: '0190a6e2-7c1b-7d3e-9f4a-2b5c6d7e8f90', customerId: '0190a6e2-7c1b-7d3e-9f4a-2b5c6d7e8f90' }] }),
  output: z.object({
    limited: z.boolean(),
    count: z.int().describe('How many of the kind the list shows · 列表共有几条'),
    row: z.object({ state, because: z.array(because) }),
    fields: z.array(z.object({ name: z.string(), label: words, state, value: z.unknown(), because: z.array(because) })),
    actions: z.array(z.object({ name: z.string(), label: words, isQuestion: z.boolean(), state, because: z.array(because) })),
  }),
})
