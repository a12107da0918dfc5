import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { journeyDefinition } from './definition.ts'
import { journeyStates, runStates } from './journey.ts'

const name = z.string().trim().min(1).max(100)
const named = z.object({ id: z.uuid() })
const more = z.boolean().describe('细分很大：其余的客户随后陆续进入 · A large segment: the others enter one portion after another')
const words = z.object({ zh: z.string(), en: z.string() })

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
  input: z.strictObject({ id: z.uuid(), name, definition: journeyDefinition }),
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
    more,
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
  method: 'POST',
  path: '/journeys/:id/enter',
  role: 'manager',
  about: { journey: 'id', customer: 'customerIds' },
  input: z.strictObject({ id: z.uuid(), segment: z.uuid().optional(), customerIds: z.array(z.uuid()).max(10_000).optional() }),
  output: z.object({ entered: z.int(), more }),
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
    versions: z.array(z.object({ version: z.int(), createdAt: z.string() })),
    steps: z.array(
      z.object({
        id: z.string(),
        kind: z.string(),
        here: z.int().describe('现在停在这一步的人 · Who is at this step now'),
        log: z.record(z.string(), z.int()).describe('waiting, woke, yes, no, queued, finished, ended'),
        messages: z.record(z.string(), z.int()),
      }),
    ),
  }),
})

const line = z.object({ step: z.string(), at: z.string(), what: z.string(), words: words.nullable() })

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
  output: z.object({ runs: z.array(run.extend({ journeyId: z.uuid(), journeyName: z.string().nullable(), log: z.array(line) })) }),
})

export const simulateJourney = defineQuestion({
  name: 'simulate-journey',
  label: { zh: '试算旅程', en: 'Try a journey out' },
  help: { zh: '如果过去一段时间就开着，会有多少客户进入。', en: 'How many would have entered had it been running.' },
  method: 'POST',
  path: '/journeys/simulate',
  role: 'member',
  about: { journey: null },
  input: z.strictObject({ definition: journeyDefinition, days: z.int().min(1).max(365).default(30) }),
  output: z.object({ facts: z.int(), customers: z.int(), treated: z.int(), holdout: z.int() }),
})
