import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { words } from '../../core/kit/words-schema.ts'
import { journeyDefinition } from './definition.ts'

const named = z.object({ id: z.uuid() })

const replayState = z.enum(['waiting', 'running', 'done', 'stopped', 'failed'])
const replayStep = z.object({ step: z.string(), what: z.record(z.string(), z.int()) })

const replay = z.object({
  id: z.uuid(),
  journeyId: z.uuid().nullable(),
  from: z.string(),
  to: z.string(),
  state: replayState,
  done: z.int(),
  of: z.int(),
  createdAt: z.string(),
})

export const startReplay = defineAction({
  name: 'start-journey-replay',
  label: { zh: '用过去的记录试跑', en: 'Try a journey out on the past' },
  help: {
    zh: '在后台算出：如果当时就开着，谁会在何时进入、走到哪些步骤、收到什么。不发送，也不改动任何资料。',
    en: 'Works out in the background who would have entered when, which steps they would have come to and what they would have got. Nothing is sent or changed.',
  },
  method: 'POST',
  path: '/journey-replays',
  role: 'member',
  about: { journey: null, customer: '*' },
  verb: 'read',
  input: z.strictObject({
    journeyId: z.uuid().optional(),
    definition: journeyDefinition,
    days: z.int().min(1).max(92).default(30),
  }),
  output: named,
})

export const stopReplay = defineAction({
  name: 'stop-journey-replay',
  label: { zh: '停止试跑', en: 'Stop a replay' },
  method: 'POST',
  path: '/journey-replays/:id/stop',
  role: 'member',
  about: { journey: null, customer: '*' },
  verb: 'read',
  input: named,
  output: named,
})

export const readReplay = defineQuestion({
  name: 'read-journey-replay',
  label: { zh: '试跑结果', en: 'A replay' },
  method: 'GET',
  path: '/journey-replays/:id',
  people: 'sample',
  role: 'member',
  about: { journey: null, customer: '*' },
  input: named,
  output: replay.extend({
    definition: journeyDefinition,
    failure: words.nullable(),
    result: z
      .object({
        entries: z.int(),
        people: z.int(),
        holdout: z.int(),
        messages: z.int(),
        capped: z.int().describe('会被频次上限拦下的消息 · Messages that the cap would have refused'),
        ended: z.record(z.string(), z.int()),
        steps: z.array(replayStep),
        days: z.array(z.object({ day: z.string(), entries: z.int(), messages: z.int(), capped: z.int() })),
        unknown: z.array(words).describe('无法从记录中得知的 · What cannot be known from the records'),
      })
      .nullable(),
    sample: z.array(
      z.object({
        customerId: z.guid(),
        customerName: z.string().nullable(),
        enteredAt: z.string(),
        arm: z.enum(['treated', 'holdout']),
        path: z.array(z.object({ step: z.string(), at: z.string(), what: z.string() })),
      }),
    ),
  }),
})

export const listReplayPeople = defineQuestion({
  name: 'list-journey-replay-people',
  label: { zh: '试跑中的客户', en: 'The people of a replay' },
  help: {
    zh: '一个数字背后的客户：整段时间或某一天（figure、day），或某一步发生了什么（step、what）。人多时只列前面一些。',
    en: 'The people behind a figure: of the whole time or of one day (figure, day), or of what happened at a step (step, what). Of many the first.',
  },
  method: 'GET',
  path: '/journey-replays/:id/people',
  people: 'people',
  role: 'member',
  about: { journey: null, customer: '*' },
  input: named.extend({
    figure: z.enum(['entries', 'holdout', 'messages', 'capped']).optional(),
    day: z.iso.date().optional(),
    step: z.string().max(40).optional(),
    what: z.string().max(40).optional(),
  }),
  output: z.object({
    people: z.array(z.object({ customerId: z.guid(), customerName: z.string().nullable() })),
    most: z.int().describe('最多列这么多 · At most so many are listed'),
  }),
})

export const listReplays = defineQuestion({
  name: 'list-journey-replays',
  label: { zh: '旅程的试跑', en: 'Replays of a journey' },
  method: 'GET',
  path: '/journeys/:id/replays',
  role: 'member',
  about: { journey: 'id' },
  input: named,
  output: z.object({ replays: z.array(replay) }),
})

export const simulateJourney = defineQuestion({
  name: 'simulate-journey',
  label: { zh: '试算旅程', en: 'Try a journey out' },
  help: {
    zh: '如果过去一段时间就开着，会有多少客户进入；existing 是启动时已符合、会马上进入的。',
    en: 'How many would have entered had it been running; `existing` are there already and enter when it is started.',
  },
  method: 'POST',
  path: '/journeys/simulate',
  role: 'member',
  about: { journey: null },
  input: z.strictObject({ definition: journeyDefinition, days: z.int().min(1).max(365).default(30) }),
  output: z.object({ facts: z.int(), customers: z.int(), treated: z.int(), holdout: z.int(), existing: z.int() }),
})
