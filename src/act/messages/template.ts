import { defineEntity } from '../../core/entity/entity.ts'
import type { Tone } from '../../core/entity/field.ts'
import type { Words } from '../../core/kit/words.ts'
import { channelOptions } from '../channels/channel-kinds.ts'

/**
 * marketing: needs consent, keeps quiet hours and the weekly cap. service: belongs to something the customer did
 * (an order, a ticket); goes out at any hour to whoever has not withdrawn consent. survey: asks for an opinion; needs consent
 * to surveys, and keeps quiet hours and limits as marketing does.
 */
export const messageKinds = ['marketing', 'service', 'survey'] as const
export type MessageKind = (typeof messageKinds)[number]

/** Of the newest version. draft: being written - waiting: for a second person - approved: may go out - returned: with a note */
export const templateStates = ['draft', 'waiting', 'approved', 'returned'] as const
export type TemplateState = (typeof templateStates)[number]

export const templateStateWords: Record<TemplateState, { readonly label: Words; readonly tone: Tone }> = {
  draft: { label: { zh: '草稿', en: 'Draft' }, tone: 'neutral' },
  waiting: { label: { zh: '待审批', en: 'Waiting for approval' }, tone: 'attention' },
  approved: { label: { zh: '可以发送', en: 'May go out' }, tone: 'good' },
  returned: { label: { zh: '已退回', en: 'Returned' }, tone: 'danger' },
}

/** What a message says, with places for what is known of the customer. */
export const template = defineEntity({
  name: 'template',
  label: { zh: '消息模板', en: 'Template' },
  plural: { zh: '消息模板', en: 'Templates' },
  path: 'templates',
  table: 'templates',
  title: 'name',
  sort: { field: 'updatedAt', direction: 'desc' },
  fields: {
    name: { type: 'text', label: { zh: '模板名称', en: 'Name' }, required: true, listed: true },
    subject: { type: 'text', label: { zh: '邮件主题', en: 'Subject' }, required: true, listed: true },
    body: {
      type: 'longtext',
      label: { zh: '正文', en: 'Body' },
      help: {
        zh: '空行分段；**加粗**；# 标题；- 列表；[文字](https://网址)；{{name | default: "朋友"}} 填入客户资料',
        en: 'A blank line begins a paragraph; **bold**; # heading; - list; [text](https://address); {{name | default: "you"}} fills in what is known',
      },
      required: true,
    },
    kind: {
      type: 'choice',
      label: { zh: '用途', en: 'Purpose' },
      help: {
        zh: '营销消息须经客户同意，并遵守免打扰时段和每周上限',
        en: 'Marketing needs consent and keeps quiet hours and the weekly cap',
      },
      required: true,
      listed: true,
      options: [
        { value: 'marketing', label: { zh: '营销', en: 'Marketing' }, tone: 'purple' },
        { value: 'service', label: { zh: '服务通知', en: 'Service' }, tone: 'blue' },
        { value: 'survey', label: { zh: '调查', en: 'Survey' }, tone: 'teal' },
      ],
    },
    purpose: {
      type: 'text',
      label: { zh: '同意用途', en: 'Purpose of consent' },
      help: { zh: '发送前看客户对这个用途的同意；空着时与用途相同', en: 'Whose consent is asked when it leaves; empty: that of its kind' },
    },
    channel: {
      type: 'choice',
      label: { zh: '渠道', en: 'Channel' },
      computed: true,
      required: true,
      listed: true,
      options: [...channelOptions],
    },
    state: {
      type: 'choice',
      label: { zh: '审批', en: 'Approval' },
      computed: true,
      required: true,
      listed: true,
      options: templateStates.map((value) => ({ value, ...templateStateWords[value] })),
    },
    folder: { type: 'text', label: { zh: '文件夹', en: 'Folder' }, computed: true, listed: true },
    version: { type: 'number', label: { zh: '版本', en: 'Version' }, computed: true, required: true },
    createdAt: { type: 'time', label: { zh: '创建时间', en: 'Created' }, computed: true, required: true },
    updatedAt: { type: 'time', label: { zh: '更新时间', en: 'Updated' }, computed: true, required: true, sortable: true, listed: true },
  },
})
