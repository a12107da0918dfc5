import { defineProblems } from '../../core/kit/problem.ts'

export const contactPointProblems = defineProblems({
  'contact-point.wrong': {
    sort: 'invalid',
    words: { zh: '{kind}有误：{reason}。请改正后再保存。', en: 'The {kind} is not right: {reason}. Correct it and save again.' },
  },
  'contact-point.there-already': {
    sort: 'conflict',
    words: { zh: '这位客户已经有这个{kind}：{value}。', en: 'This customer has this {kind} already: {value}.' },
  },
  'contact-point.missing': {
    sort: 'missing',
    words: {
      zh: '这位客户没有这个{kind}：{value}，可能刚被删除。请刷新后再试。',
      en: 'This customer has no such {kind}: {value}; it may just have been removed. Reload and try again.',
    },
  },
  'contact-point.too-many': {
    sort: 'conflict',
    words: {
      zh: '一位客户最多 {most} 个联系方式。请先删除不用的。',
      en: 'A customer has at most {most} ways to be reached. Remove some first.',
    },
  },
})
