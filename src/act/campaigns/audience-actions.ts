import { z } from 'zod'
import { defineQuestion } from '../../core/action/action.ts'
import { ruleSchema } from '../../core/rule/rule.ts'
import { words } from '../../core/kit/words-schema.ts'
import { campaignDefinition } from './definition.ts'

/** What the count of an audience depends on. */
const asked = z.strictObject({
  id: z.uuid().optional().describe('已保存的活动；它的分组号由此而来 · A kept campaign, from which the draw follows'),
  audience: ruleSchema,
  channel: campaignDefinition.shape.channel,
  templateId: z
    .uuid()
    .nullable()
    .default(null)
    .describe('第一个内容版本的模板；决定用途 · The first variant’s template, from which the purpose follows'),
  holdout: z.number().min(0).max(50).default(0),
  at: z.iso.datetime({ offset: true }).optional().describe('打算什么时候发；不填为现在 · When it is to be sent; now where left out'),
})

export const countAudience = defineQuestion({
  name: 'count-campaign-audience',
  label: { zh: '受众有多少人', en: 'How many an audience reaches' },
  help: { zh: '多少人、几个能联系到、其余各因为哪条规则。', en: 'How many, how many can be reached, and which rule refuses the others.' },
  method: 'POST',
  path: '/campaigns/audience',
  role: 'member',
  about: { campaign: null, customer: null },
  input: asked,
  output: z.object({
    asOf: z.string(),
    customers: z.int(),
    audience: z.int(),
    reachable: z.int(),
    holdout: z.int(),
    treated: z.int(),
    refusals: z.array(z.object({ code: z.string(), words, count: z.int() })),
    sentence: words,
  }),
})

export const listAudience = defineQuestion({
  name: 'list-campaign-audience',
  label: { zh: '受众里的客户', en: 'Customers of an audience' },
  method: 'POST',
  path: '/campaigns/audience/people',
  people: 'rows',
  role: 'member',
  about: { campaign: null, customer: null },
  input: asked.extend({
    which: z.string().max(40).describe('all、reachable、holdout，或一条规则的代码 · all, reachable, holdout, or the code of a rule'),
    after: z.uuid().optional(),
    limit: z.int().min(1).max(200).default(50),
  }),
  output: z.object({
    rows: z.array(z.object({ id: z.guid(), name: z.string().nullable(), why: words.nullable() })),
    next: z.string().nullable(),
  }),
})

const other = z.object({ kind: z.enum(['campaign', 'journey']), id: z.uuid(), name: z.string(), at: z.string().nullable() })

export const findOverlap = defineQuestion({
  name: 'find-campaign-overlap',
  label: { zh: '与别的活动和旅程的重叠', en: 'Overlap with other campaigns and journeys' },
  help: {
    zh: '这个受众里有多少人这一周还在别的活动或旅程里。',
    en: 'How many of this audience are in another campaign or journey in the same week.',
  },
  method: 'POST',
  path: '/campaigns/overlap',
  role: 'member',
  about: { campaign: null, customer: null },
  input: z.strictObject({
    id: z.uuid().optional(),
    audience: ruleSchema,
    at: z.iso.datetime({ offset: true }).optional(),
  }),
  output: z.object({
    audience: z.int(),
    others: z.array(other.extend({ both: z.int() })),
    /** Of the audience, how many are in one other at least, in two, in three and more. */
    busy: z.object({ one: z.int(), two: z.int(), more: z.int() }),
  }),
})

export const listOverlap = defineQuestion({
  name: 'list-campaign-overlap',
  label: { zh: '同时在两个活动里的客户', en: 'Customers in two at once' },
  method: 'POST',
  path: '/campaigns/overlap/people',
  people: 'rows',
  role: 'member',
  about: { campaign: null, customer: null },
  input: z.strictObject({
    id: z.uuid().optional(),
    audience: ruleSchema,
    at: z.iso.datetime({ offset: true }).optional(),
    with: z.strictObject({ kind: z.enum(['campaign', 'journey']), id: z.uuid() }),
    after: z.uuid().optional(),
    limit: z.int().min(1).max(200).default(50),
  }),
  output: z.object({ rows: z.array(z.object({ id: z.guid(), name: z.string().nullable() })), next: z.string().nullable() }),
})
