import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { channelNames } from '../channels/channel-kind.ts'
import { brandSettings, contentSettings } from './content/brand.ts'
import { templateContent } from './content/content.ts'
import { messageKinds, templateStates } from './template.ts'

const written = {
  name: z.string().trim().min(1).max(100).describe('模板名称 · Name'),
  subject: z.string().trim().max(300).default('').describe('邮件主题；有 content 时不用填 · Subject; left out with `content`'),
  body: z.string().max(50_000).default('').describe('正文；有 content 时不用填 · Body; left out with `content`'),
  channel: z.enum(channelNames).default('email').describe('渠道 · By which channel'),
  content: templateContent
    .nullable()
    .default(null)
    .describe('按渠道写的内容；不填时用主题和正文 · What it says in its channel’s form; subject and body without'),
  folder: z.string().trim().max(60).nullable().default(null).describe('文件夹 · Folder'),
  tags: z.array(z.string().trim().min(1).max(30)).max(12).default([]).describe('标签 · Tags'),
  note: z.string().trim().max(200).default('').describe('这一版改了什么 · What this version changes'),
  kind: z.enum(messageKinds).default('marketing'),
  purpose: z
    .string()
    .max(40)
    .nullable()
    .optional()
    .describe('征求同意的用途；不填时与类型相同 · The purpose of consent; the kind’s own where left out'),
}

export const createTemplate = defineAction({
  name: 'create-template',
  label: { zh: '新建消息模板', en: 'Create a template' },
  method: 'POST',
  path: '/templates',
  role: 'manager',
  about: { template: null },
  input: z.strictObject(written),
  example: {
    name: '谢谢光顾',
    subject: '{{ name | default: "朋友" }}，谢谢光顾',
    body: '谢谢您来{{ shopName }}。',
    kind: 'service',
  },
  output: z.object({ id: z.uuid() }),
})

export const updateTemplate = defineAction({
  name: 'update-template',
  label: { zh: '更新消息模板', en: 'Update a template' },
  method: 'PUT',
  path: '/templates/:id',
  role: 'manager',
  about: { template: 'id' },
  input: z.strictObject({ ...written, id: z.uuid() }),
  output: z.object({ id: z.uuid() }),
})

export const deleteTemplate = defineAction({
  name: 'delete-template',
  label: { zh: '删除消息模板', en: 'Delete a template' },
  method: 'DELETE',
  path: '/templates/:id',
  role: 'manager',
  about: { template: 'id' },
  input: z.object({ id: z.uuid() }),
  output: z.object({ id: z.uuid() }),
})

const id = z.uuid()
const by = z.string().nullable()

const use = z.object({ kind: z.enum(['journey', 'campaign']), id: z.string(), name: z.string() })

export const listLibrary = defineQuestion({
  name: 'list-template-library',
  label: { zh: '模板库', en: 'The library of templates' },
  method: 'GET',
  path: '/templates/library',
  role: 'member',
  about: { template: null },
  input: z.object({}),
  output: z.object({
    templates: z.array(
      z.object({
        id,
        name: z.string(),
        subject: z.string(),
        channel: z.enum(channelNames),
        kind: z.enum(messageKinds),
        state: z.enum(templateStates),
        folder: z.string().nullable(),
        tags: z.array(z.string()),
        excerpt: z.string(),
        unreadable: z
          .boolean()
          .describe('保存的内容在这里读不出来，用到它的消息不会发出 · It cannot be read here, and what uses it is not sent'),
        own: z.boolean().describe('最新一版是您写的 · You wrote the newest version'),
        languages: z.array(z.string()),
        color: z.string(),
        uses: z.int().describe('几个旅程和活动在用 · Journeys and campaigns that use it'),
        updatedAt: z.string(),
      }),
    ),
    waiting: z.int().describe('等您审批的模板 · Templates that wait for you'),
  }),
})

const whole = z.object({
  name: z.string(),
  subject: z.string(),
  body: z.string(),
  kind: z.enum(messageKinds),
  purpose: z.string().nullable(),
  channel: z.enum(channelNames),
  content: templateContent.nullable(),
})

export const readTemplate = defineQuestion({
  name: 'read-template',
  label: { zh: '模板的全部内容', en: 'A template as a whole' },
  method: 'GET',
  path: '/templates/:id/whole',
  role: 'member',
  about: { template: 'id' },
  input: z.object({ id }),
  output: whole.extend({
    folder: z.string().nullable(),
    tags: z.array(z.string()),
    version: z.int(),
    approvedVersion: z.int().nullable(),
    state: z.enum(templateStates),
    writtenBy: by,
    /** The reader wrote the newest version. */
    own: z.boolean(),
    decidedBy: by,
    decidedAt: z.string().nullable(),
    note: z.string().nullable(),
    uses: z.array(use),
    links: z.array(z.object({ target: z.string(), clicks: z.int(), machine: z.int(), messages: z.int() })),
  }),
})

export const listTemplateVersions = defineQuestion({
  name: 'list-template-versions',
  label: { zh: '模板的版本', en: 'Versions of a template' },
  method: 'GET',
  path: '/templates/:id/versions',
  role: 'member',
  about: { template: 'id' },
  input: z.object({ id }),
  output: z.object({
    versions: z.array(z.object({ version: z.int(), at: z.string(), by, note: z.string().nullable(), sent: z.int() })),
  }),
})

export const readTemplateVersion = defineQuestion({
  name: 'read-template-version',
  label: { zh: '模板的一个版本', en: 'One version of a template' },
  method: 'GET',
  path: '/templates/:id/versions/:version',
  role: 'member',
  about: { template: 'id' },
  input: z.object({ id, version: z.coerce.number().int().min(1) }),
  output: whole,
})

export const restoreTemplateVersion = defineAction({
  name: 'restore-template-version',
  label: { zh: '恢复模板的旧版本', en: 'Go back to a version of a template' },
  help: { zh: '旧版本的内容成为新的一版，历史不变。', en: 'What it said then becomes a new version; the history stays.' },
  method: 'POST',
  path: '/templates/:id/restore',
  role: 'manager',
  about: { template: 'id' },
  verb: 'change',
  input: z.strictObject({ id, version: z.int().min(1) }),
  output: z.object({ id, version: z.int() }),
})

export const submitTemplate = defineAction({
  name: 'submit-template',
  label: { zh: '提交审批', en: 'Ask for approval' },
  method: 'POST',
  path: '/templates/:id/submit',
  role: 'manager',
  about: { template: 'id' },
  verb: 'change',
  input: z.strictObject({ id }),
  output: z.object({ id }),
})

export const decideTemplate = defineAction({
  name: 'decide-template',
  label: { zh: '审批模板', en: 'Approve or return a template' },
  help: {
    zh: '写这一版的人不能审批自己写的。退回时请写明原因。',
    en: 'Nobody approves what they wrote themselves. Say why where it is returned.',
  },
  method: 'POST',
  path: '/templates/:id/decide',
  role: 'manager',
  right: 'approve',
  about: { template: 'id' },
  verb: 'read',
  input: z.strictObject({
    id,
    version: z.int().min(1).describe('看过的是哪一版 · The version that was looked at'),
    decision: z.enum(['approve', 'return']),
    note: z.string().trim().max(500).default(''),
  }),
  output: z.object({ id }),
})

/** Why a link was not opened, as what fetches pages tells it. */
export const unreached = ['unreachable', 'too-slow', 'insecure', 'private', 'unlisted'] as const

export const checkLinks = defineAction({
  name: 'check-links',
  label: { zh: '检查链接能否打开', en: 'Check that links can be reached' },
  method: 'POST',
  path: '/templates/links',
  role: 'manager',
  about: { template: null },
  verb: 'read',
  reads: true,
  input: z.strictObject({ addresses: z.array(z.string().max(2_000)).max(20) }),
  output: z.object({ links: z.array(z.object({ address: z.string(), state: z.enum(['ok', 'wrong', ...unreached]), said: z.string() })) }),
})

export const readContentSettings = defineQuestion({
  name: 'read-content-settings',
  label: { zh: '消息外观与审批', en: 'How messages look, and their approval' },
  method: 'GET',
  path: '/templates/settings',
  role: 'member',
  about: 'nothing',
  input: z.object({}),
  output: z.object({ brand: brandSettings, content: contentSettings }),
})

export const saveContentSettings = defineAction({
  name: 'save-content-settings',
  label: { zh: '修改消息外观与审批', en: 'Change how messages look, and their approval' },
  method: 'PUT',
  path: '/templates/settings',
  role: 'manager',
  right: 'sending',
  about: 'nothing',
  input: z.strictObject({ brand: brandSettings, content: contentSettings }),
  output: z.object({ saved: z.boolean() }),
})
