import { defineProblems } from '../../core/kit/problem.ts'

export const attentionProblems = defineProblems({
  'attention.times': {
    sort: 'invalid',
    words: {
      zh: '预留的结束时间要晚于开始时间。请改一下再保存。',
      en: 'Room must be kept until after it begins. Correct the times and save again.',
    },
  },
  'attention.twice': {
    sort: 'invalid',
    words: {
      zh: '同一个渠道、同一种消息、同一段时间只能有一条上限。请删掉重复的那条。',
      en: 'There is one limit for a channel, a kind of message and a period. Take out the second one.',
    },
  },
})
