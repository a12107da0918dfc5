import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { defineProblems } from '../../core/kit/problem.ts'

export const readSampleProgress = defineQuestion({
  name: 'read-sample-progress',
  label: { zh: '示例店铺的载入进度', en: 'How far the sample shop has come' },
  help: {
    zh: '先导入历史，再模拟重演最近九十天。day 是重演到的日期。',
    en: 'First its history comes in, then its last ninety days are played. `day` is how far that came.',
  },
  method: 'GET',
  path: '/sample-shop/progress',
  role: 'member',
  about: 'nothing',
  input: z.object({}),
  output: z.object({
    state: z.enum(['none', 'loading', 'ready']),
    day: z.string().nullable(),
    done: z.int().describe('已重演的步数，每步两天 · Turns played, two days each'),
    of: z.int(),
  }),
})

export const removeSampleShop = defineAction({
  name: 'remove-sample-shop',
  label: { zh: '移除示例店铺', en: 'Remove the sample shop' },
  help: {
    zh: '删除示例的客户、消费、细分、旅程、模板和消息，自己的数据不受影响。不能撤销，但可以再次载入示例。',
    en: 'Deletes the sample’s customers, purchases, segments, journeys, templates and messages; your own data stays. It cannot be undone, though the sample can be loaded again.',
  },
  method: 'DELETE',
  path: '/sample-shop',
  role: 'owner',
  about: 'nothing',
  right: 'settings',
  input: z.strictObject({}),
  output: z.object({
    customers: z.int().describe('移除的客户数 · Customers removed'),
    kept: z.array(z.string()).describe('仍被您自己的旅程或细分使用而保留的名称 · Names kept because your own use them'),
  }),
})

export const sampleStoryProblems = defineProblems({
  'sample-shop.still-loading': {
    sort: 'conflict',
    words: {
      zh: '示例店铺正在载入，通常一分钟内完成。请等它完成后再移除。',
      en: 'The sample shop is still being loaded, which seldom takes more than a minute. Remove it once it is there.',
    },
  },
  'sample-shop.none': {
    sort: 'missing',
    words: { zh: '这里没有示例店铺，无需移除。', en: 'There is no sample shop here, so there is nothing to remove.' },
  },
})
