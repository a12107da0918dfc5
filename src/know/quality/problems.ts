import { defineProblems } from '../../core/kit/problem.ts'

export const qualityProblems = defineProblems({
  'quality.unknown-field': {
    sort: 'invalid',
    words: {
      zh: '客户没有“{field}”这个可填写的字段。请从列表中选择，尚未保存任何内容。',
      en: 'Customers have no field “{field}” that can be filled in. Choose one from the list; nothing was saved.',
    },
  },
  'quality.field-twice': {
    sort: 'invalid',
    words: {
      zh: '“{field}”出现了两次。请只保留一行，尚未保存任何内容。',
      en: '“{field}” stands there twice. Keep one line of it; nothing was saved.',
    },
  },
  'quality.nothing-known': {
    sort: 'invalid',
    words: {
      zh: '“{field}”还是空的，没有可以确认的内容。请先填写。',
      en: '“{field}” is empty, so there is nothing to judge. Fill it in first.',
    },
  },
  'self-check.nothing': {
    sort: 'invalid',
    words: {
      zh: '这位客户没有可以自查的资料。请先填写一些资料，或换一些字段。',
      en: 'There is nothing that this customer could look through. Fill in some details first, or choose other fields.',
    },
  },
  'self-check.missing': {
    sort: 'missing',
    words: { zh: '这个自查链接已不存在。请刷新页面。', en: 'This link no longer exists. Reload the page.' },
  },
})
