import { z } from 'zod'
import { defineQuestion } from '../../core/action/action.ts'
import { words } from '../../core/kit/words-schema.ts'
import { testMetrics } from '../../act/journeys/steps/step.ts'
import { guardrailNames } from './guardrails.ts'
import { verdicts } from './judge-result.ts'
import { trialKinds, usualDays } from './trial.ts'

const plainInterval = z.object({ value: z.number(), low: z.number(), high: z.number() })
const interval = plainInterval.nullable()

export const armResult = z.object({
  people: z.int().describe('计入的人 · People who count'),
  waiting: z.int().describe('观察期未满的人 · People whose window is not over'),
  buyers: z.int(),
  conversion: z.number().nullable().describe('购买的人占比 · Share who bought'),
  revenue: z.int().describe('净收入，最小货币单位 · Net revenue, minor units'),
  revenuePerPerson: z.number().nullable(),
  messages: z.record(z.string(), z.int()).describe('各状态的消息数 · Messages by state'),
})

/** What every result tells, of a journey, a campaign or all marketing together. */
export const resultShape = z.object({
  days: z.int(),
  currency: z.string(),
  treated: armResult,
  holdout: armResult,
  verdict: z.enum(verdicts),
  sentence: words,
  revenueLift: interval.describe(
    '人均收入之差，天天看也有效的 95% 区间 · Difference of revenue a person, 95% interval valid however often one looks',
  ),
  revenueLiftOnce: interval.describe('只看一次时的 95% 区间（韦尔奇） · The interval of a single look (Welch)'),
  revenueLiftRelative: interval,
  conversionLift: interval.describe('购买率之差 · Difference of the share who bought'),
  conversionLiftRelative: interval,
  incrementalRevenue: interval.describe('合计增量收入 · Incremental revenue in all'),
  p: z.number().nullable().describe('随时有效的 p 值 · Always-valid p'),
  peopleMissing: z.int().nullable().describe('还需要多少人才能看清 · How many more people would settle it'),
  balance: z
    .object({ expected: z.number(), observed: z.number(), p: z.number() })
    .nullable()
    .describe('分组比例是否正常，p 小于 0.001 要警惕 · Is the split as drawn? Beware below 0.001'),
})

const dayOfTrial = z.object({
  day: z.string(),
  treated: z.int(),
  holdout: z.int(),
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
})

const variantResult = armResult.omit({ messages: true }).extend({
  variant: z.string(),
  lift: interval.describe('与对照组相比 · Against the holdout'),
  p: z.number().nullable().describe('Holm 校正后 · Adjusted after Holm'),
})

const guardrail = z.object({
  name: z.enum(guardrailNames),
  treated: z.object({ n: z.int(), of: z.int() }),
  holdout: z.object({ n: z.int(), of: z.int() }).nullable().describe('对照组不会发生的为空 · Null for what cannot happen to the holdout'),
  difference: interval,
  limit: z.number().nullable().describe('确实高于此比例才报警 · Alarm once it is surely above this share'),
  alarm: z.boolean(),
  sentence: words,
})

const stepTest = z.object({
  step: z.string(),
  metric: z.enum(testMetrics),
  days: z.int(),
  plannedPeople: z.int(),
  stopsEarly: z.boolean(),
  ways: z.array(
    z.object({
      way: z.string(),
      label: z.string().nullable(),
      people: z.int(),
      value: z.number().nullable().describe('比例，或人均最小货币单位 · A share, or minor units a person'),
    }),
  ),
  pairs: z.array(z.object({ one: z.string(), other: z.string(), lift: interval, p: z.number() })),
  winner: z.string().nullable().describe('提前分出的胜者 · The way that was surely better'),
  decidedAt: z.string().nullable(),
  lookedAt: z.string(),
})

/** The whole of a result: the short one, and how it came about. */
export const trialShape = resultShape.extend({
  kind: z.enum(trialKinds),
  id: z.guid(),
  name: z.string().nullable(),
  since: z.string().nullable(),
  readAt: z
    .string()
    .describe('读取的时刻；人多时是先前读好的，最多相隔一天多 · When it was read; of many people earlier, by a day and an hour at most'),
  closedOnly: z.boolean().describe('只计观察期已满的人 · Only people whose window is over count'),
  series: z.array(dayOfTrial),
  variants: z.array(variantResult),
  pairs: z
    .array(z.object({ one: z.string(), other: z.string(), lift: interval, p: z.number() }))
    .describe('版本两两相比 · Variants against each other'),
  best: z.string().nullable().describe('肯定最好的版本 · The variant that is surely the best'),
  tests: z.array(stepTest).describe('旅程里的 A/B 测试 · A/B tests inside a journey'),
  editions: z.array(z.object({ edition: z.int(), people: z.int(), lift: interval })),
  guardrails: z.array(guardrail),
  margin: z
    .object({ treated: z.number(), holdout: z.number(), lift: interval, covered: z.number() })
    .nullable()
    .describe('人均毛利；成本大多未知时为空 · Gross margin a person; null where most costs are not known'),
  before: z
    .object({ explained: z.number(), isUsed: z.boolean() })
    .describe('以前的消费能解释多少方差，用了没有 · How much of the variance earlier spend explains, and whether it was taken out'),
  cost: z.int().nullable().describe('最小货币单位 · Minor units'),
  attributed: z
    .object({ people: z.int(), buyers: z.int(), revenue: z.int(), days: z.int() })
    .nullable()
    .describe(
      '归因收入：收到消息后若干天内的消费，不管没有消息会不会买 · What those sent to bought within so many days, whether or not they would have anyway',
    ),
})

const help = {
  zh: '按抽签分组比较消费，给出天天查看也有效的 95% 区间、每日走势、各版本、护栏和一句结论。金额为最小货币单位。',
  en: 'What both arms spent, with 95% intervals that hold however often one looks, day by day, by variant, with guardrails and a sentence. Amounts are minor units.',
}
const days = z.coerce.number().int().min(1).max(365).default(usualDays)
const fresh = z.stringbool().optional().describe('现在重新读 · Read it anew now')

export const journeyTrial = defineQuestion({
  name: 'read-journey-trial',
  label: { zh: '旅程的完整结果', en: 'The whole result of a journey' },
  help,
  method: 'GET',
  path: '/journeys/:id/trial',
  role: 'member',
  about: { journey: 'id' },
  input: z.object({ id: z.uuid(), days, fresh }),
  output: trialShape,
})

export const campaignTrial = defineQuestion({
  name: 'read-campaign-trial',
  label: { zh: '营销活动的完整结果', en: 'The whole result of a campaign' },
  help,
  method: 'GET',
  path: '/campaigns/:id/trial',
  role: 'member',
  about: { campaign: 'id' },
  input: z.object({
    id: z.uuid(),
    days,
    fresh,
    edition: z.coerce.number().int().min(1).optional().describe('第几次；不填为全部 · Which edition; all when left out'),
  }),
  output: trialShape,
})

export const globalTrial = defineQuestion({
  name: 'read-global-trial',
  label: { zh: '全部营销的效果', en: 'What all marketing earns' },
  help,
  method: 'GET',
  path: '/global-holdout/result',
  role: 'member',
  about: { customer: '*' },
  input: z.object({ fresh }),
  output: trialShape,
})
