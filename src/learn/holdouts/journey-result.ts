import { z } from 'zod'
import { defineQuestion } from '../../core/action/action.ts'
import { usualDays } from './trial.ts'
import { resultShape } from './trial-result.ts'

/** What a journey earned beyond what would have come anyway, in short; `read-trial-result` tells the whole. */
export const journeyResult = defineQuestion({
  name: 'read-journey-result',
  label: { zh: '旅程效果', en: 'Result of a journey' },
  help: {
    zh: '按分组比较进入旅程后若干天内的消费，给出天天查看也有效的 95% 区间和一句结论。金额为最小货币单位。',
    en: 'Compares what both arms spent in the days after entering, with 95% intervals that hold however often one looks, and a sentence. Amounts are minor units.',
  },
  method: 'GET',
  path: '/journeys/:id/result',
  role: 'member',
  about: { journey: 'id' },
  input: z.object({ id: z.uuid(), days: z.coerce.number().int().min(1).max(365).default(usualDays) }),
  output: resultShape,
})

/** The same of a campaign: all of its editions together, whoever was in several counted once. */
export const campaignResult = defineQuestion({
  name: 'read-campaign-result',
  label: { zh: '营销活动效果', en: 'Result of a campaign' },
  help: {
    zh: '参与组和对照组在每次发送后若干天内的消费之差，到目前为止。金额为最小货币单位。',
    en: 'What the treated spent beyond the holdout in the days after each edition, so far. Amounts are minor units.',
  },
  method: 'GET',
  path: '/campaigns/:id/result',
  role: 'member',
  about: { campaign: 'id' },
  input: z.object({ id: z.uuid(), days: z.coerce.number().int().min(1).max(365).default(usualDays) }),
  output: resultShape,
})
