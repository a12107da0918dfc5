import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { words } from '../../core/kit/words-schema.ts'
import { verdicts } from './judge-result.ts'
import { trialKinds } from './trial.ts'

const interval = z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable()

/** What is kept of a trial's result between readings. */
export const keptReading = z.object({
  currency: z.string(),
  people: z.int(),
  holdout: z.int(),
  waiting: z.int(),
  verdict: z.enum(verdicts),
  sentence: words,
  lift: interval,
  relative: interval,
  /** Standard error of the relative lift, for pooling; null where it cannot be told. */
  relativeError: z.number().nullable(),
  incremental: interval,
  cost: z.number().nullable(),
  alarms: z.int(),
  /** How long it took to read. */
  tookMs: z.number().optional(),
})
export type KeptReading = z.output<typeof keptReading>

const trial = keptReading.omit({ relativeError: true, tookMs: true }).extend({
  kind: z.enum(trialKinds),
  id: z.guid(),
  name: z.string().nullable(),
  state: z.string().nullable(),
  startedAt: z.string().nullable(),
  readAt: z.string(),
  verdictSince: z.string(),
  shrunk: interval.describe('和其他实验合起来看的相对差异 · Relative lift with what the others tell'),
  perCost: z
    .number()
    .nullable()
    .describe('每花一元带来的增量，结论看得出来才有 · Incremental revenue for each unit of cost, once an effect is seen'),
})

/** All that was ever measured, beside each other. */
export const listTrials = defineQuestion({
  name: 'list-trials',
  label: { zh: '全部效果', en: 'All results' },
  help: {
    zh: '所有旅程、营销活动和全局对照组的效果，以及合起来看的结论。结果每小时更新。',
    en: 'The results of all journeys, campaigns and the global holdout, alone and together. Read anew every hour.',
  },
  method: 'GET',
  path: '/trials',
  role: 'member',
  about: { customer: '*' },
  input: z.object({}),
  output: z.object({
    currency: z.string(),
    trials: z.array(trial),
    pooled: z
      .array(z.object({ kind: z.enum(trialKinds), trials: z.int(), relative: interval, between: z.number() }))
      .describe('同类合起来看 · Those of a kind together'),
    pending: z
      .array(z.object({ kind: z.enum(trialKinds), id: z.guid(), name: z.string().nullable() }))
      .describe('还没算过的 · Not read yet'),
  }),
})

const holdoutState = z.object({
  percent: z.number(),
  since: z.string().nullable(),
  salt: z.string(),
  people: z.int(),
  customers: z.int(),
  past: z.array(z.object({ percent: z.number(), since: z.string(), until: z.string(), reason: z.string() })),
})

export const readGlobalHoldout = defineQuestion({
  name: 'read-global-holdout',
  label: { zh: '查看全局对照组', en: 'Read the global holdout' },
  method: 'GET',
  path: '/global-holdout',
  role: 'member',
  about: { customer: '*' },
  input: z.object({}),
  output: holdoutState,
})

export const saveGlobalHoldout = defineAction({
  name: 'save-global-holdout',
  label: { zh: '设置全局对照组', en: 'Set the global holdout' },
  help: {
    zh: '随机留出这么多客户，不向他们发任何营销消息；服务消息照发。改比例只会增减人，重新抽签会换一批人，并重新开始衡量。',
    en: 'So many customers are drawn at random and get no marketing at all; service messages still go out. Another share adds or frees people; a new draw takes others and begins to measure anew.',
  },
  method: 'PUT',
  path: '/global-holdout',
  role: 'manager',
  about: 'nothing',
  right: 'sending',
  input: z.strictObject({
    percent: z.number().min(0).max(20),
    redraw: z.boolean().default(false).describe('重新抽签 · Draw anew'),
    reason: z.string().trim().max(500).default(''),
  }),
  output: z.object({ percent: z.number(), since: z.string() }),
})
