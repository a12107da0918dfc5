import { z } from 'zod'
import { defineQuestion } from '../../core/action/action.ts'
import { explainedSchema } from '../../core/rule/explained.ts'
import { ruleSchema } from '../../core/rule/rule.ts'
import { words } from '../../core/kit/words-schema.ts'

const day = z.iso.date()

const segmentCard = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string().nullable(),
  rule: ruleSchema,
  sentence: words,
  members: z.int(),
  customers: z.int().describe('All customers, so that a share can be said'),
  createdAt: z.string(),
  updatedAt: z.string(),
})

export const overviewSegments = defineQuestion({
  name: 'overview-segments',
  label: { zh: '全部细分', en: 'All segments' },
  help: {
    zh: '每个细分的条件、条件的一句话说明和现在的人数。',
    en: 'Each segment with its rule, the rule as a sentence, and how many are in it now.',
  },
  method: 'GET',
  path: '/segments/overview',
  role: 'member',
  about: { segment: null },
  input: z.object({}),
  output: z.object({ asOf: z.string(), segments: z.array(segmentCard) }),
})

export const readSegment = defineQuestion({
  name: 'read-segment-card',
  label: { zh: '一个细分', en: 'One segment' },
  method: 'GET',
  path: '/segments/:id/card',
  role: 'member',
  about: { segment: 'id' },
  input: z.object({ id: z.uuid() }),
  output: segmentCard.extend({
    usedBy: z
      .array(z.object({ kind: words, name: z.string(), address: z.string() }))
      .describe('Segments and started journeys that name this one; while there are any it cannot be deleted'),
  }),
})

export const countRule = defineQuestion({
  name: 'count-rule',
  label: { zh: '符合条件的人数', en: 'How many a rule holds for' },
  help: { zh: '编辑条件时的实时人数，以及条件的一句话说明。', en: 'The live count while a rule is edited, and the rule as a sentence.' },
  method: 'POST',
  path: '/segments/count-rule',
  role: 'member',
  about: { customer: null },
  input: z.strictObject({ rule: ruleSchema }),
  example: { rule: { all: [{ field: 'purchaseCount', op: 'at-least', value: 2 }] } },
  output: z.object({ count: z.int(), customers: z.int(), sentence: words, asOf: z.string() }),
})

export const previewRule = defineQuestion({
  name: 'preview-rule',
  label: { zh: '符合条件的客户（前几位）', en: 'Some whom a rule holds for' },
  method: 'POST',
  path: '/segments/preview-rule',
  people: 'customers',
  role: 'member',
  about: { customer: null },
  input: z.strictObject({ rule: ruleSchema, limit: z.int().min(1).max(50).default(10) }),
  example: { rule: { all: [{ field: 'purchaseCount', op: 'at-least', value: 2 }] }, limit: 5 },
  output: z.object({
    customers: z.array(
      z.object({
        id: z.uuid(),
        name: z.string().nullable(),
        stage: z.string().nullable(),
        spend: z.number().nullable(),
        purchaseCount: z.number().nullable(),
        lastPurchaseAt: z.string().nullable(),
      }),
    ),
  }),
})

export const segmentHistory = defineQuestion({
  name: 'segment-history',
  label: { zh: '细分成员的变化', en: 'Members of a segment over time' },
  help: {
    zh: '每天进入、离开和当天结束时的人数，按店铺时区。',
    en: 'How many entered and left each day, and were in it at the end of that day, by the shop’s clock.',
  },
  method: 'GET',
  path: '/segments/:id/history',
  role: 'member',
  about: { segment: 'id' },
  input: z.object({ id: z.uuid(), from: day, to: day }),
  output: z.object({ days: z.array(z.object({ day, entered: z.int(), left: z.int(), members: z.int() })) }),
})

export const explainMembership = defineQuestion({
  name: 'explain-membership',
  label: { zh: '为什么在（或不在）这个细分', en: 'Why in this segment, or why not' },
  help: {
    zh: '逐条列出细分的条件、这位客户的取值以及是否成立。',
    en: 'Each condition of the segment with what this customer has there, and whether it holds.',
  },
  method: 'GET',
  path: '/customers/:id/segments/:segment/reasons',
  role: 'member',
  about: { customer: 'id', segment: 'segment' },
  input: z.object({ id: z.uuid(), segment: z.uuid() }),
  output: z.object({ name: z.string(), member: z.boolean(), since: z.string().nullable(), sentence: words, explained: explainedSchema }),
})

export const segmentsOfCustomer = defineQuestion({
  name: 'segments-of-customer',
  label: { zh: '客户所在的细分', en: 'Segments of a customer' },
  method: 'GET',
  path: '/customers/:id/segments',
  role: 'member',
  about: { customer: 'id', segment: null },
  input: z.object({ id: z.uuid() }),
  output: z.object({ segments: z.array(z.object({ id: z.uuid(), name: z.string(), since: z.string(), sentence: words })) }),
})
