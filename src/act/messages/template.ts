import { defineEntity } from '../../core/entity/entity.ts'

/**
 * marketing: needs consent, keeps quiet hours and the weekly cap. service: belongs to something the customer did
 * (an order, a ticket); goes out at any hour to whoever has not withdrawn consent. survey: asks for an opinion; needs consent
 to surveys, and keeps quiet hours and limits as marketing does.
 */
export const messageKinds = ['marketing', 'service', 'survey'] as const
export type MessageKind = (typeof messageKinds)[number]

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
        zh: '空行分段；**加粗**；# 标题；- 列表；[文字](https://网址)；{{name | default: "您"}} 填入客户资料',
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
    createdAt: { type: 'time', label: { zh: '创建时间', en: 'Created' }, computed: true, required: true },
    updatedAt: { type: 'time', label: { zh: '更新时间', en: 'Updated' }, computed: true, required: true, sortable: true, listed: true },
  },
})
