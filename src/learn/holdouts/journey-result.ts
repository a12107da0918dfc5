import { z } from 'zod'
import { defineQuestion } from '../../core/action/action.ts'

const interval = z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable()
const words = z.object({ zh: z.string(), en: z.string() })

const arm = z.object({
  people: z.int().describe('观察期已满的人 · People whose window is over'),
  waiting: z.int().describe('观察期未满的人 · People whose window is not over'),
  buyers: z.int(),
  conversion: z.number().nullable().describe('购买的人占比 · Share who bought'),
  revenue: z.int().describe('净收入，最小货币单位 · Net revenue, minor units'),
  revenuePerPerson: z.number().nullable(),
  messages: z.record(z.string(), z.int()).describe('各状态的消息数 · Messages by state'),
})

/** What a journey earned beyond what would have come anyway: those drawn to be treated against those held out. */
export const journeyResult = defineQuestion({
  name: 'read-journey-result',
  label: { zh: '旅程效果', en: 'Result of a journey' },
  help: {
    zh: '按分组比较进入旅程后若干天内的消费，给出 95% 区间和一句结论。金额为最小货币单位。',
    en: 'Compares what both arms spent in the days after entering, with 95 % intervals and a sentence. Amounts are minor units.',
  },
  method: 'GET',
  path: '/journeys/:id/result',
  role: 'member',
  about: { journey: 'id' },
  input: z.object({ id: z.uuid(), days: z.coerce.number().int().min(1).max(365).default(30) }),
  output: z.object({
    days: z.int(),
    currency: z.string(),
    treated: arm,
    holdout: arm,
    verdict: z.enum(['no-holdout', 'too-small', 'more', 'less', 'none']),
    sentence: words,
    revenueLift: interval.describe('人均收入之差 · Difference of revenue a person'),
    revenueLiftRelative: interval,
    conversionLift: interval.describe('购买率之差 · Difference of the share who bought'),
    conversionLiftRelative: interval,
    incrementalRevenue: interval.describe('合计增量收入 · Incremental revenue in all'),
    p: z.number().nullable(),
    peopleMissing: z.int().nullable().describe('还需要多少人才能看清 · How many more people would settle it'),
    balance: z
      .object({ expected: z.number(), observed: z.number(), p: z.number() })
      .nullable()
      .describe('分组比例是否正常，p 小于 0.001 要警惕 · Is the split as drawn? Beware below 0.001'),
  }),
})
