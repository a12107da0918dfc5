import { defineProblems } from '../../core/kit/problem.ts'

export const churnProblems = defineProblems({
  'churn.entry-ended': {
    sort: 'conflict',
    words: {
      zh: '这位客户的挽回已经有了结果（{state}），没有改动。需要的话，请先重新打开。',
      en: 'The winning back of this customer has ended already ({state}); nothing was changed. Reopen it first if you need to.',
    },
  },
  'churn.changed-meanwhile': {
    sort: 'conflict',
    words: {
      zh: '这一条刚刚被别人改过，您的修改没有保存。请刷新后再试。',
      en: 'Somebody else has just changed this line; yours was not saved. Reload and try again.',
    },
  },
  'churn.open-already': {
    sort: 'conflict',
    words: {
      zh: '这位客户已经在名单上了，不能再打开一条旧的。',
      en: 'This customer is on the list already, so an old line cannot be opened again.',
    },
  },
  'churn.unknown-colleague': {
    sort: 'invalid',
    words: {
      zh: '没有这位同事，或其账号已停用。请从列表中重新选择。',
      en: 'There is no such colleague, or the account is disabled. Choose another from the list.',
    },
  },
  'churn.unknown-reason': {
    sort: 'invalid',
    words: {
      zh: '原因“{reason}”不在原因树里，或已停用。请从列表中选择。',
      en: 'The reason “{reason}” is not in the tree of reasons, or is retired. Choose one from the list.',
    },
  },
  'churn.reason-parent': {
    sort: 'invalid',
    words: {
      zh: '原因“{key}”的上一级不在树里。请先加上一级，再加它。',
      en: 'What “{key}” belongs to is not in the tree. Add that first, then this one.',
    },
  },
  'churn.reason-in-use': {
    sort: 'conflict',
    words: {
      zh: '原因“{name}”已经用在客户身上，不能删去。可以停用：以后不再可选，过去的统计不变。',
      en: 'The reason “{name}” is in use and cannot be taken out. Retire it: it is offered no more, and past figures stay.',
    },
  },
  'churn.looks-at-itself': {
    sort: 'invalid',
    words: {
      zh: '“只看这些客户”的条件不能引用流失状态或原因，因为它们由定义推算而来。请改用消费、资料或标签。',
      en: 'Who is counted cannot depend on the state or the reason of leaving, which follow from the definition. Ask for purchases, details or tags instead.',
    },
  },
  'churn.snooze-past': {
    sort: 'invalid',
    words: { zh: '稍后的日期要在今天之后。', en: 'Snooze until a day after today.' },
  },
})
