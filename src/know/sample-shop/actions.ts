import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { defineProblems } from '../../core/kit/problem.ts'
import { languages } from '../../core/kit/words.ts'

export const loadSampleShop = defineAction({
  name: 'load-sample-shop',
  label: { zh: '载入示例店铺', en: 'Load the sample shop' },
  help: {
    zh: '一家虚构的茶店：三千位客户、三年的消费，最近九十天连同细分、旅程和邮件模拟重演。邮件不会真正寄出，之后可以整批移除。',
    en: 'A made-up tea shop: three thousand customers and three years of purchases, the last ninety days played out with segments, journeys and mails. No mail really leaves, and it can be removed as a whole.',
  },
  method: 'POST',
  path: '/sample-shop',
  role: 'manager',
  about: 'nothing',
  right: 'settings',
  input: z.strictObject({
    customers: z.int().min(200).max(3_000).default(3_000).describe('How many customers · 客户数'),
    language: z.enum(languages).default('zh').describe('Of products, cities and headings; people’s names are Chinese in both'),
  }),
  output: z.object({ imports: z.array(z.uuid()).describe('The customers, then the purchases') }),
})

export const readSampleShop = defineQuestion({
  name: 'read-sample-shop',
  label: { zh: '示例店铺的状态', en: 'How the sample shop stands' },
  method: 'GET',
  path: '/sample-shop',
  role: 'member',
  about: 'nothing',
  input: z.object({}),
  output: z.object({
    state: z.enum(['none', 'loading', 'ready']),
    /** The system is empty, so it could be loaded. */
    offered: z.boolean(),
    imports: z.array(z.uuid()),
  }),
})

export const sampleProblems = defineProblems({
  'sample-shop.not-empty': {
    sort: 'conflict',
    words: {
      zh: '系统里已有客户。示例店铺只放进空的系统，以免与真实数据混在一起。',
      en: 'There are customers already. The sample shop goes only into an empty system, so that it does not mix with real data.',
    },
  },
})
