import { defineProblems } from '../../core/kit/problem.ts'

export const holdoutProblems = defineProblems({
  'holdouts.reason-needed': {
    sort: 'invalid',
    words: {
      zh: '现在已经有全局对照组，改动会重新开始衡量。请写明原因，再保存。',
      en: 'There is a global holdout already and changing it begins the measuring anew. Say why, then save again.',
    },
  },
})
