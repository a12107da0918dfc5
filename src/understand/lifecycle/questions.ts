import { z } from 'zod'
import { defineQuestion } from '../../core/action/action.ts'
import { explainedSchema } from '../../core/rule/explained.ts'
import { ruleSchema } from '../../core/rule/rule.ts'
import { words } from '../../core/kit/words-schema.ts'
import { stagesSchema } from './actions.ts'
import { stagePlay, stageTarget } from './stage-plan.ts'

const day = z.iso.date()
const flow = z.object({ from: z.string().nullable().describe('Null: not known yet at the first date'), to: z.string(), customers: z.int() })

export const readStages = defineQuestion({
  name: 'read-stages',
  label: { zh: '各阶段现在的客户', en: 'Who is in which stage now' },
  help: {
    zh: '从第一个阶段到最后一个：条件、人数、占比和消费总额。',
    en: 'From the first stage to the last: the rule, how many customers, their share and their spend.',
  },
  method: 'GET',
  path: '/stages',
  role: 'member',
  about: { customer: null },
  fields: ['stage'],
  input: z.object({}),
  output: z.object({
    asOf: z.string(),
    customers: z.int(),
    spend: z.int().nullable().describe('Null, here and below: hidden from the reader’s role'),
    stages: z.array(
      z.object({
        key: z.string(),
        label: words,
        colour: z.string(),
        rule: ruleSchema,
        sentence: words,
        customers: z.int(),
        share: z.number(),
        spend: z.int().nullable(),
        spendShare: z.number().nullable(),
      }),
    ),
    rhythm: z
      .object({ days: z.int(), customers: z.int(), gaps: z.int() })
      .nullable()
      .describe('How often customers of the shop usually buy, where it is known and stages still go by one number of days for everybody'),
  }),
})

export const simulateStages = defineQuestion({
  name: 'simulate-stages',
  label: { zh: '试算阶段规则', en: 'Try stage rules out' },
  help: {
    zh: '若保存这些阶段，多少客户会因此从哪里移到哪里；就算不改、也到了时间要换的，另外列出。不保存任何内容。',
    en: 'How many customers these stages would move from where to where if they were saved, apart from those who are due to move without them; nothing is saved.',
  },
  method: 'POST',
  path: '/stages/simulate',
  role: 'member',
  about: { customer: null },
  fields: ['stage'],
  input: z.strictObject({ stages: stagesSchema }),
  output: z.object({
    asOf: z.string(),
    customers: z.int(),
    moved: z.int().describe('By these stages, held against those in force as of now'),
    flows: z.array(flow),
    due: z
      .object({ moved: z.int(), flows: z.array(flow) })
      .describe('With or without these stages, as time has passed since everybody was last asked; nobody of them is among the others'),
  }),
})

export const stageFlows = defineQuestion({
  name: 'stage-flows',
  label: { zh: '阶段之间的流动', en: 'Flows between stages' },
  help: {
    zh: '在第一个日期结束时处于某阶段的客户，到第二个日期结束时在哪里。',
    en: 'Where those who were in a stage at the end of the first day are at the end of the second.',
  },
  method: 'GET',
  path: '/stages/flows',
  role: 'member',
  about: { customer: null },
  fields: ['stage'],
  input: z.object({ from: day, to: day }),
  output: z.object({
    asOf: z.string(),
    flows: z.array(flow),
    reconstructed: z.boolean().describe('Some of it was worked out afterwards, exact to the month'),
  }),
})

export const stageConversion = defineQuestion({
  name: 'stage-conversion',
  label: { zh: '阶段转化', en: 'Conversion between stages' },
  help: {
    zh: '在所选时间内进入一个阶段的客户，有多少在规定天数内到达另一个阶段，以及所用天数的中位数。还没满规定天数的客户另行列出。',
    en: 'Of those who entered one stage in the chosen time, how many reached another within so many days, and the median of those days. Whoever entered too lately to tell is counted apart.',
  },
  method: 'GET',
  path: '/stages/conversion',
  role: 'member',
  about: { customer: null },
  fields: ['stage'],
  input: z.object({
    from: z.string().max(40),
    to: z.string().max(40),
    days: z.coerce.number().int().min(1).max(3_650),
    since: day.optional(),
    until: day.optional(),
  }),
  output: z.object({
    entered: z.int(),
    converted: z.int(),
    rate: z.number().nullable(),
    medianDays: z.number().nullable(),
    tooEarly: z.int(),
  }),
})

export const timeInStage = defineQuestion({
  name: 'time-in-stage',
  label: { zh: '在各阶段停留的时间', en: 'Time in each stage' },
  help: {
    zh: '已经离开该阶段的停留，按天的四分位数；仍在其中的另列人数。',
    en: 'Quartiles, in days, of stays that have ended; those who are still in the stage are counted apart.',
  },
  method: 'GET',
  path: '/stages/time',
  role: 'member',
  about: { customer: null },
  fields: ['stage'],
  input: z.object({}),
  output: z.object({
    stages: z.array(
      z.object({
        key: z.string(),
        ended: z.int(),
        still: z.int(),
        lowerQuartile: z.number().nullable(),
        median: z.number().nullable(),
        upperQuartile: z.number().nullable(),
      }),
    ),
  }),
})

export const stagesOverTime = defineQuestion({
  name: 'stages-over-time',
  label: { zh: '各阶段人数的变化', en: 'Stages over time' },
  help: {
    zh: '每个月结束时各阶段的人数；最后一点是现在。',
    en: 'How many were in each stage at the end of each month; the last point is now.',
  },
  method: 'GET',
  path: '/stages/over-time',
  role: 'member',
  about: { customer: null },
  fields: ['stage'],
  input: z.object({ months: z.coerce.number().int().min(1).max(60).default(12) }),
  output: z.object({ asOf: z.string(), points: z.array(z.object({ day, counts: z.record(z.string(), z.int()) })) }),
})

export const explainStage = defineQuestion({
  name: 'explain-stage',
  label: { zh: '为什么在这个阶段', en: 'Why in this stage' },
  help: {
    zh: '从最后一个阶段往前，逐条列出条件、客户的取值和是否成立，直到成立的那个阶段。',
    en: 'From the last stage back to the one that holds: each condition with what the customer has there, and whether it holds.',
  },
  method: 'GET',
  path: '/customers/:id/stage/reasons',
  role: 'member',
  about: { customer: 'id' },
  fields: ['stage'],
  input: z.object({ id: z.uuid() }),
  output: z.object({
    stage: z.string().nullable(),
    since: z.string().nullable(),
    stages: z.array(z.object({ key: z.string(), label: words, explained: explainedSchema })),
  }),
})

export const readStagePlans = defineQuestion({
  name: 'read-stage-plans',
  label: { zh: '各阶段的计划', en: 'The plans of the stages' },
  help: {
    zh: '每个阶段由谁负责、做什么、目标是什么、现在达到多少。',
    en: 'For each stage: who answers for it, what is done, its target, and how it stands now.',
  },
  method: 'GET',
  path: '/stages/plans',
  role: 'member',
  about: { customer: null },
  fields: ['stage'],
  input: z.object({}),
  output: z.object({
    asOf: z.string(),
    plans: z.array(
      z.object({
        stage: z.string(),
        ownerId: z.string().nullable(),
        ownerName: z.string().nullable(),
        plays: z.array(stagePlay),
        target: stageTarget.nullable(),
        actual: z.number().nullable().describe('In the unit of the target; null while there is nothing to measure'),
        rows: z.int().describe('Customers or stays that it was measured on'),
        met: z.boolean().nullable(),
      }),
    ),
  }),
})

export const stageCosts = defineQuestion({
  name: 'stage-costs',
  label: { zh: '停滞的代价', en: 'What stalled steps cost' },
  help: {
    zh: '停留得比往常久的客户，若按往常的比例走到下一步，每月会多消费多少；以及近 30 天退步的客户，每月少消费多少。用各阶段近 90 天的平均消费估算，不是效果。',
    en: 'What customers who stay longer than is usual would spend more each month, were they to go on as often as others did; and what those who fell back in the last 30 days spend less. An estimate from each stage’s average of the last 90 days, no effect.',
  },
  method: 'GET',
  path: '/stages/costs',
  role: 'member',
  about: { customer: null, purchase: null },
  fields: ['stage', 'stageSince'],
  input: z.object({}),
  output: z.object({
    asOf: z.string(),
    reconstructed: z.boolean().describe('Some stays were worked out afterwards, exact to the month'),
    stages: z.array(
      z.object({
        key: z.string(),
        customers: z.int(),
        monthly: z.number().describe('Mean spend of one customer in a month, minor units, last 90 days'),
        step: z
          .object({
            to: z.string().describe('Where most of those go who go on to spend more'),
            usualDays: z.int().describe('Three quarters of them had gone on by then'),
            rate: z.number().describe('Share of stays that ended by going on, of all that ended or lasted longer than usual'),
            stays: z.int(),
            stalled: z.int(),
            gain: z.number().describe('Minor units a month and customer'),
            cost: z.int().describe('Minor units a month: stalled × rate × gain'),
          })
          .nullable()
          .describe('Null where fewer than ten ever went on'),
        fell: z.object({
          customers: z.int().describe('Moved down from here in the last 30 days by what the log tells, and still where that led'),
          cost: z.int().describe('Minor units a month'),
          to: z.array(z.string()).describe('The stages that they fell to'),
        }),
      }),
    ),
    cost: z.int(),
  }),
})

export const stageCohorts = defineQuestion({
  name: 'stage-cohorts',
  label: { zh: '各月新客现在在哪个阶段', en: 'Where each month’s new customers are now' },
  help: {
    zh: '按首次消费的月份分组，看他们现在各在哪个阶段；更早的月份合为一组。',
    en: 'Customers by the month of their first purchase, and the stages they are in now; earlier months are one group.',
  },
  method: 'GET',
  path: '/stages/cohorts',
  role: 'member',
  about: { customer: null },
  fields: ['stage', 'firstPurchaseAt'],
  input: z.object({ months: z.coerce.number().int().min(1).max(60).default(18) }),
  output: z.object({
    asOf: z.string(),
    cohorts: z.array(
      z.object({
        month: z.string().describe('YYYY-MM; of the first, earlier ones too where `before`'),
        before: z.boolean(),
        from: z.string().nullable().describe('First instant; null: from the beginning'),
        until: z.string().describe('The instant after the last'),
        customers: z.int(),
        counts: z.record(z.string(), z.int()),
      }),
    ),
  }),
})
