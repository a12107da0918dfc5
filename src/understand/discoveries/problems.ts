import { defineProblems } from '../../core/kit/problem.ts'

export const discoveryProblems = defineProblems({
  'discovery.under-way': {
    sort: 'conflict',
    words: { zh: '正在查看这一周，请稍候片刻再看结果。', en: 'This week is being looked at already; wait a moment for what comes of it.' },
  },
})
