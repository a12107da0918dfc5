import { z } from 'zod'
import { defineQuestion } from '../../core/action/action.ts'
import { ruleSchema } from '../../core/rule/rule.ts'
import { words } from '../../core/kit/words-schema.ts'
import { attentionKinds } from './attention.ts'

/** Of the last so many days of the shop's calendar, today among them. */
export const homeDays = 30

const attention = z.object({
  kind: z.enum(attentionKinds),
  /** How many it concerns: messages, rows, customers. */
  count: z.int(),
  spend: z
    .int()
    .nullable()
    .describe('What they spent in all, in minor units, where it is about customers and not hidden from the reader’s role'),
  /** What it is about: an import's file, a journey, a source. */
  name: z.string().nullable(),
  id: z.string().nullable(),
  /** The very customers, for the list. */
  rule: ruleSchema.nullable(),
})

/** Everything that the home page shows, in one answer. */
export const readHome = defineQuestion({
  name: 'read-home',
  label: { zh: '首页', en: 'Home' },
  help: {
    zh: '循环各处现在的数字，以及今天需要处理的事。',
    en: 'The figures of the loop as they are now, and what needs attention today.',
  },
  method: 'GET',
  path: '/home',
  role: 'member',
  about: { customer: null },
  input: z.object({}),
  output: z.object({
    asOf: z.string(),
    since: z.string().describe('The instant at which the thirty days begin'),
    know: z.object({
      customers: z.int(),
      newCustomers: z.int().nullable().describe('Null, here and below: hidden from the reader’s role'),
      purchases: z.int().nullable(),
      amount: z.int().nullable(),
      purchasesToday: z.int().nullable(),
      amountToday: z.int().nullable(),
    }),
    log: z.object({ today: z.int(), lately: z.int() }),
    understand: z.object({
      stages: z.array(z.object({ key: z.string(), label: words, colour: z.string(), customers: z.int() })).nullable(),
      tiers: z
        .array(z.object({ key: z.string(), label: words, colour: z.string(), customers: z.int() }))
        .nullable()
        .describe('The highest first; empty while no scheme is published'),
      segments: z.int(),
      inSegments: z.int().describe('Customers who are in at least one segment'),
    }),
    act: z.object({
      sent: z.int().nullable(),
      notSent: z.int().nullable(),
      journeys: z.int().nullable(),
      inJourneys: z.int().nullable(),
    }),
    result: z
      .object({ journeyId: z.string(), name: z.string(), sentence: words, lift: z.number(), low: z.number(), high: z.number() })
      .nullable()
      .describe('The newest measured result: revenue per person against the holdout, in minor units'),
    attention: z.array(attention),
  }),
})
