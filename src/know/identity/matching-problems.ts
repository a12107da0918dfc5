import { defineProblems } from '../../core/kit/problem.ts'

export const matchingProblems = defineProblems({
  'matching.pair-missing': {
    sort: 'missing',
    words: {
      zh: '这一对客户不在疑似重复之中，可能刚刚合并或资料已变。请刷新后再看。',
      en: 'These two customers are not among the likely duplicates; they may have been merged or changed just now. Reload to see.',
    },
  },
  'matching.run-under-way': {
    sort: 'conflict',
    words: {
      zh: '全库查重正在进行，请等它结束或先停止。',
      en: 'A look over the whole base is under way; wait for its end or stop it first.',
    },
  },
  'matching.no-run': { sort: 'missing', words: { zh: '现在没有正在进行的全库查重。', en: 'No look over the whole base is under way.' } },
  'matching.rule-missing': { sort: 'missing', words: { zh: '没有这条查重规则。', en: 'There is no such matching rule.' } },
  'matching.unknown-comparison': {
    sort: 'invalid',
    words: { zh: '没有“{comparison}”这种比较方式。可用的有：{known}。', en: 'There is no comparison “{comparison}”. There are: {known}.' },
  },
  'matching.unknown-field': { sort: 'invalid', words: { zh: '客户没有“{field}”这个字段。', en: 'Customers have no field “{field}”.' } },
  'matching.no-anchor': {
    sort: 'invalid',
    words: {
      zh: '这条规则单靠相近找不到成对的客户：请至少加一项必须满足的相同类条件，如“后 8 位相同”“生日相同”。',
      en: 'By likeness alone this rule cannot find its pairs: add at least one needed condition of sameness, such as “same last 8 digits” or “same birthday”.',
    },
  },
  'matching.thresholds': {
    sort: 'invalid',
    words: { zh: '“可以确定”的分数不能低于“疑似”的分数。', en: 'The score for certain cannot be below that for likely.' },
  },
})
