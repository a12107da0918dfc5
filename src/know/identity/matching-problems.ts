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
  'matching.rule-standard': {
    sort: 'conflict',
    words: {
      zh: '“{name}”是标准规则，不能删除；不需要时请停用，改过的可以恢复标准。',
      en: '“{name}” is a standard rule and cannot be removed. Switch it off, or reset it where it was changed.',
    },
  },
  'matching.rule-own': {
    sort: 'conflict',
    words: { zh: '“{name}”是自建规则，没有可恢复的标准内容。', en: '“{name}” is a rule of your own: there is no standard to reset it to.' },
  },
  'matching.not-compared': {
    sort: 'invalid',
    words: { zh: '“{field}”不能用于查重，请换一个字段。', en: '“{field}” cannot be compared; choose another field.' },
  },
  'matching.comparison-unfit': {
    sort: 'invalid',
    words: {
      zh: '“{field}”不能用“{comparison}”来比较。可用的有：{known}。',
      en: '“{field}” cannot be compared by “{comparison}”. There are: {known}.',
    },
  },
  'matching.condition-twice': {
    sort: 'invalid',
    words: { zh: '“{field}”的“{comparison}”写了两次，请去掉一项。', en: '“{field}”: “{comparison}” stands twice; take one away.' },
  },
  'matching.needed-against': {
    sort: 'invalid',
    words: {
      zh: '“{field}”的“{comparison}”是扣分项，不能设为必须满足。',
      en: '“{field}”: “{comparison}” takes points away, so it cannot be needed.',
    },
  },
  'matching.out-of-reach': {
    sort: 'invalid',
    words: {
      zh: '全部满足也只有 {most} 分，到不了“疑似”的 {candidate} 分：请提高分值，或降低“疑似”分数。',
      en: 'With everything met it comes to {most} points and never to the {candidate} for likely: raise the points or lower the score.',
    },
  },
  'matching.household-company': {
    sort: 'invalid',
    words: {
      zh: '企业没有家庭，请改为比较个人，或判为同一位。',
      en: 'Companies have no households: compare people, or take them for one.',
    },
  },
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
