import { defineProblems } from '../../core/kit/problem.ts'

export const householdProblems = defineProblems({
  'household.missing': {
    sort: 'missing',
    words: { zh: '找不到这个家庭，可能已解散。请刷新后再试。', en: 'There is no such household; it may have ended. Reload and try again.' },
  },
  'household.elsewhere': {
    sort: 'conflict',
    words: {
      zh: '{name}已属于家庭“{household}”。请先离开那个家庭。',
      en: '{name} belongs to the household “{household}” already. Leave that one first.',
    },
  },
  'household.not-a-member': {
    sort: 'conflict',
    words: { zh: '这位客户不在这个家庭中。请刷新后再试。', en: 'This customer is not in this household. Reload and try again.' },
  },
  'household.wrong-contact': {
    sort: 'invalid',
    words: { zh: '“{value}”有误：{reason}', en: '“{value}” is not right: {reason}' },
  },
  'household.anothers': {
    sort: 'conflict',
    words: {
      zh: '{value} 属于家庭以外的客户 {name}。请先把那位客户加入家庭。',
      en: '{value} belongs to {name}, who is not in the household. Add that customer to it first.',
    },
  },
  'household.shared-elsewhere': {
    sort: 'conflict',
    words: { zh: '{value} 已由另一个家庭共用。', en: '{value} is shared by another household already.' },
  },
  'household.company': {
    sort: 'invalid',
    words: { zh: '{name}是企业，不能加入家庭。', en: '{name} is a company and cannot be in a household.' },
  },
})
