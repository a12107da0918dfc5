import { z } from 'zod'
import { languages } from '../../core/kit/words.ts'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { words } from '../../core/kit/words-schema.ts'
import { channelNames } from '../channels/channel-kind.ts'
import { templateContent } from './content/content.ts'
import { messageKinds } from './template.ts'

/** A template as it stands in the editor. */
const tried = {
  subject: z.string().max(300).default(''),
  body: z.string().max(50_000).default(''),
  channel: z.enum(channelNames).default('email'),
  content: templateContent.nullable().default(null),
  language: z.enum(languages).optional(),
  kind: z.enum(messageKinds).default('marketing'),
  customerId: z.uuid().optional(),
}

export const previewTemplate = defineQuestion({
  name: 'preview-template',
  label: { zh: '预览模板', en: 'Preview a template' },
  help: {
    zh: '用一位真实客户的资料填写；不传客户时用最近建档的一位。',
    en: 'Filled in for a real customer; the newest one when none is named.',
  },
  method: 'POST',
  path: '/templates/preview',
  people: 'customer',
  role: 'member',
  about: { template: null, customer: 'customerId' },
  input: z.strictObject(tried),
  example: { subject: '{{ name | default: "朋友" }}，您好', body: '谢谢您来{{ shopName }}。' },
  output: z.object({
    customer: z.object({ id: z.uuid(), name: z.string().nullable() }).nullable(),
    subject: z.string(),
    html: z.string(),
    text: z.string(),
    missing: z.array(z.string()).describe('用到但这位客户没有的变量 · Variables used that this customer lacks'),
    language: z.enum(languages),
    /** What another channel than e-mail carries. */
    content: z
      .object({
        form: z.string(),
        text: z.string(),
        title: z.string().optional(),
        url: z.string().optional(),
        picture: z.string().optional(),
      })
      .nullable(),
    parts: z.int().nullable().describe('短信条数 · How many SMS it takes'),
  }),
})

export const testTemplate = defineAction({
  name: 'test-template',
  label: { zh: '把模板发给自己看看', en: 'Send a template to yourself' },
  help: {
    zh: '按一位真实客户填写，发到您自己的登录邮箱；客户不会收到，也不计入发件箱。',
    en: 'Filled in for a real customer and mailed to your own sign-in address; the customer gets nothing and the outbox does not count it.',
  },
  method: 'POST',
  path: '/templates/test',
  role: 'manager',
  about: { template: null, customer: '*' },
  verb: 'read',
  reads: true,
  input: z.strictObject({
    ...tried,
    to: z.string().trim().max(200).optional().describe('邮件以外：发到哪个地址 · Where to, for other channels than e-mail'),
  }),
  output: z.object({ to: z.string() }),
})

export const listVariables = defineQuestion({
  name: 'list-template-variables',
  label: { zh: '模板可用的变量', en: 'Variables of templates' },
  method: 'GET',
  path: '/templates/variables',
  role: 'member',
  about: { template: null },
  input: z.object({}),
  output: z.object({ variables: z.array(z.object({ name: z.string(), label: words })) }),
})
