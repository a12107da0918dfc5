import { defineProblems } from '../../core/kit/problem.ts'

export const inboundProblems = defineProblems({
  'inbound.not-known': {
    sort: 'conflict',
    words: {
      zh: '还不知道这封来信是哪位客户的。请先归到客户，再建待办。',
      en: 'Nobody knows yet whose mail this is. Say which customer’s first, then make a to-do.',
    },
  },
  'inbound.known-already': {
    sort: 'conflict',
    words: { zh: '这封来信已归到一位客户，没有改动。', en: 'This mail belongs to a customer already; nothing was changed.' },
  },
})
