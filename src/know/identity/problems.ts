import { defineProblems } from '../../core/kit/problem.ts'

export const mergeProblems = defineProblems({
  'merge.too-few': {
    sort: 'invalid',
    words: { zh: '请选择至少两位不同的客户。', en: 'Choose at least two different customers.' },
  },
  'merge.survivor-elsewhere': {
    sort: 'invalid',
    words: { zh: '要保留的那位客户不在所选之中。', en: 'The customer to keep is not among those chosen.' },
  },
  'merge.unknown-choice': {
    sort: 'invalid',
    words: {
      zh: '“{field}”的取值来自一位不在所选之中的客户，或没有这个字段。',
      en: 'The value of “{field}” is to come from a customer who is not among those chosen, or there is no such field.',
    },
  },
  'merge.already': {
    sort: 'conflict',
    words: {
      zh: '“{name}”已经合并到“{into}”了，这次没有改动。请刷新后再看。',
      en: '“{name}” has already been merged into “{into}”; nothing was changed this time. Reload to see it.',
    },
  },
  'merge.missing': {
    sort: 'missing',
    words: { zh: '找不到这次合并。', en: 'There is no such merge.' },
  },
  'merge.undone': {
    sort: 'conflict',
    words: { zh: '这次合并已经拆分过了。请刷新后再看。', en: 'This merge has been undone already. Reload to see it.' },
  },
  'merge.swallowed': {
    sort: 'conflict',
    words: {
      zh: '“{name}”后来又合并到了“{into}”（{at}）。请先撤销那次合并，再撤销这一次。',
      en: '“{name}” was itself merged into “{into}” later ({at}). Undo that merge first, then this one.',
    },
  },
  'merge.unknown-part': {
    sort: 'invalid',
    words: {
      zh: '所指的客户不在这次合并之中，或已经拆分出去。',
      en: 'That customer is not part of this merge, or has been parted already.',
    },
  },
})
