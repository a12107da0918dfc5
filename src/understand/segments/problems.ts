import { defineProblems } from '../../core/kit/problem.ts'

export const segmentProblems = defineProblems({
  'segment.name-taken': {
    sort: 'conflict',
    words: {
      zh: '已有名为“{name}”的细分。请换一个名称，或直接修改那个细分。',
      en: 'There is a segment called “{name}” already. Choose another name, or change that segment.',
    },
  },
  'segment.circle': {
    sort: 'invalid',
    words: {
      zh: '这些细分互相引用成了一圈：{names}。请去掉其中一处“属于细分”的条件；尚未保存任何改动。',
      en: 'These segments refer to each other in a circle: {names}. Take out one of the conditions that name a segment; nothing was saved.',
    },
  },
  'segment.in-use': {
    sort: 'conflict',
    words: {
      zh: '“{name}”还在使用中：{names}。请先修改它们，再删除。',
      en: '“{name}” is still used by {names}. Change that first, then delete it.',
    },
  },
})
