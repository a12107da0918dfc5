import { defineProblems } from '../../core/kit/problem.ts'

export const contactProblems = defineProblems({
  'contact.not-a-company': {
    sort: 'invalid',
    words: {
      zh: '{name}是个人，只有企业才有联系人。请先把客户类型改为企业。',
      en: '{name} is a person; only companies have contacts. Make the customer a company first.',
    },
  },
  'contact.no-such-person': {
    sort: 'invalid',
    words: {
      zh: '找不到对应的个人客户，或者它是企业。请另选一位。',
      en: 'There is no such customer, or it is a company. Choose another person.',
    },
  },
  'contact.too-many': {
    sort: 'conflict',
    words: {
      zh: '一家企业最多 {most} 位联系人。请先删除已离职的。',
      en: 'A company has at most {most} contacts. Remove those who left first.',
    },
  },
})
