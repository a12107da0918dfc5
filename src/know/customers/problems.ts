import { defineProblems } from '../../core/kit/problem.ts'

export const customerProblems = defineProblems({
  'customer.exists': {
    sort: 'conflict',
    words: {
      zh: '已有一位客户使用这个{field}：{name}。请打开那位客户更新资料，或换一个{field}。',
      en: 'A customer with this {field} exists already: {name}. Open that customer and update it, or use another {field}.',
    },
  },
  'customer.nameless': {
    sort: 'invalid',
    words: {
      zh: '请至少填写姓名、客户编号、手机号、邮箱中的一项，否则以后无法认出这位客户。',
      en: 'Give at least a name, customer number, phone or e-mail; otherwise nobody can know this customer again.',
    },
  },
  'customer.field-required': {
    sort: 'invalid',
    words: {
      zh: '请填写“{field}”，这是必填字段。尚未保存任何内容。',
      en: '“{field}” is required. Fill it in and try again; nothing was saved.',
    },
  },
  'owner.unknown': {
    sort: 'invalid',
    words: {
      zh: '找不到这位同事，或账号已停用。请另选一位在职的同事；尚未保存任何内容。',
      en: 'There is no such colleague, or the account is disabled. Choose somebody who works here; nothing was saved.',
    },
  },
  'owner.not-yours': {
    sort: 'denied',
    words: {
      zh: '“{name}”由{owner}负责，只有本人或经理才能改派或退回。未做任何改动。',
      en: '“{name}” is looked after by {owner}; only {owner} or a manager may hand it on. Nothing was changed.',
    },
  },
  'customer.changed-meanwhile': {
    sort: 'conflict',
    words: {
      zh: '这位客户刚刚被别人改过。请刷新后再改，您填写的内容尚未保存。',
      en: 'Somebody else has just changed this customer. Reload and change it again; what you entered was not saved.',
    },
  },
})
