import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { workStates } from '../../core/kit/work-state.ts'
import { words } from '../../core/kit/words-schema.ts'
import { matchRule, verdicts } from './match-rule.ts'

const evidence = z.object({
  field: z.string(),
  comparison: z.string(),
  likeness: z.number().describe('0 to 1'),
  points: z.number().describe('Below nought where it speaks against'),
  how: words.optional(),
})

const said = { score: z.int(), says: z.enum(verdicts), rule: z.string(), certain: z.boolean(), evidence: z.array(evidence) }

/** A customer in short, as it stands beside another. */
const matchCard = z.object({
  id: z.uuid(),
  kind: z.enum(['person', 'company']),
  name: z.string().nullable(),
  code: z.string().nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  wechat: z.string().nullable(),
  idCard: z.string().nullable(),
  creditCode: z.string().nullable(),
  gender: z.string().nullable(),
  birthday: z.string().nullable(),
  province: z.string().nullable(),
  city: z.string().nullable(),
  address: z.string().nullable(),
  createdAt: z.string(),
  purchases: z.int(),
  lastPurchaseAt: z.string().nullable(),
})
export type MatchCard = z.output<typeof matchCard>

const pairIds = z.object({ low: z.uuid(), high: z.uuid() })

/** Whom a record that is being typed in may be. Nothing is written. */
export const findSimilar = defineQuestion({
  name: 'find-similar',
  label: { zh: '查找相似客户', en: 'Find customers like this one' },
  help: {
    zh: '传入已填的字段，按查重规则返回可能是同一位的客户、分数和依据。',
    en: 'Takes the fields filled in so far and answers with the customers it may be, each with its score and evidence.',
  },
  method: 'POST',
  path: '/customers/similar',
  people: 'matches',
  role: 'member',
  about: { customer: null },
  fieldsIn: 'values',
  input: z.strictObject({
    values: z.record(z.string().max(60), z.unknown()),
    id: z.uuid().optional().describe('The record itself, where it is kept already'),
  }),
  example: { values: { name: '李娜', phone: '+8613812345678' } },
  output: z.object({ matches: z.array(z.object({ customer: matchCard, ...said })) }),
})

const stateCounts = z.object({ same: z.int(), household: z.int() })

export const listDuplicates = defineQuestion({
  name: 'list-duplicates',
  label: { zh: '疑似重复', en: 'Likely duplicates' },
  help: {
    zh: '按分数从高到低；甲像乙、乙像丙时三位列为一组。',
    en: 'The highest score first; where A is like B and B like C, the three stand in one group.',
  },
  method: 'GET',
  path: '/duplicates',
  people: 'groups',
  role: 'member',
  about: { customer: null },
  verb: 'merge',
  input: z.object({
    says: z.enum(verdicts).optional(),
    rule: z.string().max(61).optional(),
    after: z.string().max(100).optional(),
    limit: z.coerce.number().int().min(1).max(50).default(10),
  }),
  output: z.object({
    open: stateCounts.describe('Pairs that wait'),
    rules: z.array(z.object({ key: z.string(), pairs: z.int() })),
    groups: z.array(
      z.object({
        customers: z.array(matchCard),
        pairs: z.array(pairIds.extend(said)),
        more: z.boolean().describe('The group is larger than is shown'),
      }),
    ),
    next: z.string().nullable(),
  }),
})

export const readLookAlikes = defineQuestion({
  name: 'read-look-alikes',
  label: { zh: '与这位客户相似的客户', en: 'Customers like this one' },
  method: 'GET',
  path: '/customers/:id/look-alikes',
  role: 'member',
  about: { customer: 'id' },
  input: z.object({ id: z.uuid() }),
  output: z.object({ alike: z.array(z.object({ customer: matchCard, ...said })) }),
})

/** What a person decided of a pair. `open` takes it back. */
const decisions = ['not-same', 'household', 'open'] as const

export const decidePairs = defineAction({
  name: 'decide-pairs',
  label: { zh: '判断疑似重复', en: 'Decide on likely duplicates' },
  help: {
    zh: 'not-same 不是同一人，household 一家人，open 重新待定。决定会一直记住，重新查重也不再列出。',
    en: '`not-same`: two people; `household`: one family; `open`: undecided again. A decision is remembered and the pair does not come back.',
  },
  method: 'POST',
  path: '/duplicates/decide',
  role: 'member',
  about: { customer: ['pairs.low', 'pairs.high'] },
  verb: 'merge',
  input: z.strictObject({
    pairs: z
      .array(z.strictObject({ low: z.uuid(), high: z.uuid() }))
      .min(1)
      .max(500),
    decision: z.enum(decisions),
  }),
  output: z.object({
    decided: z.int(),
    household: z
      .object({ id: z.uuid(), joined: z.array(z.uuid()) })
      .nullable()
      .describe('Where they live now, and who has come to it by this'),
  }),
})

export const countLookAlikes = defineAction({
  name: 'count-look-alikes',
  label: { zh: '统计与已有客户相似的客户', en: 'Count customers who look like others' },
  help: { zh: '供导入试运行使用', en: 'For the dry run of an import' },
  method: 'POST',
  path: '/duplicates/count',
  role: 'manager',
  about: { customer: 'ids' },
  verb: 'merge',
  input: z.strictObject({ ids: z.array(z.uuid()).max(20_000) }),
  output: z.object({
    customers: z.int(),
    examples: z.array(
      z.object({ id: z.uuid(), name: z.string().nullable(), other: z.uuid(), otherName: z.string().nullable(), score: z.int() }),
    ),
  }),
})

const run = z.object({
  id: z.uuid(),
  kind: z.enum(['whole', 'catch-up']),
  state: z.enum(workStates),
  startedBy: z.string(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  phase: z.enum(['keys', 'pairs', 'clean']),
  done: z.int(),
  of: z.int(),
  compared: z.int(),
  skipped: z
    .array(z.object({ field: z.string(), value: z.string(), customers: z.int() }))
    .describe('Values that so many share that those customers were not all compared'),
  failure: z.string().nullable(),
})

export const readMatching = defineQuestion({
  name: 'read-matching',
  label: { zh: '查重进度', en: 'State of matching' },
  method: 'GET',
  path: '/matching',
  role: 'member',
  about: { customer: null },
  verb: 'merge',
  input: z.object({}),
  output: z.object({
    run: run.nullable().describe('The newest look over the whole base'),
    waiting: z.int().describe('Changed customers still to be compared'),
    outdated: z.boolean().describe('The rules were changed since the base was last looked over'),
    open: stateCounts,
  }),
})

export const startMatching = defineAction({
  name: 'start-matching',
  label: { zh: '全库查重', en: 'Look over the whole base' },
  help: {
    zh: '在后台比较全部客户；可以离开页面，也可以停止。',
    en: 'Compares all customers in the background; the page may be left, and it can be stopped.',
  },
  method: 'POST',
  path: '/matching/start',
  role: 'manager',
  about: { customer: '*' },
  verb: 'merge',
  input: z.strictObject({}),
  output: z.object({ id: z.uuid() }),
})

export const stopMatching = defineAction({
  name: 'stop-matching',
  label: { zh: '停止全库查重', en: 'Stop looking over the base' },
  method: 'POST',
  path: '/matching/stop',
  role: 'manager',
  about: { customer: '*' },
  verb: 'merge',
  input: z.strictObject({}),
  output: z.object({ id: z.uuid() }),
})

export const listMatchRules = defineQuestion({
  name: 'list-match-rules',
  label: { zh: '查重规则', en: 'Matching rules' },
  method: 'GET',
  path: '/matching/rules',
  role: 'member',
  about: 'nothing',
  input: z.object({}),
  output: z.object({
    rules: z.array(
      matchRule.extend({
        standard: z.boolean(),
        changed: z.boolean().describe('A standard rule that is not as it came, switching on and off aside'),
        open: z.int().describe('Pairs that wait by this rule'),
      }),
    ),
  }),
})

export const saveMatchRule = defineAction({
  name: 'save-match-rule',
  label: { zh: '保存查重规则', en: 'Save a matching rule' },
  help: {
    zh: '已有的改写，没有的新建。改变必须满足的条件后，请再做一次全库查重。',
    en: 'Writes over one that is there, or makes a new one. After changing needed conditions, look over the whole base again.',
  },
  method: 'PUT',
  path: '/matching/rules/:key',
  role: 'manager',
  about: 'nothing',
  right: 'settings',
  input: matchRule,
  output: z.object({ key: z.string() }),
})

const ruleKey = z.strictObject({ key: matchRule.shape.key })

export const removeMatchRule = defineAction({
  name: 'remove-match-rule',
  label: { zh: '删除查重规则', en: 'Remove a matching rule' },
  help: {
    zh: '只能删除自建规则；由它找到、还在等待判断的成对客户随之移出列表。已作的判断保留。',
    en: 'Only rules of your own. Pairs that wait by it leave the queue; what was decided stays.',
  },
  method: 'DELETE',
  path: '/matching/rules/:key',
  role: 'manager',
  about: 'nothing',
  right: 'settings',
  input: ruleKey,
  output: z.object({ key: z.string() }),
})

export const resetMatchRule = defineAction({
  name: 'reset-match-rule',
  label: { zh: '恢复标准查重规则', en: 'Reset a standard matching rule' },
  help: { zh: '条件、分值和分数线恢复原样，启用或停用不变。', en: 'Conditions, points and scores as they came; whether it is on stays.' },
  method: 'POST',
  path: '/matching/rules/:key/reset',
  role: 'manager',
  about: 'nothing',
  right: 'settings',
  input: ruleKey,
  output: z.object({ key: z.string() }),
})

export const tryMatchRule = defineQuestion({
  name: 'try-match-rule',
  label: { zh: '试用查重规则', en: 'Try a matching rule' },
  help: {
    zh: '在最近建档的 2 万位客户中试这条规则，不保存任何内容。',
    en: 'Tries the rule on the 20,000 newest customers and keeps nothing.',
  },
  method: 'POST',
  path: '/matching/try',
  role: 'manager',
  about: { customer: '*' },
  verb: 'merge',
  right: 'settings',
  input: z.strictObject({ rule: matchRule }),
  output: z.object({
    customers: z.int(),
    whole: z.boolean().describe('These are all there are'),
    pairs: z.int(),
    certain: z.int(),
    examples: z.array(
      z.object({ names: z.array(z.string().nullable()), ids: z.array(z.uuid()), score: z.int(), evidence: z.array(evidence) }),
    ),
  }),
})
