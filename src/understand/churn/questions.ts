import { z } from 'zod'
import { defineQuestion } from '../../core/action/action.ts'
import { words } from '../../core/kit/words-schema.ts'
import { churnStates, entryStates } from './churn.ts'
import { churnCapacity, churnDefinition, churnKinds } from './definition.ts'
import { reasonFrom } from './reasons.ts'
import { share } from './share.ts'

const id = z.uuid()
const why = z
  .object({
    state: z.enum(['late', 'gone']),
    elapsed: z.number().nullable().describe('Open days since the last purchase'),
    rhythmDays: z.number().nullable(),
    gaps: z.int().nullable(),
    aliveChance: z.number().nullable().describe('Percent, by the prediction, where there is one'),
    spend: z.number().nullable(),
    purchases: z.int().nullable(),
    predicted: z.boolean().describe('The value rests on the prediction'),
    consent: z.enum(['granted', 'withdrawn', 'unknown']).nullable(),
    reachable: z.boolean().nullable(),
    owned: z.boolean().nullable(),
    complaint: z.boolean(),
    fresh: z.number().nullable(),
  })
  .describe('What the factors are made of; null, as a factor itself, where the reader’s role hides a field that tells it')

const step = z.object({ kind: z.string(), details: z.record(z.string(), z.unknown()), byName: z.string(), at: z.string() })

const entryLine = z.object({
  id,
  customer: z.object({ id, name: z.string().nullable(), noPersonalisation: z.boolean() }),
  state: z.enum(entryStates),
  snoozedUntil: z.string().nullable(),
  assigneeId: z.string().nullable(),
  assigneeName: z.string().nullable(),
  openedAt: z.string(),
  since: z
    .int()
    .nullable()
    .describe('Days since the last purchase, now; null where it is hidden (why.elapsed is null too), or no purchase is left'),
  risk: z.number().nullable(),
  value: z.int().nullable().describe('Minor units a year'),
  changeable: z.number().nullable(),
  atStake: z.int().nullable().describe('risk × value × changeable'),
  why,
  basis: z.enum(['rhythm', 'days', 'prediction']),
  isOutdated: z.boolean().describe('The prediction that the risk goes by is told no more: its model withdrew itself, or tells no chance'),
  reason: z.string().nullable(),
  reasonFrom: z.enum(reasonFrom).nullable(),
  reasonWords: z.string().nullable(),
  resolvedAt: z.string().nullable(),
  resolvedBy: z.string().nullable().describe('Null where a purchase did'),
  note: z.string().nullable(),
  backAt: z.string().nullable(),
  cameBackWith: z.int().nullable().describe('Spent within the window after coming onto the list'),
  version: z.int(),
  steps: z.array(step),
})

export const listChurnEntries = defineQuestion({
  name: 'list-churn-entries',
  label: { zh: '挽回名单', en: 'Whom to win back' },
  help: {
    zh: 'who：me 自己的与无人负责的，everyone 全部，nobody 无人负责的，或某位同事的编号。按“流失可能 × 价值 × 能改变多少”从大到小。',
    en: '`who`: `me` for one’s own and nobody’s, `everyone`, `nobody`, or a colleague’s id. By risk × value × what can be changed, the greatest first.',
  },
  method: 'GET',
  path: '/churn/entries',
  people: 'entries',
  role: 'member',
  about: { customer: null },
  fields: ['churnState'],
  input: z.strictObject({
    who: z.string().max(100).default('me'),
    state: z.enum(['open', 'snoozed', 'ended']).default('open'),
    after: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
  }),
  output: z.object({
    asOf: z.string(),
    entries: z.array(entryLine),
    counts: z.object({
      open: z.int(),
      snoozed: z.int(),
      ended: z.int(),
      atStake: z.int().nullable().describe('Of all open ones, minor units a year; null where the reader’s role hides what it is made of'),
    }),
    next: z.string().nullable(),
  }),
})

export const churnSummary = defineQuestion({
  name: 'churn-summary',
  label: { zh: '流失概况', en: 'Leaving at a glance' },
  help: {
    zh: '现在有多少客户晚了、流失了，名单上多少、还有多少在等；按看得到的客户统计。',
    en: 'How many are late, gone, on the list and waiting for it; of the customers that the reader sees.',
  },
  method: 'GET',
  path: '/churn/summary',
  role: 'member',
  about: { customer: null },
  fields: ['churnState'],
  input: z.object({}),
  output: z.object({
    asOf: z.string(),
    judged: z.int().describe('Customers who can leave: those that the definition counts'),
    late: z.int(),
    gone: z.int(),
    listed: z.int(),
    waiting: z.int().nullable().describe('Late or gone and not on the list, nor looked after already; null: hidden from the reader’s role'),
    capacity: z.int().nullable().describe('Null: it hides who looks after whom'),
    wonBack: z.int().describe('In the last 30 days'),
    wonBackMoney: z.int(),
    definition: z.object({ version: z.int(), kind: z.enum(churnKinds), share: z.number(), days: z.int(), windowDays: z.int() }),
  }),
})

const reasonLine = z.object({
  key: z.string(),
  parent: z.string().nullable(),
  label: words,
  words: z.array(z.string()),
  retired: z.boolean(),
})

export const churnReasons = defineQuestion({
  name: 'churn-reasons',
  label: { zh: '流失原因', en: 'Reasons for leaving' },
  help: {
    zh: '原因树，以及每个原因现在有多少晚了或流失的客户、由谁填的、名单上救回的比例和随后的消费。',
    en: 'The tree, and for each reason how many are late or gone because of it now, where it comes from, and of those listed how many came back and what they spent.',
  },
  method: 'GET',
  path: '/churn/reasons',
  role: 'member',
  about: { customer: null },
  fields: ['churnReason'],
  input: z.object({}),
  output: z.object({
    asOf: z.string(),
    away: z.int().describe('Late or gone now'),
    unexplained: z.int(),
    reasons: z.array(
      reasonLine.extend({
        away: z.int(),
        spend: z.int().nullable().describe('What these customers have spent, all time; null: hidden from the reader’s role'),
        from: z.object({ hand: z.int(), interaction: z.int(), survey: z.int(), refund: z.int(), silence: z.int() }),
        wonBack: share,
        money: z.int().nullable(),
      }),
    ),
  }),
})

const won = z.object({ key: z.string(), name: z.string().nullable(), back: share, money: z.int().nullable(), open: z.int() })

export const churnWonBack = defineQuestion({
  name: 'churn-won-back',
  label: { zh: '挽回的结果', en: 'What winning back brought' },
  help: {
    zh: '上过名单、已有结果的客户中回来的比例和随后窗口期内的消费，按原因、月份、负责人。这是“之后回来了”，不是“因此回来了”；后者要看有对照组的旅程。',
    en: 'Of those listed whose winning back has ended, how many came back and what they spent within the window, by reason, month and colleague. It tells “came back after”, not “because of”: for that see journeys with a holdout.',
  },
  method: 'GET',
  path: '/churn/won-back',
  role: 'member',
  about: { customer: null },
  fields: ['churnState'],
  input: z.strictObject({ months: z.coerce.number().int().min(1).max(36).default(12) }),
  output: z.object({
    asOf: z.string(),
    all: z.object({ back: share, money: z.int().nullable(), mistaken: z.int(), open: z.int() }),
    byReason: z.array(won).nullable().describe('Null: hidden from the reader’s role'),
    byMonth: z.array(won),
    byColleague: z.array(won),
    proofs: z
      .array(z.object({ journeyId: id, name: z.string(), customers: z.int() }))
      .describe('Journeys with a holdout that held customers of the list: their results say what was caused'),
  }),
})

const versionLine = churnDefinition.extend({
  version: z.int(),
  note: z.string().nullable(),
  madeBy: z.string(),
  madeAt: z.string(),
  sentence: words,
})

export const readChurnSettings = defineQuestion({
  name: 'read-churn-settings',
  label: { zh: '流失的设置', en: 'Settings of leaving' },
  method: 'GET',
  path: '/churn/settings',
  role: 'member',
  about: 'nothing',
  input: z.object({}),
  output: z.object({
    definition: versionLine,
    versions: z.array(versionLine),
    capacity: churnCapacity,
    colleagues: z.array(
      z.object({ id: z.string(), name: z.string(), customers: z.int().nullable().describe('Null: hidden from the reader’s role') }),
    ),
    reasons: z.array(reasonLine),
    firm: z.object({
      rhythmDays: z.number(),
      secondDays: z.number(),
      customers: z.int(),
      gaps: z.int(),
      closed: z.array(z.object({ from: z.string(), to: z.string() })),
    }),
  }),
})

export const previewChurn = defineQuestion({
  name: 'preview-churn',
  label: { zh: '试算流失的定义', en: 'Try a definition of leaving out' },
  help: {
    zh: '按这个定义，现在有多少人已流失，过去每个月有多少，其中多少后来又回来了（误报）；不保存任何内容。',
    en: 'By this definition: how many are gone now, how many left in each past month, and how many of them came back (false alarms); nothing is saved.',
  },
  method: 'POST',
  path: '/churn/preview',
  role: 'member',
  about: { customer: null },
  fields: ['churnState'],
  input: churnDefinition.extend({ months: z.int().min(1).max(36).default(12) }),
  output: z.object({
    asOf: z.string(),
    customers: z.int(),
    goneNow: z.int(),
    goneBefore: z.int().describe('By the definition that holds'),
    months: z.array(z.object({ month: z.string(), left: z.int(), back: z.int() })),
    falseAlarms: share.describe('Of those who left in the months shown: back by now'),
  }),
})

export const customerRhythm = defineQuestion({
  name: 'customer-rhythm',
  label: { zh: '一位客户的节奏与流失', en: 'A customer’s rhythm and leaving' },
  method: 'GET',
  path: '/customers/:id/rhythm',
  role: 'member',
  about: { customer: 'id' },
  input: z.object({ id }),
  output: z.object({
    asOf: z.string(),
    rhythm: z
      .object({
        days: z.int(),
        ownDays: z.number().nullable(),
        gaps: z.int(),
        since: z.int(),
        closedDays: z.int().describe('Days since the last purchase on which the shop was closed, not counted'),
        longerThan: z.number().describe('0 to 100'),
        isLate: z.boolean(),
        dueAt: z.string().nullable(),
        lateAt: z.string().nullable(),
        goneAt: z.string().nullable(),
        recent: z
          .array(z.int())
          .nullable()
          .describe('The newest gaps in open days, the oldest first, 24 at most; null: the reader is shown no purchases'),
        firmDays: z.number(),
      })
      .nullable(),
    whyNone: z
      .enum(['never-bought', 'no-personalisation', 'hidden'])
      .nullable()
      .describe('Why no rhythm is told. hidden: the reader’s role hides a field that it is made of'),
    churn: z
      .object({
        state: z.enum(churnStates),
        since: z.string().nullable().describe('Null: hidden from the reader’s role'),
        basis: z.enum(['rhythm', 'days']),
        days: z.int().describe('Where it goes by days: after so many'),
        reason: z.string().nullable(),
        reasonLabel: words.nullable(),
        reasonFrom: z.enum(reasonFrom).nullable(),
        reasonWords: z.string().nullable(),
        reasonBy: z.string().nullable(),
        reasonAt: z.string().nullable(),
      })
      .nullable(),
    spells: z.array(z.object({ leftAt: z.string(), backAt: z.string().nullable() })),
    entry: z.object({ id, state: z.enum(entryStates), assigneeName: z.string().nullable(), openedAt: z.string() }).nullable(),
    reasons: z.array(reasonLine),
  }),
})
