import { z } from 'zod'
import { defineQuestion } from '../../core/action/action.ts'
import { explainedSchema } from '../../core/rule/explained.ts'
import { words } from '../../core/kit/words-schema.ts'
import { promises } from './actions.ts'
import { countings, schemeSchema, tierSchema } from './scheme.ts'
import { standings } from './tier.ts'

const money = z.int().describe('Minor units')

/** What a customer's standing is made of, and what a trial judges by besides. */
const standingFields = ['tier', 'tierSince', 'tierUntil', 'tierStanding', 'tierSpend', 'tierPurchases']
const trialFields = [...standingFields, 'spend', 'refundTotal', 'purchaseCount']

const figures = {
  customers: z.int(),
  spend: money.nullable().describe('Of all time, refunds not deducted; null: hidden from the reader’s role'),
  counted: money.describe('What counts for tiers: purchases less refunds within the time that the scheme counts'),
  profit: money.nullable().describe('Contribution profit; null where it is not known'),
}

const version = z.object({
  id: z.string(),
  name: z.string(),
  version: z.int().nullable(),
  state: z.enum(['draft', 'published', 'retired']),
  revision: z.int(),
  tiers: z.int(),
  by: z.string().nullable(),
  at: z.string(),
  retiredAt: z.string().nullable(),
  promises: promises.nullable(),
})

export const readTiers = defineQuestion({
  name: 'read-tiers',
  label: { zh: '客户分级现状', en: 'Tiers as they are' },
  help: {
    zh: '现行方案，每一级的人数、消费、利润、权益成本，以及 30 天内可能降级的客户；还有草稿和历史版本。',
    en: 'The published scheme with each tier’s customers, spend, profit and cost of benefits, and who may lose it within 30 days; drafts and earlier versions besides.',
  },
  method: 'GET',
  path: '/tiers',
  role: 'member',
  about: { customer: null },
  fields: standingFields,
  input: z.object({}),
  output: z.object({
    asOf: z.string(),
    published: z
      .object({
        id: z.string(),
        name: z.string(),
        version: z.int(),
        publishedAt: z.string(),
        publishedBy: z.string().nullable(),
        counting: z.enum(countings),
        broken: z.object({ tier: words, said: words }).nullable().describe('A rule that cannot be asked any more; nobody moves meanwhile'),
        tiers: z.array(
          z.object({
            ...tierSchema.shape,
            sentence: words,
            ...figures,
            lapsing: z.int().describe('No longer earned, kept by the validity'),
            grace: z.int(),
            fixed: z.int(),
            atRisk: z.int().describe('In grace, or no longer earned and ending within 30 days'),
            atRiskSpend: money.describe('What counts for the tiers of those at risk'),
            costEach: money.describe('Benefits for one customer and year'),
            cost: money.describe('Benefits of all in it for a year'),
          }),
        ),
      })
      .nullable(),
    ...figures,
    cost: money,
    versions: z.array(version).describe('Drafts first, then the newest published first'),
  }),
})

export const readTierVersion = defineQuestion({
  name: 'read-tier-version',
  label: { zh: '一个分级版本', en: 'One version of the tiers' },
  method: 'GET',
  path: '/tiers/drafts/:id',
  role: 'member',
  about: 'nothing',
  input: z.object({ id: z.uuid() }),
  output: version.omit({ tiers: true }).extend({ scheme: schemeSchema, sentences: z.array(words) }),
})

export const suggestTiers = defineQuestion({
  name: 'suggest-tiers',
  label: { zh: '按自己的数据建议分级', en: 'Suggest tiers from the firm’s own figures' },
  help: {
    zh: '取近 12 个月有消费的客户，消费额与次数的 80% 和 95% 分位点，取整后作为门槛。权益与成本只是示例。',
    en: 'Of those who bought within 12 months, the 80 and 95% quantiles of spend and of purchases, rounded, are the thresholds. Benefits and costs are examples.',
  },
  method: 'GET',
  path: '/tiers/suggestion',
  role: 'member',
  about: { customer: null, purchase: null },
  input: z.object({}),
  output: z.object({ buyers: z.int(), scheme: schemeSchema }),
})

const asked = z.strictObject({ scheme: schemeSchema, promises: promises.default('keep') })

export const simulateTiers = defineQuestion({
  name: 'simulate-tiers',
  label: { zh: '试算分级方案', en: 'Try a scheme of tiers out' },
  help: {
    zh: '若现在发布这个方案：谁从哪一级到哪一级、各级人数与消费、权益成本的前后对比。不保存任何内容。',
    en: 'If this scheme were published now: who moves from where to where, each tier’s customers and spend, and what the benefits cost before and after. Nothing is saved.',
  },
  method: 'POST',
  path: '/tiers/simulate',
  role: 'member',
  about: { customer: null, purchase: null },
  fields: trialFields,
  input: asked,
  output: z.object({
    asOf: z.string(),
    customers: z.int(),
    up: z.int(),
    down: z.int(),
    first: z.int().describe('Had no tier before'),
    other: z.int().describe('Their tier is not in this scheme'),
    kept: z.int().describe('Keep a tier that the rules would not give, for it was promised'),
    costBefore: money,
    costAfter: money,
    tiers: z.array(
      z.object({
        key: z.string(),
        before: z.int().describe('Customers in it now'),
        holds: z.int().describe('Customers for whom its own rule holds, whatever the higher ones say'),
        ...figures,
        costBefore: money,
        costAfter: money,
      }),
    ),
    flows: z.array(z.object({ from: z.string().nullable(), to: z.string(), customers: z.int(), counted: money })),
  }),
})

export const simulatedPeople = defineQuestion({
  name: 'simulated-people',
  label: { zh: '试算中的客户', en: 'The customers of a trial' },
  help: {
    zh: '试算里从某一级到某一级的客户，计级消费最多的在前。',
    en: 'Who would go from one tier to another, those with the greatest counted spend first.',
  },
  method: 'POST',
  path: '/tiers/simulate/people',
  role: 'member',
  about: { customer: null, purchase: null },
  fields: trialFields,
  people: 'customers',
  input: asked.extend({ from: z.string().max(40).nullable(), to: z.string().max(40), limit: z.int().min(1).max(200).default(50) }),
  output: z.object({
    total: z.int(),
    customers: z.array(z.object({ id: z.string(), name: z.string().nullable(), counted: money, purchases: z.int(), earned: z.string() })),
  }),
})

export const tiersOverTime = defineQuestion({
  name: 'tiers-over-time',
  label: { zh: '各等级人数的变化', en: 'Tiers over time' },
  help: {
    zh: '每个月结束时各等级的人数，以及当月升级和降级的人次；最后一点是现在。',
    en: 'How many were in each tier at the end of each month, and how often customers rose and fell in it; the last point is now.',
  },
  method: 'GET',
  path: '/tiers/over-time',
  role: 'member',
  about: { customer: null },
  fields: ['tier'],
  input: z.object({ months: z.coerce.number().int().min(1).max(60).default(12) }),
  output: z.object({
    asOf: z.string(),
    points: z.array(z.object({ day: z.iso.date(), counts: z.record(z.string(), z.int()), up: z.int(), down: z.int() })),
    labels: z.array(z.object({ key: z.string(), label: words, colour: z.string() })).describe('Of every tier that ever was'),
  }),
})

const tierName = z.object({ key: z.string(), label: words, colour: z.string(), mark: z.string() })

export const explainTier = defineQuestion({
  name: 'explain-tier',
  label: { zh: '为什么是这个等级', en: 'Why this tier' },
  help: {
    zh: '当前等级的依据、期限和到期后的去向；离下一级还差什么；人工指定与历次变化。',
    en: 'What the tier rests on, how long it lasts and what then; what is missing to the next one; fixing by hand and earlier moves.',
  },
  method: 'GET',
  path: '/customers/:id/tier',
  role: 'member',
  about: { customer: 'id' },
  fields: standingFields,
  input: z.object({ id: z.uuid() }),
  output: z.object({
    published: z.boolean(),
    counting: z.enum(countings).nullable(),
    standing: z
      .object({
        tier: tierName,
        since: z.string(),
        until: z.string().nullable(),
        graceUntil: z.string().nullable(),
        standing: z.enum(standings),
        earned: tierName.nullable(),
        spend: money,
        purchases: z.int(),
        why: explainedSchema.nullable().describe('The rule of the tier, condition by condition; null for the lowest'),
        benefits: z.array(z.object({ name: words, kind: z.string(), cost: money, note: z.string().optional() })),
        keep: z.object({ missing: words, by: z.string() }).nullable().describe('What would keep the tier, and until when'),
        then: z.object({ tier: tierName, at: z.string() }).nullable().describe('Where they go if nothing changes, and when'),
        fixed: z.object({ until: z.string(), reason: z.string().nullable(), by: z.string().nullable() }).nullable(),
      })
      .nullable(),
    next: z
      .object({ tier: tierName, missing: words.nullable(), by: z.iso.date().nullable(), explained: explainedSchema })
      .nullable()
      .describe('The next tier up; `by`: the last day on which what is bought counts together with the rest'),
    moves: z.array(z.object({ at: z.string(), from: words.nullable(), to: words, direction: z.string(), reason: z.string() })),
    tiers: z.array(tierName),
  }),
})
