import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { unchangedSince } from '../../core/action/unchanged-since.ts'
import { words } from '../../core/kit/words-schema.ts'
import { journeyDefinition } from './definition.ts'
import { journeyStates, runStates } from './journey.ts'

const name = z.string().trim().min(1).max(100)
const named = z.object({ id: z.uuid() })
const more = z.boolean().describe('细分很大：其余的客户随后陆续进入 · A large segment: the others enter one portion after another')
const holdout = z.int().describe('其中进对照组、什么都不会收到的 · Of them held out: they get nothing')
const refused = z
  .array(z.object({ code: z.string(), count: z.int(), words }))
  .describe('没有进入的人数，按原因，人数多的在前 · How many did not enter, by reason, the most frequent first')

export const createJourney = defineAction({
  name: 'create-journey',
  label: { zh: '新建旅程', en: 'Create a journey' },
  help: { zh: '先保存为草稿，启动后才会生效。', en: 'It is kept as a draft and does nothing until it is started.' },
  method: 'POST',
  path: '/journeys',
  role: 'manager',
  about: { journey: null },
  input: z.strictObject({ name, definition: journeyDefinition }),
  output: named,
})

export const updateJourney = defineAction({
  name: 'update-journey',
  label: { zh: '更新旅程', en: 'Update a journey' },
  help: {
    zh: '已启动过的旅程会产生新版本，已在其中的客户按旧版本走完。',
    en: 'A journey that was started gets a new version; those inside finish the old one.',
  },
  method: 'PUT',
  path: '/journeys/:id',
  role: 'manager',
  about: { journey: 'id' },
  input: z.strictObject({ id: z.uuid(), name, definition: journeyDefinition, unchangedSince }),
  output: z.object({ id: z.uuid(), version: z.int() }),
})

export const startJourney = defineAction({
  name: 'start-journey',
  label: { zh: '启动旅程', en: 'Start a journey' },
  help: { zh: '从现在起让符合的客户进入；暂停过的继续。', en: 'From now on customers enter; one that was paused goes on.' },
  method: 'POST',
  path: '/journeys/:id/start',
  role: 'manager',
  about: { journey: 'id' },
  input: z.strictObject({ id: z.uuid() }),
  output: z.object({
    id: z.uuid(),
    entered: z.int().describe('手动旅程启动时加入的人数 · Who entered at once, for a journey by hand'),
    holdout,
    refused,
    more,
    loops: z
      .array(z.object({ names: z.array(z.string()) }))
      .describe('会互相触发的旅程，按触发的先后 · Journeys that set each other off, one after the other'),
  }),
})

export const pauseJourney = defineAction({
  name: 'pause-journey',
  label: { zh: '暂停旅程', en: 'Pause a journey' },
  help: {
    zh: '里面的客户原地不动，没有人再进入，还没发出的消息也先不发。',
    en: 'Those inside stay where they are, nobody enters, and its messages that have not left wait.',
  },
  method: 'POST',
  path: '/journeys/:id/pause',
  role: 'manager',
  about: { journey: 'id' },
  input: z.strictObject({ id: z.uuid() }),
  output: named,
})

export const deleteJourney = defineAction({
  name: 'delete-journey',
  label: { zh: '删除旅程', en: 'Delete a journey' },
  help: {
    zh: '里面的客户随即离开，还没发出的消息不再发送；历史记录保留。',
    en: 'Those inside leave at once and its messages that have not left are dropped; their history stays.',
  },
  method: 'DELETE',
  path: '/journeys/:id',
  role: 'manager',
  about: { journey: 'id' },
  input: named,
  output: named,
})

export const enterJourney = defineAction({
  name: 'enter-journey',
  label: { zh: '让客户进入旅程', en: 'Put customers into a journey' },
  help: {
    zh: '人工加入，或由其他系统触发。context 的内容可在模板里使用；带同一个 key 重复调用，同一客户只进入一次。',
    en: 'By hand, or by another system. What stands in `context` may be used by the templates; called again with the same `key`, nobody enters twice.',
  },
  method: 'POST',
  path: '/journeys/:id/enter',
  role: 'manager',
  about: { journey: 'id', customer: 'customerIds' },
  input: z.strictObject({
    id: z.uuid(),
    segment: z.uuid().optional(),
    customerIds: z.array(z.uuid()).max(10_000).optional(),
    context: z
      .record(z.string().max(60), z.json())
      .refine((value) => JSON.stringify(value).length <= 8_000)
      .optional()
      .describe('供模板使用的内容，例如购物车里有什么 · For the templates, e.g. what lies in the cart'),
    key: z.string().min(1).max(100).optional().describe('同一次触发的编号，例如订单号 · What it is about, e.g. a number of an order'),
  }),
  output: z.object({ entered: z.int().describe('进入的人数，对照组也算 · Who entered, those held out counted'), holdout, refused, more }),
})

const counts = z.object({ entered: z.int(), active: z.int(), holdout: z.int(), ended: z.int() })

const summary = z.object({
  id: z.uuid(),
  name: z.string(),
  state: z.enum(journeyStates),
  version: z.int(),
  trigger: z.looseObject({ kind: z.string() }),
  holdout: z.number(),
  createdAt: z.string(),
  updatedAt: z.string(),
  startedAt: z.string().nullable(),
  counts,
  messages: z.record(z.string(), z.int()).describe('各状态的消息数 · Messages by state'),
  unreadable: z.string().nullable().describe('保存的内容在这里读不出来，旅程已停下 · It cannot be read here and stands still'),
})

export const listJourneys = defineQuestion({
  name: 'list-journeys',
  label: { zh: '旅程列表', en: 'Journeys' },
  method: 'GET',
  path: '/journeys',
  role: 'member',
  about: { journey: null },
  input: z.object({}),
  output: z.object({ journeys: z.array(summary) }),
})

export const readJourney = defineQuestion({
  name: 'read-journey',
  label: { zh: '旅程详情', en: 'One journey' },
  help: { zh: '每一步经过、等待、发送的数量。', en: 'How many passed, wait and were sent at each step.' },
  method: 'GET',
  path: '/journeys/:id',
  role: 'member',
  about: { journey: 'id' },
  input: named,
  output: summary.extend({
    definition: journeyDefinition,
    versions: z.array(z.object({ version: z.int(), createdAt: z.string(), steps: z.array(z.string()) })),
    steps: z.array(
      z.object({
        id: z.string(),
        kind: z.string(),
        here: z.int().describe('现在停在这一步的人 · Who is at this step now'),
        log: z.record(z.string(), z.int()).describe('waiting, woke, yes, no, queued, finished, ended'),
        messages: z.record(z.string(), z.int()),
        test: z
          .object({
            winner: z.string().nullable(),
            decidedAt: z.string().nullable(),
            lookedAt: z.string(),
            ways: z.array(z.object({ way: z.string(), people: z.int(), mean: z.number() })),
          })
          .optional()
          .describe('A/B 测试到目前为止 · An A/B test so far'),
      }),
    ),
    inside: z.array(z.object({ version: z.int(), people: z.int() })).describe('各版本里还在走的人数 · Who is still inside, by version'),
    skipped: z.record(z.string(), z.int()).describe('没有进入的人次，按原因 · How often customers were not let in, by reason'),
    pausedWhy: z.string().nullable().describe('loop：旅程互相触发，由程序暂停 · paused by the program, for journeys set each other off'),
  }),
})

const line = z.object({
  step: z.string(),
  at: z.string(),
  what: z.string(),
  words: words.nullable(),
  message: z
    .object({ id: z.guid(), state: z.string(), reason: words.nullable() })
    .optional()
    .describe('这一步的消息后来怎样 · What became of the message of this line'),
})

// A run's id is made of its customer and cause, so it is no UUID of a known version.
const run = z.object({
  id: z.guid(),
  customerId: z.guid(),
  customerName: z.string().nullable(),
  version: z.int(),
  arm: z.enum(['treated', 'holdout']),
  step: z.string(),
  state: z.enum(runStates),
  wakeAt: z.string().nullable(),
  enteredAt: z.string(),
  endedAt: z.string().nullable(),
  why: line.nullable().describe('最近一条记录：为什么在这里 · The newest line of its log'),
})

export const listRuns = defineQuestion({
  name: 'list-journey-runs',
  label: { zh: '旅程中的客户', en: 'Customers of a journey' },
  help: { zh: '谁在哪一步，为什么。', en: 'Who is at which step, and why.' },
  method: 'GET',
  path: '/journeys/:id/runs',
  people: 'rows',
  role: 'member',
  about: { journey: 'id' },
  input: z.object({
    id: z.uuid(),
    step: z
      .string()
      .max(40)
      .optional()
      .describe('现在停在这一步；与 what 同时给出时，指经过这一步 · At this step now; with what: that it passed'),
    what: z
      .string()
      .max(40)
      .optional()
      .describe('在那一步发生过：waiting、woke、yes、no、queued、finished、ended · What happened at the step'),
    state: z
      .enum([...runStates, 'active'])
      .optional()
      .describe('active：即将执行或等待中 · active: about to go on, or waiting'),
    arm: z.enum(['treated', 'holdout']).optional(),
    after: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  output: z.object({ rows: z.array(run), next: z.string().nullable() }),
})

export const customerJourneys = defineQuestion({
  name: 'list-customer-journeys',
  label: { zh: '客户经历的旅程', en: 'Journeys of a customer' },
  method: 'GET',
  path: '/customers/:id/journeys',
  role: 'member',
  about: { journey: null, customer: 'id' },
  input: named,
  output: z.object({
    runs: z.array(run.extend({ journeyId: z.uuid(), journeyName: z.string().nullable(), log: z.array(line) })),
    skipped: z
      .array(z.object({ journeyId: z.uuid(), journeyName: z.string().nullable(), at: z.string(), code: z.string(), words }))
      .describe('没有进入的旅程，以及原因 · Not let in, and why'),
  }),
})

export const listSkips = defineQuestion({
  name: 'list-journey-skips',
  label: { zh: '没有进入旅程的客户', en: 'Customers not let into a journey' },
  help: {
    zh: '没有进入的客户，以及原因。手动或由其他系统放进来的，不符合进入条件也在内。',
    en: 'Who was not let in, and why; of those put in by hand or by another system, those too whom the rule for entering does not mean.',
  },
  method: 'GET',
  path: '/journeys/:id/skips',
  people: 'rows',
  role: 'member',
  about: { journey: 'id' },
  input: z.object({
    id: z.uuid(),
    code: z.string().max(40).optional(),
    after: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  output: z.object({
    rows: z.array(
      z.object({ id: z.guid(), customerId: z.guid(), customerName: z.string().nullable(), at: z.string(), code: z.string(), words }),
    ),
    next: z.string().nullable(),
  }),
})

export const listJourneyActions = defineQuestion({
  name: 'list-journey-actions',
  label: { zh: '旅程可用的动作', en: 'Actions for journeys' },
  help: {
    zh: '可以作为旅程步骤的动作和要填的内容（JSON Schema）。',
    en: 'Actions that may be a step, and what each is told (JSON Schema).',
  },
  method: 'GET',
  path: '/journeys/actions',
  role: 'member',
  about: { journey: null },
  input: z.object({}),
  output: z.object({
    actions: z.array(z.object({ name: z.string(), label: words, help: words.optional(), input: z.record(z.string(), z.unknown()) })),
  }),
})
